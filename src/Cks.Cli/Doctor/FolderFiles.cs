using System.IO.Enumeration;

namespace Cks.Cli;

/// <summary>Finds files below a folder, without following links and without entering folders that only hold copies.</summary>
internal static class FolderFiles
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Paths relative to the folder, with forward slashes, in ordinal order.</summary>
    /// <param name="folder">Where to start.</param>
    /// <param name="matches">Whether a file of this relative path is wanted.</param>
    /// <param name="skipped">Names of folders that are not entered.</param>
    public static IReadOnlyList<string> Find(string folder, Func<string, bool> matches, params IReadOnlyList<string> skipped)
    {
        var files = new FileSystemEnumerable<string>(folder, (ref entry) => Path.GetRelativePath(folder, entry.ToFullPath()).Replace('\\', '/'), Everywhere)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0 && !skipped.Contains(entry.FileName.ToString(), StringComparer.OrdinalIgnoreCase),
        };
        return [.. files.Where(matches).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a relative path fits a pattern; a folder in the pattern may be any of the path's.</summary>
    public static bool Matches(string pattern, string path)
    {
        var (patternParts, parts) = (pattern.Split('/'), path.Split('/'));
        return FileSystemName.MatchesSimpleExpression(patternParts[^1], parts[^1])
            && (patternParts.Length == 1 || parts[..^1].Contains(patternParts[0], StringComparer.OrdinalIgnoreCase));
    }
}
