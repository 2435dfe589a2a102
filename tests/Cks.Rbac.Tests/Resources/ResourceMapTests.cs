using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac.Tests.Resources;

public sealed class ResourceMapTests
{
    private const string Json = """
        {
          "version": 1,
          "resources": { "orders": { "actions": ["view"], "attributes": ["p", "q", "unused"] }, "crew": { "actions": ["view"], "attributes": ["p"] } },
          "roles": { "r": { "permit": [{ "actions": ["orders:view"], "when": { "p": "1" } }, { "actions": ["crew:view"], "when": { "p": "1" } }], "deny": [{ "actions": ["orders:view"], "when": { "q": "2" } }] } }
        }
        """;

    private static IHost Build(Action<CksRbacBuilder> map)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        map(builder.Services.AddCksRbac().AddPolicy("p.json", Encoding.UTF8.GetBytes(Json)));
        return builder.Build();
    }

    private static async Task<string[]> FindingsAsync(Action<CksRbacBuilder> map)
    {
        using var host = Build(map);
        return [.. (await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken))).Diagnostics.Select(d => d.ToString())];
    }

    [Fact]
    public async Task A_mapped_resource_is_checked_through_the_registered_interface_and_one_without_a_map_may_have_conditions()
    {
        using var host = Build(b => b.MapResource<Row>("orders", m => m.Attribute("p", r => r.P).Attribute("q", r => r.Q)).MapResource<string>("orders", m => m.Attribute("p", s => s).Attribute("q", s => s)));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var decisions = host.Services.GetRequiredService<IPolicyDecisionPoint>();
        var subject = new Subject("u", TenantId.Parse("t"), ["r"]);
        var view = CapabilityId.Of("orders:view");

        Assert.True((await decisions.CheckAsync(subject, view, new Row("1", "1"), TestContext.Current.CancellationToken)).IsPermitted);
        Assert.False((await decisions.CheckAsync(subject, view, new Row("1", "2"), TestContext.Current.CancellationToken)).IsPermitted);
        Assert.True((await decisions.CheckAsync(subject, view, "1", TestContext.Current.CancellationToken)).IsPermitted);
        Assert.Equal(PlanNodeKind.OneOf, host.Services.GetRequiredService<IPolicyPlanner>().Plan(subject, CapabilityId.Of("crew:view")).Where!.Kind);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_attribute_that_a_condition_asks_for_and_nobody_maps_stops_the_host() =>
        Assert.Equal(
            ["CKS208 MapResource<Row> A condition on \"orders\" asks for \"q\", which is not mapped. Add .Attribute(\"q\", ...)."],
            await FindingsAsync(b => b.MapResource<Row>("orders", m => m.Attribute("p", r => r.P))));

    [Fact]
    public async Task A_map_of_what_the_policy_does_not_declare_stops_the_host_with_every_finding() =>
        Assert.Equal(
            [
                "CKS208 MapResource<Row> \"crew\" has no attribute \"pp\". Did you mean \"p\"?",
                "CKS208 MapResource<Row> A condition on \"crew\" asks for \"p\", which is not mapped. Add .Attribute(\"p\", ...).",
                "CKS208 MapResource<Row> The policy declares no resource \"order\". Did you mean \"orders\"?",
            ],
            (await FindingsAsync(b => b.MapResource<Row>("order", m => m.Attribute("p", r => r.P)).MapResource<Row>("crew", m => m.Attribute("pp", r => r.P)))).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_relation_that_nobody_or_more_than_one_resolves_stops_the_host()
    {
        const string Related = """
            { "version": 1, "resources": { "orders": { "actions": ["view"], "relations": ["near", "own"] } }, "roles": { "r": { "permit": [{ "actions": ["orders:view"], "when": { "is": ["near", "own"] } }] } } }
            """;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCksRbac().AddPolicy("p.json", Encoding.UTF8.GetBytes(Related)).MapResource<Row>("orders", m => m.Id(r => r.P));
        builder.Services.AddSingleton<IRelationResolver>(new Own()).AddSingleton<IRelationResolver>(new Own());
        using var host = builder.Build();

        var thrown = await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(
            [
                "CKS208 MapResource<Row> A condition on \"orders\" asks for the relation \"near\", which nobody resolves. Register an IRelationResolver that answers it.",
                "CKS208 MapResource<Row> A condition on \"orders\" asks for the relation \"own\", which Own and Own resolve. Let one of them answer it.",
            ],
            thrown.Diagnostics.Select(d => d.ToString()));
    }

    [Fact]
    public async Task One_type_mapped_twice_to_one_resource_stops_the_host() =>
        Assert.Equal(
            ["CKS109 MapResource<String> \"crew\" is mapped twice for one type. Keep one of the two."],
            await FindingsAsync(b => b.MapResource<string>("crew", m => m.Attribute("p", s => s)).MapResource<string>("crew", m => m.Attribute("p", _ => "1"))));

    [Fact]
    public void An_attribute_is_named_once() =>
        Assert.Throws<ArgumentException>(() => Build(b => b.MapResource<Row>("orders", m => m.Attribute("p", r => r.P).Attribute("p", r => r.Q))));

    [Fact]
    public async Task Attributes_that_are_had_by_name_need_no_map_of_their_own_and_a_value_of_another_kind_is_missing()
    {
        const string Kinds = """
            {
              "version": 1,
              "resources": { "orders": { "actions": ["a", "b", "c", "d"], "attributes": { "t": "text", "n": "number", "at": "time", "f": "flag" } } },
              "roles": { "r": { "permit": [
                { "actions": ["orders:a"], "when": { "t": "x" } }, { "actions": ["orders:b"], "when": { "n": { "le": 5 } } },
                { "actions": ["orders:c"], "when": { "at": { "gt": "2026-01-01T00:00:00Z" } } }, { "actions": ["orders:d"], "when": { "f": true } }] } }
            }
            """;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCksRbac().AddPolicy("p.json", Encoding.UTF8.GetBytes(Kinds))
            .MapResource<Dictionary<string, AttributeValue>>("orders", m => m.Attributes((row, a) => row.TryGetValue(a.Name, out var value) ? value : null).Attribute("t", row => row["t"].Text));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var (decisions, planner) = (host.Services.GetRequiredService<IPolicyDecisionPoint>(), host.Services.GetRequiredService<IPolicyPlanner>());
        var subject = new Subject("u", TenantId.Parse("t"), ["r"]);
        var right = new Dictionary<string, AttributeValue> { ["t"] = AttributeValue.Of("x"), ["n"] = AttributeValue.Of(5m), ["at"] = AttributeValue.Of(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero)), ["f"] = AttributeValue.Of(true) };
        var wrong = new Dictionary<string, AttributeValue> { ["t"] = AttributeValue.Of(1m), ["n"] = AttributeValue.Of("5"), ["at"] = AttributeValue.Of("2026-02-01T00:00:00Z"), ["f"] = AttributeValue.Of("true") };

        foreach (var capability in planner.PolicyOf(subject).Capabilities)
        {
            Assert.True((await decisions.CheckAsync(subject, capability, right, TestContext.Current.CancellationToken)).IsPermitted);
            Assert.False((await decisions.CheckAsync(subject, capability, wrong, TestContext.Current.CancellationToken)).IsPermitted);
            Assert.Equal([right], await planner.FilterAsync(subject, capability, [wrong, right], TestContext.Current.CancellationToken));
        }

        Assert.Equal(["t", "n", "at", "f"], planner.PolicyOf(subject).AttributesOf("orders").Select(a => a.Name));
        Assert.Empty(planner.PolicyOf(subject).AttributesOf("order"));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Own : IRelationResolver
    {
        public bool Answers(string resource, string relation) => relation == "own";

        public ValueTask<IReadOnlySet<string>> ResolveAsync(Subject subject, string resource, string relation, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
