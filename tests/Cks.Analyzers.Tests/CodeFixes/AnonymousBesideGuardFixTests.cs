using Cks.Analyzers.CodeFixes;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Cks.Analyzers.Tests;

public sealed class AnonymousBesideGuardFixTests
{
    [Theory]
    [InlineData("app.MapGet(\"/a\", () => 1).RequireCaps(\"orders:view\")[.AllowAnonymous()];")]
    [InlineData("app.MapGet(\"/a\", () => 1)[.AllowAnonymous()].RequireCaps(\"orders:view\");")]
    [InlineData("app.MapGet(\"/a\", () => 1)\n    .RequireCaps(\"orders:view\")[\n    .AllowAnonymous()]\n    .WithName(\"a\");")]
    [InlineData("var e = app.MapGet(\"/a\", () => 1).RequireCaps(\"orders:view\"); [e.AllowAnonymous();]")]
    [InlineData("var e = app.MapGet(\"/a\", () => 1).RequireCaps(\"orders:view\"); e.WithName(\"a\")[.AllowAnonymous()];")]
    public async Task The_call_is_taken_out_or_the_statement_that_is_nothing_else(string statements) =>
        await MendedAsync(s => $"class A {{ void B(WebApplication app) {{ {s}}} }}", statements);

    [Theory]
    [InlineData("[RequireCaps(\"orders:view\"), AllowAnonymous] public void B() { }", "[RequireCaps(\"orders:view\")] public void B() { }")]
    [InlineData("[RequireCaps(\"orders:view\")]\n    [AllowAnonymous]\n    public void B() { }", "[RequireCaps(\"orders:view\")]\n    public void B() { }")]
    [InlineData("/// <summary>B.</summary>\n    [AllowAnonymous]\n    [RequireCaps(\"orders:view\")]\n    public void B() { }", "/// <summary>B.</summary>\n    [RequireCaps(\"orders:view\")]\n    public void B() { }")]
    public async Task The_attribute_is_taken_out_and_what_is_written_above_stays(string member, string expected)
    {
        static string Source(string member) => $"using Microsoft.AspNetCore.Authorization;\n\nclass A\n{{\n    [AllowAnonymous]\n    public void C() {{ }}\n\n    {member}\n}}\n";

        Assert.Equal(Source(expected), Assert.Single(await Fixing.OffersAsync(new AnonymousBesideGuardFix(), Source(member))).Value);
    }

    [Fact]
    public async Task Where_a_group_opens_what_is_guarded_nothing_is_offered() =>
        Assert.Empty(await Fixing.OffersAsync(new AnonymousBesideGuardFix(), "class A { void B(WebApplication app) { app.MapGroup(\"/g\").AllowAnonymous().MapGet(\"/a\", () => 1).RequireCaps(\"orders:view\"); } }"));

    [Fact]
    public void All_findings_of_a_solution_are_mended_at_once() => Assert.Same(WellKnownFixAllProviders.BatchFixer, new AnonymousBesideGuardFix().GetFixAllProvider());

    private static async Task MendedAsync(Func<string, string> source, string statements) =>
        Assert.Equal(
            source(System.Text.RegularExpressions.Regex.Replace(statements, @"\[[^\]]*\]", "")),
            Assert.Single(await Fixing.OffersAsync(new AnonymousBesideGuardFix(), source(statements.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)))).Value);
}
