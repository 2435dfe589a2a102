using System.Data.Common;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Cks.Tests;
using CsCheck;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Scope.Tests.Explaining;

public sealed class ScopeExplainerTests
{
    private static readonly ScopeModel Model = ScopeText.ModelStore.Current.Value;
    private static readonly PolicyDecisionPoint Decisions = new(ScopeText.PolicyStore);

    private static ScopeExplanation Explain(string code, params string[] roles) =>
        new ScopeExplainer(Model, Decisions, new FakeTimeProvider(Graph.Now)).Explain(new("u", TenantId.Parse("main"), roles) { Code = code }, PostgresCompiler.Default)!;

    private static string[] Lines(ScopeExplanation explanation, string part) =>
        [.. ScopeExplanationText.Of(explanation).SkipWhile(l => l != part && !l.StartsWith(part + ":", StringComparison.Ordinal)).TakeWhile(l => l.Length > 0)];

    [Fact]
    public void A_way_stands_as_declared_and_as_it_is_taken_by_a_scope_key()
    {
        var lines = Lines(Explain("MGR-001", "manager"), "set crew");

        Assert.Contains("  way     manager -customers-> customer -centers-> center -crew-> crew (customers.manager, centers.customer, crew.center)", lines);
        Assert.Contains("  taken   manager -centers-> center -crew-> crew (centers.manager_copy, crew.center)", lines);
        Assert.Contains("        WHERE \"centers\".\"tenant\" = @tenant", lines);
        Assert.Contains("          AND \"centers\".\"manager_copy\" = @code)", lines);
    }

    [Fact]
    public void Every_way_of_a_set_is_told_through_link_tables_and_sideways()
    {
        Assert.Equal(
            ["  way     center -createdOrders-> order (orders.creator)", "  way     center -joinedOrders-> order (participants.viewer and .order_id)", "  way     center -centerOrders-> order (orders.center)"],
            Lines(Explain("CEN-001", "center"), "list orders").Where(l => l.StartsWith("  way", StringComparison.Ordinal)));
        Assert.Contains("  way     center -ecosystemReports-> report (reports.manager = centers.manager_copy)", Lines(Explain("CEN-001", "center"), "list reports"));
    }

    [Fact]
    public void What_the_policy_leaves_is_told_in_words()
    {
        Assert.Contains("  policy  orders:view: rows where (status in (open, done) and kind = plain) or maker = CEN-001", Lines(Explain("CEN-001", "center"), "list orders"));
        Assert.Contains("  policy  orders:view: rows where kind is there and not in (secret, hidden) or status is there and not = open", Lines(Explain("MGR-001", "manager"), "list orders"));
        Assert.Contains("  fields  code, status; hidden are parent", Lines(Explain("MGR-001", "manager"), "set customers"));
    }

    [Fact]
    public void S04_what_a_hidden_field_hides_is_said_and_nothing_is_sent_for_it()
    {
        var explanation = Explain("MGR-001", "manager", "narrow");

        Assert.Contains("  fields  not shown: hidden are code, status", Lines(explanation, "set crew"));
        Assert.Contains("  policy  crew:view: no row", Lines(explanation, "set crew"));
        Assert.DoesNotContain(Lines(explanation, "set crew"), l => l.StartsWith("  sent", StringComparison.Ordinal));
        Assert.Contains("  fields  not shown: hidden are status", Lines(explanation, "metric serviceCount"));
    }

    [Fact]
    public void A_metric_tells_what_it_counts() => Assert.Equal(
        [
            "metric serviceCount: service",
            "  way     manager -customers-> customer -centers-> center -services-> service (customers.manager, centers.customer, services.center)",
            "  taken   manager -centers-> center -services-> service (centers.manager_copy, services.center)",
            "  live    also center, in between",
            "  where   status = active",
            "  policy  service:view: every row",
            "  fields  code, status",
        ],
        Lines(Explain("MGR-001", "manager"), "metric serviceCount"));

    [Fact]
    public void Who_sees_everything_has_no_answer_but_lists()
    {
        var explanation = Explain("ADM-001", "admin");

        Assert.Empty(explanation.Answer);
        Assert.Equal(["own admin", "all customer", "all center", "all order"], explanation.Parts.Select(p => $"{p.Kind} {p.Name}"));
    }

    [Fact]
    public void Without_a_role_that_has_a_strategy_there_is_nothing_to_explain() =>
        Assert.Null(new ScopeExplainer(Model, Decisions, TimeProvider.System).Explain(new("u", TenantId.Parse("main"), ["stranger"]) { Code = "X" }, PostgresCompiler.Default));

    [Fact]
    public void The_values_of_the_subject_have_names_and_the_others_are_told()
    {
        var sent = Explain("CEN-001", "center").Parts.Single(p => p.Name == "orders").Statements;
        var page = Explain("CEN-001", "center").Names.Of(sent[1].Query, PostgresCompiler.Default);

        Assert.DoesNotContain("CEN-001", page.Sql + string.Concat(page.Values), StringComparison.Ordinal);
        Assert.Contains("\"orders\".\"creator\" = @code", page.Sql, StringComparison.Ordinal);
        Assert.Contains("('open', 'done')", page.Values.Select(v => v.Value));
        Assert.All(page.Values, v => Assert.Contains(v.Key, page.Sql, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_counted_is_what_is_read_on_SQLite()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=explain-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await Graph.All.SampleAsync(graph => CompareAsync(graph, source, SqliteCompiler.Default, "text"), iter: 60, threads: 1);
    }

    [Fact]
    public async Task What_is_counted_is_what_is_read_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        var source = await database.SourceAsync();
        await Graph.All.SampleAsync(graph => CompareAsync(graph, source, PostgresCompiler.Default, "timestamptz"), iter: 10, threads: 1);
    }

    private static async Task CompareAsync(Graph graph, DbDataSource source, SqlCompiler compiler, string timestamp)
    {
        await graph.WriteAsync(source, timestamp);
        var scopes = new TestScopes(source, compiler);
        foreach (var role in (string[])["manager", "center", "crew"])
            foreach (var code in graph.Of(role == "crew" ? role : role + "s").Select(n => n.Id).Distinct())
            {
                var me = new Subject("u", TenantId.Parse("main"), [role]) { Code = code };
                var counted = await new ScopeExplainer(Model, Decisions, scopes.Clock).Explain(me, compiler)!.CountAsync(scopes.Reader, CancellationToken.None);
                var scope = await scopes.Service.GetScopeAsync(me);
                Assert.Equal(scope is null ? 0 : 1, counted.Parts[0].Rows);
                if (scope is null)
                    continue;
                Assert.All(counted.Parts.Where(p => p.Kind == "set"), p => Assert.Equal(scope.Relationships[p.Answer ?? p.Name].Count, p.Rows));
                Assert.All(counted.Parts.Where(p => p.Kind == "metric" && p.Ways.Count > 0), p => Assert.Equal(scope.Summary[p.Name], p.Rows));
                Assert.All(counted.Parts.Where(p => p.Kind == "above"), p => Assert.Equal(scope.Upward[p.Name] is null ? 0 : 1, p.Rows));
            }
    }
}
