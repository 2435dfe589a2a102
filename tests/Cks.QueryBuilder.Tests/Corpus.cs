using System.Text;

namespace Cks.QueryBuilder.Tests;

/// <summary>The injection corpus: each line of each list as it stands and percent-decoded.</summary>
internal static class Corpus
{
    private static readonly string? Folder = Find();

    /// <summary>Every distinct string; skips the test when the corpus is absent and was not asked for by <c>CKS_CORPORA</c>.</summary>
    public static string[] Strings()
    {
        if (Folder is null)
            Assert.Skip("The corpus sqli is neither in shared/corpora beside the checkout nor in CKS_CORPORA.");
        var lines = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".txt" or ".json")
            .SelectMany(f => File.ReadAllText(f, Encoding.UTF8).Split('\n'))
            .Select(l => l.TrimEnd('\r'))
            .Where(l => !l.StartsWith("# ", StringComparison.Ordinal));
        return [.. lines.SelectMany(l => (string[])[l, Uri.UnescapeDataString(l)]).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether a database can be asked for it at all.</summary>
    public static bool IsWellFormed(string text)
    {
        try
        {
            return !text.Contains('\0', StringComparison.Ordinal) && new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CKS_CORPORA") is { Length: > 0 } named)
        {
            var folder = Path.Combine(named, "sqli");
            return Directory.Exists(folder) ? folder : throw new DirectoryNotFoundException("CKS_CORPORA is set and holds no folder sqli.");
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "corpora", "sqli");
            if (Directory.Exists(folder))
                return folder;
        }

        return null;
    }
}
