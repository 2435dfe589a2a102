using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace Cks.Publish.Tests;

/// <summary>The pages about releases say what the command does.</summary>
public sealed partial class PageTests
{
    private const string Remains = "none goes or changes";

    [Fact]
    public void Every_stage_stands_in_the_page_for_contributors_in_its_order() =>
        Assert.Equal(Release.Stages.Select(s => s.Name), Rows("CONTRIBUTING.md", "stage of `build/publish`").SelectMany(r => r[0].Split(", ")));

    /// <summary>What the page on upgrading promises of a number is what the command refuses.</summary>
    [Fact]
    public void What_a_number_promises_is_what_the_command_holds_to()
    {
        var rows = Rows("docs/upgrading/README.md", "from").Where(r => !NuGetVersion.Parse(r[0]).IsPrerelease).ToArray();

        Assert.Equal(5, rows.Length);
        Assert.All(rows, r => Assert.NotEqual(r[2].EndsWith(Remains, StringComparison.Ordinal), ValidationStage.MayBreak(NuGetVersion.Parse(r[0]), NuGetVersion.Parse(r[1]))));
        Assert.Contains(rows, r => r[2].EndsWith(Remains, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SECURITY.md", "Reporting", "Supported", "What is promised", "What the packages promise", "What is not")]
    [InlineData("SUPPORT.md", "Versions", "Platforms", "Questions and faults", "Moving on")]
    [InlineData("CONTRIBUTING.md", "Build and test", "Rules", "Public API", "Commits", "Packages", "Pins", "Release", "Benchmarks")]
    public void A_page_says_what_it_is_there_for(string page, params string[] parts) => Assert.Equal(parts, Parts().Matches(Read(page)).Select(m => m.Groups[1].Value));

    [Fact]
    public void The_page_on_security_names_the_document_that_is_in_a_package() => Assert.Contains($"`{SbomStage.PathInPackage}`", Read("SECURITY.md"), StringComparison.Ordinal);

    [Fact]
    public void Links_of_the_pages_lead_to_files()
    {
        string[] pages = [.. Directory.GetFiles(Repository.Root, "*.md"), .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)];
        var links = pages.SelectMany(p => Link().Matches(File.ReadAllText(p)).Select(m => (Page: p, To: m.Groups[1].Value))).ToArray();

        Assert.NotEmpty(links);
        Assert.Empty(links.Where(l => !Path.Exists(Path.Combine(Path.GetDirectoryName(l.Page)!, l.To))).Select(l => $"{l.Page}: {l.To}"));
    }

    [Fact]
    public void The_code_of_every_page_about_hubs_is_compiled()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "hub*.md").Where(p => ReadmeCode.Blocks(File.ReadAllText(p), "csharp").Count > 0).Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal);

        Assert.Equal(ReadmeCompiler.Pages().Where(p => p.StartsWith("hub", StringComparison.Ordinal)), pages);
    }

    [Fact]
    public void A_stable_release_leaves_a_list_of_what_people_do()
    {
        var list = string.Join('\n', Checklist.Of(Of("1.0.0", isDryRun: false)));

        Assert.Contains("Release checklist of 1.0.0", list, StringComparison.Ordinal);
        Assert.Contains("[x] on feed", list.Replace(Path.GetFullPath("feed"), "feed", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(7, list.Split("[ ]").Length - 1);
        Assert.All(["git push origin v1.0.0", "SHA256SUMS", "release-notes.md", "CHANGELOG.md", "PublicAPI.Shipped.txt", "docs/upgrading", "advisories"], word => Assert.Contains(word, list, StringComparison.Ordinal));
    }

    [Fact]
    public void A_pre_release_leaves_little_and_a_dry_run_says_that_nothing_was_pushed()
    {
        var list = string.Join('\n', Checklist.Of(Of("1.0.1-alpha.2", isDryRun: true)));

        Assert.Contains("[ ] pushed: run again with --feed and without --dry-run", list, StringComparison.Ordinal);
        Assert.Equal(2, list.Split("[ ]").Length - 1);
    }

    private static Release Of(string version, bool isDryRun) => new(new(Repository.Root, "feed", isDryRun, false, [])) { Version = NuGetVersion.Parse(version), Commit = new('a', 40) };

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");

    /// <summary>The cells of the table whose first column has a title.</summary>
    private static string[][] Rows(string page, string title) =>
    [
        .. Read(page).Split('\n').SkipWhile(l => !l.StartsWith($"| {title} |", StringComparison.Ordinal)).Skip(2).TakeWhile(l => l.StartsWith('|'))
            .Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [GeneratedRegex(@"^\*\*([^*]+?)\.?\*\*", RegexOptions.Multiline)]
    private static partial Regex Parts();

    /// <summary>A link to a file, without the place in it.</summary>
    [GeneratedRegex(@"\]\((?!\w+:|#)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
