using System.Text;
using CsCheck;
using Cks.Rbac;

namespace Cks.Analyzers.Tests;

public sealed class PolicyFileTests
{
    private static string Portal => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "portal.rbac.json"));

    [Theory]
    [InlineData("policies/app.rbac.json", true)]
    [InlineData("C:\\App\\APP.RBAC.JSON", true)]
    [InlineData("app.json", false)]
    [InlineData("app.rbac.json.bak", false)]
    public void A_policy_file_is_known_by_its_name(string path, bool isPolicy) => Assert.Equal(isPolicy, PolicyFile.Is(path));

    [Fact]
    public void The_portals_policy_declares_here_what_it_declares_at_run_time() =>
        Assert.Equal(
            PolicyReader.Read("portal.rbac.json", Encoding.UTF8.GetBytes(Portal)).GetOrThrow().Capabilities.Select(c => c.Name).Order(StringComparer.Ordinal),
            PolicyFile.Read("portal.rbac.json", Portal).Capabilities);

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("""{ "resources": [], "roles": "x", "aliases": 1 }""")]
    [InlineData("""{ "resources": { "orders": ["view"], "Jobs": { "actions": ["view"] }, "jobs": { "actions": "view" }, "a": { "actions": [1, null, "", "A b", { "x": 1 }] }, "b:c": { "actions": ["d"] } } }""")]
    [InlineData("""{ "roles": { "a": [], "b": { "permit": {} }, "c": { "permit": [1, { "actions": "x" }, { "actions": [1] }] } } }""")]
    public void What_is_in_the_wrong_place_or_badly_named_is_left_out(string text)
    {
        var file = PolicyFile.Read("a.rbac.json", text);

        Assert.Equal(-1, file.Fault);
        Assert.Empty(file.Capabilities);
        Assert.Empty(file.Permits);
    }

    [Fact]
    public void A_capability_is_well_formed_here_when_it_is_at_run_time()
    {
        var letters = Gen.Char["aZ09-_:*ä\n"].Array[0, 6].Select(c => new string(c));
        Gen.OneOf(letters, Gen.Int[60, 68].Select(n => $"{new string('a', n)}:b"), Gen.Int[60, 68].Select(n => $"b:{new string('a', n)}"))
            .Sample(text => Assert.Equal(CapabilityId.IsWellFormed(text), Capability.IsWellFormed(text)));
    }

    [Fact]
    public void Equal_texts_are_equal_models()
    {
        Assert.Equal(PolicyFile.Read("a.rbac.json", Portal), PolicyFile.Read("a.rbac.json", Portal));
        Assert.Equal(PolicyFile.Read("a.rbac.json", Portal).GetHashCode(), PolicyFile.Read("a.rbac.json", Portal).GetHashCode());
        Assert.NotEqual(PolicyFile.Read("a.rbac.json", Portal), PolicyFile.Read("a.rbac.json", Sources.Policy));
    }
}
