using System.Text;
using Cks.Core;

namespace Cks.Cli.Tests;

/// <summary>Documents of a size that is allowed, made to cost as much as they can (S30). Each ends with a finding that says which budget it met, or with a list that is cut off.</summary>
public sealed class HostileDocumentTests
{
    private static readonly string Resources = $"\"resources\":{{{Many(64, r => $"\"r{r}\":{{\"actions\":[{Many(64, a => $"\"action-{a}\"")}]}}")}}}";

    private static readonly string Entities = $"\"entities\":{{{Many(100, e => $"\"e{e}\":{{\"table\":\"t{e}\",\"key\":\"k\",\"tenant\":\"t\",\"test\":\"s\"}}")}}}";

    private static readonly string Dense = $"{Entities},\"relations\":[{Many(2_000, i => $"{{\"name\":\"n{i}\",\"from\":\"e{i / 20}\",\"to\":\"e{((i / 20) + 1 + (i % 20)) % 100}\",\"by\":\"c{i}\"}}")}]";

    [Fact]
    public void S30_Wildcards_that_stand_for_millions_of_capabilities_are_over_the_limit() => Refused(
        "a.rbac.json",
        $"{{\"version\":1,{Resources},\"roles\":{{\"a\":{{\"permit\":[{Many(40_000, _ => "{\"actions\":[\"r1:*\"]}")}]}}}}}}",
        "The rules of all roles stand for more than 2000000 capabilities, inherited ones counted for each role.");

    [Fact]
    public void S30_A_long_line_of_roles_that_each_have_many_rules_is_over_the_limit() => Refused(
        "a.rbac.json",
        $"{{\"version\":1,{Resources},\"roles\":{{{Many(250, r => $"\"a{r}\":{{{(r == 0 ? "" : $"\"inherits\":[\"a{r - 1}\"],")}\"permit\":[{Many(70, i => $"{{\"actions\":[\"r1:action-{i % 60}\"]}}")}]}}")}}}}}",
        "The rules of all roles stand for more than 2000000 capabilities, inherited ones counted for each role.");

    [Fact]
    public void S30_More_sections_than_are_held_against_each_other_are_over_the_limit() => Refused(
        "a.scope.json",
        $"{{\"version\":1,{Dense},\"metrics\":{{{Many(20_000, i => $"\"m{i}\":{{\"count\":\"n{i % 2_000}\"}}")}}}}}",
        "The model declares more than 2048 metrics.");

    [Fact]
    public void S30_More_fields_than_a_table_is_declared_with_are_over_the_limit() => Refused(
        "a.scope.json",
        $"{{\"version\":1,\"entities\":{{\"e\":{{\"table\":\"t\",\"key\":\"k\",\"tenant\":\"t\",\"test\":\"s\",\"fields\":{{{Many(100_000, i => $"\"f{i}\":\"c{i}\"")}}}}}}}}}",
        "\"e\" has more than 512 fields.");

    [Fact]
    public void S30_Names_that_nothing_leads_to_are_looked_for_until_the_budget_is_spent()
    {
        var findings = Read("a.scope.json", $"{{\"version\":1,{Dense},\"roles\":{{\"a\":{{\"entity\":\"e0\",\"includeRelationships\":[{Many(150, i => $"\"x{i}\"")}]}},\"b\":{{\"entity\":\"e50\",\"includeRelationships\":[{Many(20_000, i => $"\"y{i}\"")}]}}}}}}");

        Assert.Equal(DiagnosticBag.DefaultLimit + 1, findings.Count);
        Assert.True(long.Parse(findings[^1].Message.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) < 5_000, findings[^1].Message);
    }

    [Theory]
    [InlineData("a.rbac.json", "CKS204")]
    [InlineData("b.rbac.json", "CKS201")]
    [InlineData("c.rbac.json", "CKS206")]
    [InlineData("a.scope.json", "CKS301")]
    public void S30_A_hundred_thousand_mistakes_are_one_list_that_ends(string file, string code)
    {
        var findings = Read(file, file switch
        {
            "a.rbac.json" => $"{{\"version\":1,{Resources},\"roles\":{{\"a\":{{\"permit\":[{{\"actions\":[{Many(100_000, i => $"\"r1:actoin-{i}\"")}]}}]}}}}}}",
            "b.rbac.json" => $"{{\"version\":1,\"roles\":{{{Many(250, r => $"\"a{r}\":{{\"inherits\":[{Many(100, q => $"\"b{(q * 1_000) + r}\"")}]}}")}}}}}",
            "c.rbac.json" => $"{{\"version\":1,{Resources},\"roles\":{{\"a\":{{\"permit\":[{Many(60_000, i => "{\"id\":\"x\",\"actions\":[\"r1:action-1\"]}")}]}}}}}}",
            _ => $"{{\"version\":1,{Entities},\"scopeKeys\":[{Many(60_000, i => $"{{\"entity\":\"e{i + 100}\",\"column\":\"c\",\"ancestor\":\"e1\"}}")}]}}",
        });

        Assert.Equal(DiagnosticBag.DefaultLimit + 1, findings.Count);
        Assert.All(findings.SkipLast(1), f => Assert.Equal(code, f.Code.Id));
        Assert.Equal(CksCodes.TooManyFindings, findings[^1].Code);
    }

    private static void Refused(string file, string text, string message) => Assert.Contains(Read(file, text), f => f.Code == CksCodes.DocumentTooLarge && f.Message == message);

    private static IReadOnlyList<Diagnostic> Read(string file, string text) => DocumentsCheck.Known.First(k => FolderFiles.Matches(k.Pattern, file)).Check(file, Encoding.UTF8.GetBytes(text), policy: null);

    private static string Many(int count, Func<int, string> part) => string.Join(',', Enumerable.Range(0, count).Select(part));
}
