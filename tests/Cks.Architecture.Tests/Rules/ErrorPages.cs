using Cks.Core;

namespace Cks.Architecture.Tests;

/// <summary>Every code has a page and every page a code, all with the same headings.</summary>
internal static class ErrorPages
{
    private static readonly string[] Headings = ["## What", "## Why", "## Mend", "## Example"];

    public static IEnumerable<string> Faults(IReadOnlyCollection<CksCode> codes, IReadOnlyDictionary<string, string> pages)
    {
        foreach (var code in codes.Where(c => !pages.ContainsKey(c.Id)))
            yield return $"{code.Id} has no page.";
        foreach (var (id, text) in pages)
        {
            if (codes.FirstOrDefault(c => c.Id == id) is not { } code)
            {
                yield return $"{id}.md is the page of no code.";
                continue;
            }

            var lines = text.Split('\n');
            if (lines[0] != $"# {code.Id}: {code.Title}")
                yield return $"{id}.md does not start with the title of its code.";
            if (!Headings.SequenceEqual(lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal))))
                yield return $"{id}.md must have the headings {string.Join(", ", Headings)}.";
            if (!text.Contains("```", StringComparison.Ordinal))
                yield return $"{id}.md shows no example.";
        }
    }
}
