namespace Cks.Samples.Existing.Tests;

/// <summary>What docs/adopting.md shows is what the sample has.</summary>
public sealed class GuideTests
{
    private static readonly string[] Guide = File.ReadAllLines(Path.Combine(RunningShop.Folder, "..", "..", "docs", "adopting.md"));

    [Fact]
    public void Every_line_of_csharp_in_the_guide_stands_in_the_sample()
    {
        var sample = Directory.GetFiles(RunningShop.Folder, "*.cs", SearchOption.AllDirectories).SelectMany(File.ReadAllLines).Select(l => l.Trim()).ToHashSet(StringComparer.Ordinal);

        var shown = Blocks("csharp").ToArray();

        Assert.True(shown.Length >= 8);
        Assert.All(shown, line => Assert.Contains(line, sample));
    }

    [Fact]
    public void Every_file_that_the_guide_points_to_or_names_in_a_command_is_there()
    {
        var words = Guide.SelectMany(l => l.Split(' ', '(', ')', '`', ',')).ToArray();
        var files = words.Where(w => w.StartsWith("../", StringComparison.Ordinal)).Select(w => Path.Combine(RunningShop.Folder, "..", "..", "docs", w))
            .Concat(words.Where(w => w.StartsWith("policies/", StringComparison.Ordinal) || w.StartsWith("scopes/", StringComparison.Ordinal)).Select(w => Path.Combine(RunningShop.Folder, w.TrimEnd('"', ';'))))
            .ToArray();

        Assert.True(files.Length >= 6);
        Assert.All(files, f => Assert.True(File.Exists(f), f));
    }

    private static IEnumerable<string> Blocks(string language)
    {
        var isInside = false;
        foreach (var line in Guide)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isInside = !isInside && line == "```" + language;
            else if (isInside && line.Length > 0)
                yield return line.Trim();
        }
    }
}
