using System.Runtime.CompilerServices;
using Cks.Core;

namespace Cks.Cli;

/// <summary>Loads every policy, scope model and hub document of a folder.</summary>
internal sealed class DocumentsCheck(IReadOnlyList<IDocumentCheck> documents) : IDoctorCheck
{
    /// <summary>The kinds of documents, in the order in which a file is given to the first that fits.</summary>
    public static IReadOnlyList<IDocumentCheck> Known { get; } = [new PolicyCheck(), new ScopeModelCheck(), new HubCheck()];

    public string Name => "documents";

    public async IAsyncEnumerable<Finding> RunAsync(string folder, Uri? host, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = FolderFiles.Find(folder, path => documents.Any(d => FolderFiles.Matches(d.Pattern, path)), ".git", "node_modules", "bin", "obj", "artifacts");
        if (files.Count == 0)
            yield return Finding.Ok("no policy, scope or hub document here");
        var policies = await PolicySet.ReadAsync(folder, files.Where(f => FolderFiles.Matches(PolicyCheck.Files, f)), cancellationToken).ConfigureAwait(false);
        foreach (var file in files)
        {
            var findings = await CheckAsync(folder, file, policies, cancellationToken).ConfigureAwait(false);
            if (findings.Count == 0)
                yield return Finding.Ok($"{file} loads");
            foreach (var finding in findings)
                yield return finding;
        }
    }

    // As one meets them in the file; what is about the whole of it comes last.
    private static (int Line, int Column) PlaceOf(Diagnostic diagnostic) => (diagnostic.Location.Line == 0 ? int.MaxValue : diagnostic.Location.Line, diagnostic.Location.Column);

    private async Task<IReadOnlyList<Finding>> CheckAsync(string folder, string file, PolicySet policies, CancellationToken cancellationToken)
    {
        try
        {
            var utf8 = await File.ReadAllBytesAsync(Path.Combine(folder, file), cancellationToken).ConfigureAwait(false);
            var findings = policies.FindingsOf(file) ?? documents.First(d => FolderFiles.Matches(d.Pattern, file)).Check(file, utf8, policies.Only);
            return [.. findings.OrderBy(PlaceOf).Select(d => Finding.Of(d, utf8))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [Finding.Of(new(CksCodes.DocumentMissing, SourceLocation.Whole(file), "The file cannot be read.", "Check that it exists and that you may read it."))];
        }
    }
}
