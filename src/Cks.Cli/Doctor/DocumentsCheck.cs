using System.Runtime.CompilerServices;
using Cks.Core;

namespace Cks.Cli;

/// <summary>Loads every policy, scope model and hub document of a folder.</summary>
internal sealed class DocumentsCheck(IReadOnlyList<IDocumentCheck> documents) : IDoctorCheck
{
    /// <summary>The kinds of documents, in the order in which a file is given to the first that fits.</summary>
    public static IReadOnlyList<IDocumentCheck> Known { get; } = [new SyntaxCheck("*.rbac.json"), new SyntaxCheck("*.scope.json"), new SyntaxCheck("hubs/*.json")];

    public string Name => "documents";

    public async IAsyncEnumerable<Finding> RunAsync(string folder, Uri? host, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = FolderFiles.Find(folder, path => documents.Any(d => FolderFiles.Matches(d.Pattern, path)), ".git", "node_modules", "bin", "obj", "artifacts");
        if (files.Count == 0)
            yield return Finding.Ok("no policy, scope or hub document here");
        foreach (var file in files)
        {
            var diagnostics = await CheckAsync(folder, file, cancellationToken).ConfigureAwait(false);
            if (diagnostics.Count == 0)
                yield return Finding.Ok($"{file} loads");
            foreach (var diagnostic in diagnostics)
                yield return Finding.Of(diagnostic);
        }
    }

    private async Task<IReadOnlyList<Diagnostic>> CheckAsync(string folder, string file, CancellationToken cancellationToken)
    {
        try
        {
            var utf8 = await File.ReadAllBytesAsync(Path.Combine(folder, file), cancellationToken).ConfigureAwait(false);
            return documents.First(d => FolderFiles.Matches(d.Pattern, file)).Check(file, utf8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [new(CksCodes.DocumentMissing, SourceLocation.Whole(file), "The file cannot be read.", "Check that it exists and that you may read it.")];
        }
    }
}
