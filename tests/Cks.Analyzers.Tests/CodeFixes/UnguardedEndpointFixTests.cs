using Cks.Analyzers.CodeFixes;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Cks.Analyzers.Tests;

public sealed class UnguardedEndpointFixTests
{
    [Theory]
    [InlineData("app.MapGet(\"/a\", () => 1)|;")]
    [InlineData("app.MapGet(\"/a\", () =>\n{\n    return 1;\n})| // one\n    .WithName(\"a\")\n    .WithTags(\"b\");")]
    [InlineData("var e = app.MapGet(\"/a\", () => 1)|; e.WithName(\"a\");")]
    [InlineData("app.MapGroup(\"/g\").MapGet(\"/a\", () => 1)|;")]
    public async Task A_mapped_endpoint_is_offered_a_signed_in_caller_or_everybody(string statements)
    {
        static string Source(string statements) => $"using Microsoft.AspNetCore.Http; class A {{ void B(WebApplication app) {{ {statements} }} }}";

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Add .RequireAuthorization()"] = Source(statements.Replace("|", ".RequireAuthorization()", StringComparison.Ordinal)),
                ["Add .AllowAnonymous()"] = Source(statements.Replace("|", ".AllowAnonymous()", StringComparison.Ordinal)),
            },
            await Fixing.OffersAsync(new UnguardedEndpointFix(), Source(statements.Replace("|", "", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("public class OrdersController : ControllerBase\n{\n    /// <summary>All.</summary>\n    |[HttpGet]\n    public int List() => 1;\n}", "\n    ")]
    [InlineData("// Pages.\n|public class IndexModel : PageModel;", "\n")]
    public async Task An_action_or_a_page_is_offered_an_attribute(string type, string between)
    {
        string Source(string attribute) => $"#pragma warning disable CS1591\nusing Microsoft.AspNetCore.Authorization;\nusing Microsoft.AspNetCore.Mvc;\nusing Microsoft.AspNetCore.Mvc.RazorPages;\n\n{type.Replace("|", attribute, StringComparison.Ordinal)}\n\n[AllowAnonymous]\ninternal class A {{ void B(WebApplication app) {{ app.MapControllers(); app.MapRazorPages(); }} }}";

        var offers = await Fixing.OffersAsync(new UnguardedEndpointFix(), Source(""));

        Assert.Equal(Source($"[Authorize]{between}"), offers["Add [Authorize]"].ReplaceLineEndings("\n"));
        Assert.Equal(Source($"[AllowAnonymous]{between}"), offers["Add [AllowAnonymous]"].ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_call_that_is_no_extension_is_left_to_the_author() =>
        Assert.Empty(await Fixing.OffersAsync(new UnguardedEndpointFix(), "class A { void B(WebApplication app) { EndpointRouteBuilderExtensions.MapGet(app, \"/a\", () => 1); } }"));

    [Fact]
    public void All_findings_of_a_solution_are_mended_at_once() => Assert.Same(WellKnownFixAllProviders.BatchFixer, new UnguardedEndpointFix().GetFixAllProvider());
}
