using System.Globalization;
using System.Text;

namespace Cks.Core.Tests;

public sealed class JsonSchemaCorpusTests
{
    private const string Begin = "<!-- counts: begin -->";
    private const string End = "<!-- counts: end -->";

    private static readonly JsonSchemaOptions Plain = JsonSchemaOptions.Default;
    private static readonly JsonSchemaOptions Asserting = Plain with { AssertFormats = true };

    private static readonly string[] Formats = ["date-time", "date", "time", "duration", "email", "uri", "uri-reference", "uuid", "json-pointer", "ipv4", "ipv6", "regex", "ecmascript-regex", "unknown"];
    private static readonly string[] Optional = ["anchor", "bignum", "dynamicRef", "ecmascript-regex", "float-overflow", "format-assertion", "id", "no-schema", "non-bmp-regex", "refOfUnknownKeyword", "unknownKeyword"];

    [Fact]
    public void Every_mandatory_test_of_the_suite_passes()
    {
        var corpus = JsonSchemaCorpus.Open();
        var results = corpus.Files("").Select(f => corpus.Run(f, Plain)).ToArray();

        Assert.Equal("", string.Join('\n', results.SelectMany(r => r.Failures)));
        Assert.Equal(1_299, results.Sum(r => r.Count));
    }

    [Fact]
    public void The_formats_that_can_be_asserted_are_what_the_suite_says_they_are()
    {
        var corpus = JsonSchemaCorpus.Open();

        Assert.Equal("", string.Join('\n', Formats.SelectMany(f => corpus.Run($"optional/format/{f}", Asserting).Failures)));
    }

    [Fact]
    public void The_optional_tests_of_what_is_supported_pass()
    {
        var corpus = JsonSchemaCorpus.Open();

        Assert.Equal("", string.Join('\n', Optional.SelectMany(f => corpus.Run($"optional/{f}", Plain).Failures)));
    }

    [Fact]
    public void The_documentation_has_the_counts()
    {
        var corpus = JsonSchemaCorpus.Open();
        var table = new StringBuilder("| tests | passed | of |\n| --- | --- | --- |\n");
        Line("mandatory", corpus.Files(""), Plain);
        foreach (var file in Optional)
            Line($"optional/{file}", [$"optional/{file}"], Plain);
        foreach (var file in Formats)
            Line($"optional/format/{file}, asserted", [$"optional/format/{file}"], Asserting);
        var page = File.ReadAllText(Page());
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));

        Assert.True($"\n{table}" == page[begin..end].ReplaceLineEndings("\n"), $"docs/json-schema.md must have between its markers:\n{table}");

        void Line(string name, IEnumerable<string> files, JsonSchemaOptions options)
        {
            var results = files.Select(f => corpus.Run(f, options)).ToArray();
            var count = results.Sum(r => r.Count);
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {count - results.Sum(r => r.Failures.Count)} | {count} |\n");
        }
    }

    private static string Page()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "CksCore.sln")))
                return Path.Combine(at.FullName, "docs", "json-schema.md");
        }

        throw new DirectoryNotFoundException("CksCore.sln is in no folder above the test.");
    }
}
