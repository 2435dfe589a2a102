using System.Text;
using System.Text.RegularExpressions;
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

    // What is read alone has no table on SQLite.
    private static string WithTable(string sql) => Regex.Replace(sql, @"\[(\w+)\]", "\"orders\".\"$1\"");

    private static Column? ColumnOf(string attribute) => Orders.TryColumn(attribute, out var column) ? column : null;

    [Theory]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:view\"] }]", "")]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:view\"], \"when\": { \"status\": \"a\" } }]", " WHERE \"orders\".\"status\" = @p0")]
    [InlineData(
        "\"permit\": [{ \"actions\": [\"orders:view\"], \"when\": { \"status\": \"a\", \"kind\": \"b\" } }, { \"actions\": [\"orders:view\"], \"when\": { \"kind\": \"c\" } }]",
        " WHERE ((\"orders\".\"status\" = @p0 AND \"orders\".\"kind\" = @p1) OR \"orders\".\"kind\" = @p2)")]
    [InlineData(
        "\"permit\": [{ \"actions\": [\"orders:view\"] }], \"deny\": [{ \"actions\": [\"orders:view\"], \"when\": { \"status\": [\"a\", \"b\"], \"kind\": \"c\" } }]",
        " WHERE (NOT (\"orders\".\"status\" IN (SELECT \"value\" FROM json_each(@p0))) OR \"orders\".\"kind\" <> @p1)")]
    public void A_plan_is_a_condition(string rules, string where) =>
        Assert.Equal($"SELECT \"orders\".\"id\" FROM \"orders\"{where}", WithTable(SqliteCompiler.Default.Compile(Narrow(rules, ColumnOf).Select(Orders.Column<string>("id"))).Sql));

    [Theory]
    [InlineData("\"permit\": []")]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:view\"] }], \"deny\": [{ \"actions\": [\"orders:view\"] }]")]
    public void A_plan_that_permits_nothing_selects_nothing(string rules) => Assert.True(Narrow(rules, ColumnOf).IsFalse);

    [Theory]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:view\"], \"when\": { \"status\": \"a\" } }, { \"actions\": [\"orders:view\"], \"when\": { \"kind\": \"c\" } }]")]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:view\"] }], \"deny\": [{ \"actions\": [\"orders:view\"], \"when\": { \"status\": \"a\", \"kind\": \"c\" } }]")]
    public void An_attribute_without_a_column_permits_nothing(string rules) => Assert.True(Narrow(rules, a => a == "kind" ? null : ColumnOf(a)).IsFalse);

    [Fact]
    public void What_is_no_column_of_the_attribute_s_type_permits_nothing()
    {
        var table = SqlSchema.Create(s => s.Table("orders", t => t.Column<string>("id").Column<long>("count").Column<double>("share").Column<DateTimeOffset?>("at").Column<bool>("late"))).Table("orders");
        string[] conditions = ["\"count\": { \"lt\": 2.5 }", "\"share\": { \"lt\": 2 }", "\"at\": { \"ge\": \"2026-01-01T00:00:00Z\" }", "\"late\": true", "\"is\": \"subordinate\""];
        string[] expected = ["\"count\" < @p0", "", "\"at\" >= @p0", "\"late\" = @p0", "\"id\" IN (SELECT"];
        foreach (var (condition, sql) in conditions.Zip(expected))
        {
            var policy = $$"""
                {
                  "version": 1,
                  "resources": { "orders": { "actions": ["view"], "attributes": { "count": "number", "share": "number", "at": "time", "late": "flag" }, "relations": ["subordinate"] } },
                  "roles": { "one": { "permit": [{ "actions": ["orders:view"], "when": { {{condition}} } }] } }
                }
                """;
            var planner = new PolicyDecisionPoint(SnapshotStore<Policy>.Load(Encoding.UTF8.GetBytes(policy), utf8 => PolicyReader.Read("test", utf8)));
            var plan = planner.Plan(new("u", TenantId.Parse("main"), ["one"]), CapabilityId.Of("orders:view"));
            var (id, rows) = (table.Column<string>("id"), Query.From(table));
            Column? Column(string name) => table.TryColumn(name, out var column) ? column : null;

            var narrowed = rows.Where(plan, Column, id, _ => rows.Where(id, Op.Eq, "x").Select(id));

            Assert.Equal(sql.Length == 0, narrowed.IsFalse);
            if (sql.Length > 0)
                Assert.Contains(sql, WithTable(SqliteCompiler.Default.Compile(narrowed.Select(id)).Sql));
            // Neither another column nor none will do, nor a relation without a key or an answer.
            Assert.True(rows.Where(plan, _ => id).IsFalse);
            Assert.True(rows.Where(plan, _ => null, id, _ => null).IsFalse);
            Assert.Equal(sql.Length == 0 || condition.Contains("subordinate", StringComparison.Ordinal), rows.Where(plan, Column, id).IsFalse);
        }
    }
}
