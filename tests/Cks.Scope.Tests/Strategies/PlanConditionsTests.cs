using System.Text;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope.Tests.Strategies;

/// <summary>Plans as conditions; that they select the right rows is compared with the naive model in every answer.</summary>
public sealed class PlanConditionsTests
{
    private static readonly Table Orders = SqlSchema.Create(s => s.Table("orders", t => t.Column<string>("id").Column<string>("status").Column<string>("kind"))).Table("orders");

    private static Query Narrow(string rules, Func<string, Column?> columnOf)
    {
        var policy = $$"""{ "version": 1, "resources": { "orders": { "actions": ["view"], "attributes": ["status", "kind"] } }, "roles": { "one": { {{rules}} } } }""";
        var planner = new PolicyDecisionPoint(SnapshotStore<Policy>.Load(Encoding.UTF8.GetBytes(policy), utf8 => PolicyReader.Read("test", utf8)));
        return Query.From(Orders).Where(planner.Plan(new("u", TenantId.Parse("main"), ["one"]), CapabilityId.Of("orders:view")), columnOf);
    }

    private static Column? ColumnOf(string attribute) => Orders.TryColumn(attribute, out var column) ? column : null;

    [Theory]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:view\"] }]", "")]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:view\"], \"when\": { \"status\": \"a\" } }]", " WHERE \"orders\".\"status\" = @p0")]
    [InlineData(
        "\"permit\": [{ \"actions\": [\"orders:view\"], \"when\": { \"status\": \"a\", \"kind\": \"b\" } }, { \"actions\": [\"orders:view\"], \"when\": { \"kind\": \"c\" } }]",
        " WHERE ((\"orders\".\"status\" = @p0 AND \"orders\".\"kind\" = @p1) OR \"orders\".\"kind\" = @p2)")]
    [InlineData(
        "\"permit\": [{ \"actions\": [\"orders:view\"] }], \"deny\": [{ \"actions\": [\"orders:view\"], \"when\": { \"status\": [\"a\", \"b\"], \"kind\": \"c\" } }]",
        " WHERE (NOT (\"orders\".\"status\" IN (@p0, @p1)) OR \"orders\".\"kind\" <> @p2)")]
    public void A_plan_is_a_condition(string rules, string where) =>
        Assert.Equal($"SELECT \"orders\".\"id\" FROM \"orders\"{where}", SqliteCompiler.Default.Compile(Narrow(rules, ColumnOf).Select(Orders.Column<string>("id"))).Sql);

    [Theory]
    [InlineData("\"permit\": []")]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:view\"] }], \"deny\": [{ \"actions\": [\"orders:view\"] }]")]
    public void A_plan_that_permits_nothing_selects_nothing(string rules) => Assert.True(Narrow(rules, ColumnOf).IsFalse);

    [Theory]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:view\"], \"when\": { \"status\": \"a\" } }, { \"actions\": [\"orders:view\"], \"when\": { \"kind\": \"c\" } }]")]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:view\"] }], \"deny\": [{ \"actions\": [\"orders:view\"], \"when\": { \"status\": \"a\", \"kind\": \"c\" } }]")]
    public void An_attribute_without_a_column_permits_nothing(string rules) => Assert.True(Narrow(rules, a => a == "kind" ? null : ColumnOf(a)).IsFalse);
}
