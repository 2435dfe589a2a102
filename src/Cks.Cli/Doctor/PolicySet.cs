using Cks.Core;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>The policies of a folder and those below it: each file by itself, or the files of one folder as one policy where they are less wrong together.</summary>
internal sealed class PolicySet
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<Diagnostic>> _together;

    private PolicySet(IReadOnlyDictionary<string, IReadOnlyList<Diagnostic>> together) => _together = together;

    /// <summary>The policy that the other documents belong to. Of two policies it cannot be known which one is meant, and a broken one has its own findings.</summary>
    public Policy? Only { get; private init; }

    /// <summary>What is wrong with a file that is part of a policy; <see langword="null"/> for one that stands by itself.</summary>
    public IReadOnlyList<Diagnostic>? FindingsOf(string file) => _together.GetValueOrDefault(file);

    public static async Task<PolicySet> ReadAsync(string folder, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var (together, policies) = (new Dictionary<string, IReadOnlyList<Diagnostic>>(StringComparer.Ordinal), new List<Policy?>());
        foreach (var group in files.GroupBy(f => Path.GetDirectoryName(f)))
        {
            var documents = new List<PolicyFile>();
            foreach (var file in group)
                if (await TryReadAsync(folder, file, cancellationToken).ConfigureAwait(false) is { } document)
                    documents.Add(document);
            var alone = documents.ConvertAll(d => PolicyReader.Read([d]));
            if (documents.Count > 1 && PolicyReader.Read(documents) is var all && Errors(all) < alone.Sum(Errors))
            {
                policies.Add(all.Value);
                foreach (var document in documents)
                    together[document.Name] = [.. all.Diagnostics.Where(d => d.Location.File == document.Name)];
            }
            else
                policies.AddRange(group.Count() > documents.Count ? [null] : alone.Select(a => a.Value));
        }

        return new(together) { Only = policies is [var only] ? only : null };
    }

    private static int Errors(LoadResult<Policy> read) => read.Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error);

    private static async Task<PolicyFile?> TryReadAsync(string folder, string file, CancellationToken cancellationToken)
    {
        try
        {
            return new(file, await File.ReadAllBytesAsync(Path.Combine(folder, file), cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it is reported where it is checked
        }
    }
}
