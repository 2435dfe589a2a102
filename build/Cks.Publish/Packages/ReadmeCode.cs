using System.Text.RegularExpressions;

namespace Cks.Publish;

/// <summary>The code of a readme.</summary>
internal static partial class ReadmeCode
{
    /// <summary>The blocks of a language, or of every language when none is named.</summary>
    public static IReadOnlyList<string> Blocks(string readme, string? language = null) =>
        [.. Fences().Matches(readme.ReplaceLineEndings("\n")).Where(m => language is null || m.Groups[1].Value == language).Select(m => m.Groups[2].Value)];

    /// <summary>Lines with something on them.</summary>
    public static int Lines(IEnumerable<string> blocks) => blocks.Sum(b => b.Split('\n').Count(l => !string.IsNullOrWhiteSpace(l)));

    [GeneratedRegex(@"^```(\w*)[^\n]*\n(.*?)^```\s*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();
}
