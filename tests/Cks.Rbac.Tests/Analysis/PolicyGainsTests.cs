using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac.Tests.Analysis;

public sealed class PolicyGainsTests
{
    private sealed record Order(string? Status);

    private static byte[] Document(string permit, string attributes = "[\"status\", \"creator\"]", string relations = "[\"near\"]") => Encoding.UTF8.GetBytes($$"""
        { "version": 1, "resources": { "orders": { "actions": ["view"], "attributes": {{attributes}}, "relations": {{relations}} } }, "roles": { "clerk": { "permit": [{{permit}}] } } }
        """);

    private static async Task<(IHost Host, SnapshotStore<Policy> Store)> Started()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCksRbac().AddPolicy("p.json", Document("""{ "id": "open", "actions": ["orders:view"], "when": { "status": "open" } }""")).MapResource<Order>("orders", m => m.Attribute("status", o => o.Status));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return (host, host.Services.GetRequiredService<SnapshotStore<Policy>>());
    }

    private static SnapshotActivation<Policy> Activate(SnapshotStore<Policy> store, byte[] document) => store.Activate(new(PolicyReader.Read("p.json", document), document), SnapshotProvenance.Documents);

    [Fact]
    public async Task S26_a_swap_and_a_rollback_say_what_anybody_gains()
    {
        var (host, store) = await Started();
        using var _ = host;

        var wider = Activate(store, Document("""{ "id": "all", "actions": ["orders:view"] }""")).GetOrThrow();
        var back = store.RollBack(1, "anna", "too wide").GetOrThrow();
        var again = store.RollBack(2, "anna", "after all").GetOrThrow();

        Assert.Equal("+ clerk may orders:view: sometimes, now always (status = anything else)", wider.Provenance.Gains);
        Assert.Equal("", back.Provenance.Gains);
        Assert.Equal(wider.Provenance.Gains, again.Provenance.Gains);
    }

    [Theory]
    [InlineData("""{ "creator": "$code" }""", "asks for \"creator\", which is not mapped")]
    [InlineData("""{ "is": "near" }""", "asks for the relation \"near\", which nobody resolves")]
    public async Task A_policy_that_asks_for_what_the_application_does_not_have_never_comes_into_use(string when, string expected)
    {
        var (host, store) = await Started();
        using var _ = host;
        var before = store.Current;

        var refused = Activate(store, Document($$"""{ "id": "x", "actions": ["orders:view"], "when": {{when}} }"""));

        Assert.False(refused.IsActivated);
        Assert.Equal(SnapshotRefusalReason.Analysis, store.LastRefusal!.Reason);
        Assert.Contains(refused.Diagnostics, d => d.Code == CksCodes.UnknownAttribute && d.Message.Contains(expected, StringComparison.Ordinal));
        Assert.Same(before, store.Current);
    }

    [Fact]
    public async Task A_policy_whose_attribute_became_another_kind_never_comes_into_use()
    {
        var (host, store) = await Started();
        using var _ = host;

        Assert.False(Activate(store, Document("""{ "id": "x", "actions": ["orders:view"], "when": { "status": 1 } }""", """{ "status": "number" }""")).IsActivated);
    }
}
