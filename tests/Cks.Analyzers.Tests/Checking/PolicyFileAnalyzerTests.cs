namespace Cks.Analyzers.Tests;

public sealed class PolicyFileAnalyzerTests
{
    [Fact]
    public async Task A_file_that_is_not_JSON_is_one_finding_at_its_place()
    {
        Assert.Equal(
            ["CKS101 policies/a.rbac.json:2:14 \"a.rbac.json\" is not JSON from here on"],
            await Sources.FindAsync("class A;", Sources.File("{\n  \"version\": !\n}", "policies/a.rbac.json"), Sources.File("{", "policies/a.scope.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\0\0\0")]
    [InlineData("{ \"a\": \"\ud800")]
    public async Task Whatever_stands_in_a_file_no_analyzer_fails(string text) =>
        Assert.StartsWith("CKS101 a.rbac.json:1:", Assert.Single(await Sources.FindAsync("class A;", Sources.File(text, "a.rbac.json"))), StringComparison.Ordinal);

    [Fact]
    public async Task A_good_file_is_not_reported() => Assert.Empty(await Sources.FindAsync("class A;", Sources.File(Sources.Policy)));
}
