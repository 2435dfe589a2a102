namespace Cks.Analyzers.Tests;

public sealed class CapabilityAnalyzerTests
{
    [Theory]
    [InlineData("CapabilityId.Of(\"order:accept\");")]
    [InlineData("CapabilityId.Of(name: \"order:\" + \"accept\");")]
    [InlineData("const string A = \"order:accept\"; CapabilityId.Of(A);")]
    [InlineData("CapabilityId.Of(Named);")]
    [InlineData("CapabilityId.Of(flag ? \"order:accept\" : \"orders:view\");")]
    [InlineData("CapabilityId.Of(text ?? \"order:accept\");")]
    [InlineData("CapabilityId.Of(flag switch { true => \"order:accept\", _ => Caps.Orders.View });")]
    [InlineData("app.RequireCaps(\"order:accept\");")]
    [InlineData("app.RequireCaps(\"orders:view\", \"order:accept\", Caps.Orders.View);")]
    [InlineData("app.RequireCaps(new[] { \"order:accept\" });")]
    [InlineData("app.RequireCaps(new string[1] { \"order:accept\" });")]
    [InlineData("app.RequireCaps([\"orders:view\", .. flag ? [\"order:accept\"] : Array.Empty<string>()]);")]
    [InlineData("app.RequireAnyCap(\"order:accept\", \"orders:view\");")]
    [InlineData("CksGuardEndpointConventionBuilderExtensions.RequireCaps(app, \"order:accept\");")]
    [InlineData("new RequireCapsAttribute(\"order:accept\");")]
    [InlineData("Mine(\"order:accept\"); Many([\"order:accept\"]);", 2)]
    [InlineData("HubTargets.Empty.AddPage(\"/\", \"order:accept\").AddDataSource(\"/a\", \"order:accept\").AddAction(\"a\", capability: \"order:accept\");", 3)]
    public async Task A_capability_that_no_file_declares_is_found_wherever_one_is_expected(string statement, int findings = 1) =>
        Assert.Equal(
            Enumerable.Repeat("No policy file declares \"order:accept\". Did you mean \"orders:accept\"?", findings),
            (await InAsync(statement)).Select(f => f[f.IndexOf("No policy", StringComparison.Ordinal)..]));

    [Theory]
    [InlineData("CapabilityId.Of(\"orders:view\"); CapabilityId.Of(Caps.Orders.Accept); app.RequireCaps(Caps.CatalogService.View).RequireAnyCap(\"orders:view\", \"orders:start-delivery\");")]
    [InlineData("CapabilityId.Of(text!); CapabilityId.Of($\"orders:{text}\"); app.RequireCaps([text!]); app.RequireCaps();")]
    [InlineData("CapabilityId.TryFind(\"order:accept\", out _); CapabilityId.IsWellFormed(\"order:accept\"); Other(\"order:accept\"); Default(); app.RequireRoles(\"order:accept\");")]
    [InlineData("HubTargets.Empty.AddPage(\"/\", HubTargets.NoCapability);")]
    public async Task What_is_declared_not_constant_or_no_capability_is_not_reported(string statement) => Assert.Empty(await InAsync(statement));

    [Fact]
    public async Task An_attribute_is_read_once() =>
        Assert.Equal(
            ["CKS002 \"order:view\" No policy file declares \"order:view\". Did you mean \"orders:view\"?", "CKS003 \"orders:*\" \"orders:*\" is a wildcard, and code asks for one capability at a time"],
            await Sources.FindAsync("namespace App; [RequireCaps(\"order:view\", Caps.Orders.View)] class A { [RequireCaps(\"orders:*\")] public void B() { } }", Sources.File(Sources.Policy)));

    [Fact]
    public async Task The_place_is_the_expression_that_is_wrong() =>
        Assert.Equal(["CKS002 Named No policy file declares \"order:accept\". Did you mean \"orders:accept\"?"], await InAsync("app.RequireCaps(\"orders:view\", Named);"));

    [Fact]
    public async Task An_alias_is_not_a_capability_and_leads_to_one() =>
        Assert.Equal(["CKS002 \"canAcceptOrders\" No policy file declares \"canAcceptOrders\". Did you mean \"orders:accept\"?"], await InAsync("CapabilityId.Of(\"canAcceptOrders\");"));

    [Fact]
    public async Task Where_nothing_is_near_nothing_is_proposed() =>
        Assert.Equal(["CKS002 \"invoices:pay\" No policy file declares \"invoices:pay\""], await InAsync("CapabilityId.Of(\"invoices:pay\");"));

    [Theory]
    [InlineData("orders:*")]
    [InlineData("*")]
    [InlineData("*:*")]
    public async Task A_wildcard_in_code_is_found_with_and_without_a_policy(string text)
    {
        string[] expected = [$"CKS003 \"{text}\" \"{text}\" is a wildcard, and code asks for one capability at a time"];

        Assert.Equal(expected, await InAsync($"app.RequireCaps(\"{text}\");"));
        Assert.Equal(expected, await Sources.FindAsync($"class A {{ CapabilityId Id = CapabilityId.Of(\"{text}\"); }}"));
    }

    [Fact]
    public async Task A_capability_that_no_role_is_permitted_is_found_where_code_asks_for_it() =>
        Assert.Equal(["CKS004 Caps.Orders.Purge No role of the policy files is permitted \"orders:purge\""], await InAsync("CapabilityId.Of(Caps.Orders.Purge);"));

    [Fact]
    public async Task A_role_of_another_file_grants()
    {
        var roles = Sources.File("""{ "roles": { "admin": { "permit": [{ "id": "a", "actions": ["orders:*"], "breakGlass": true }] } } }""", "admin.rbac.json");

        Assert.Empty(await Sources.FindAsync("class A { CapabilityId Id = CapabilityId.Of(\"orders:purge\"); }", Sources.File(Sources.Policy), roles));
    }

    [Fact]
    public async Task Without_a_policy_file_nothing_is_unknown() => Assert.Empty(await Sources.FindAsync("class A { CapabilityId Id = CapabilityId.Of(\"order:accept\"); }"));

    [Fact]
    public async Task Beside_a_file_that_is_not_JSON_nothing_is_unknown() =>
        Assert.StartsWith("CKS101 ", Assert.Single(await Sources.FindAsync("class A { CapabilityId Id = CapabilityId.Of(\"order:accept\"); }", Sources.File(Sources.Policy), Sources.File("{", "b.rbac.json"))), StringComparison.Ordinal);

    private static Task<string[]> InAsync(string statement) => Sources.FindAsync(
        $$"""
        namespace App;

        internal static class Program
        {
            public const string Named = "order:accept";

            public static void Run(WebApplication web, bool flag, string? text)
            {
                var app = web.MapGet("/", () => "").RequireAuthorization();
                {{statement}}
            }

            private static void Mine([StringSyntax("CksCapability")] string capability) { }

            private static void Many([StringSyntax("CksCapability")] IEnumerable<string> capabilities) { }

            private static void Default([StringSyntax("CksCapability")] string capability = "*") { }

            private static void Other([StringSyntax("Regex")] string text) { }
        }
        """,
        Sources.File(Sources.Policy));
}
