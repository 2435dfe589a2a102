using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;

namespace Cks.Scope.Tests.Strategies;

/// <summary>One row is asked for upward, by keys; that it is the same row as downward is what the naive model says.</summary>
public sealed class UpwardTests
{
    private static readonly ScopeModel Chains =
        ScopeText.Read(ScopeText.Model.Replace("""[{ "entity": "center", "column": "manager_copy", "ancestor": "manager" }]""", "[]", StringComparison.Ordinal)).GetOrThrow();

    [Fact]
    public void Of_one_row_only_those_above_it_are_read()
    {
        var crew = Sql("manager", "crew", "CRW-001");

        Assert.DoesNotContain(" IN (", crew, StringComparison.Ordinal);
        Assert.Contains("FROM \"crew\" JOIN \"centers\"", crew, StringComparison.Ordinal);
        Assert.Contains(" IN (SELECT", Downward("manager", "crew"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_ways_each_begins_at_the_row() =>
        Assert.Equal(3, Sql("manager", "order", "ORD-001").Split("\"orders\".\"id\" = ").Length - 1);

    [Fact]
    public void S01_tenant_and_test_class_stand_on_every_table_that_is_read_upward() =>
        Assert.All(["crew", "centers", "customers"], t => Assert.All(["tenant", "test"], c => Assert.Contains($"\"{t}\".\"{c}\" = ", Sql("manager", "crew", "CRW-001"), StringComparison.Ordinal)));

    /// <summary>A table that is read twice would need another name, however many entities have it.</summary>
    [Fact]
    public void Entities_may_share_a_table()
    {
        static string Entity(string name, string table) => $$""" "{{name}}": { "table": "{{table}}", "key": "id", "tenant": "tenant", "test": "test", "fields": { "code": "id" } }""";
        var model = ScopeText.Read($$"""
            { "version": 1, "entities": { {{Entity("manager", "people")}}, {{Entity("customer", "people")}}, {{Entity("center", "people")}}, {{Entity("crew", "crew")}} },
              "relations": [{ "name": "customers", "from": "manager", "to": "customer", "by": "chief" }, { "name": "centers", "from": "customer", "to": "center", "by": "chief" }, { "name": "crew", "from": "center", "to": "crew", "by": "chief" }],
              "roles": { "manager": { "entity": "manager", "includeRelationships": ["crew"] } } }
            """).GetOrThrow();

        Assert.Contains("FROM \"crew\" JOIN \"people\"", Text(model, "manager", "crew", isOpen: true, (v, e) => v.Bind(v.Row(e, v.Sight.FieldsOf(e)!, onlyKey: true), "CRW-001")), StringComparison.Ordinal);
    }

    private static string Sql(string role, string entity, string code) => Text(Chains, role, entity, isOpen: true, (v, e) => v.Bind(v.Row(e, v.Sight.FieldsOf(e)!, onlyKey: true), code));

    private static string Downward(string role, string entity) => Text(Chains, role, entity, isOpen: false, (v, e) => v.Rows(e));

    private static string Text(ScopeModel model, string role, string entity, bool isOpen, Func<Viewer, ScopeEntity, Query> of)
    {
        model.TryGetEntity(entity, out var found);
        Subject me = new("u", TenantId.Parse("main"), [role]) { Code = "MGR-001" };
        var viewer = Viewer.Of(me, model, new PolicyDecisionPoint(ScopeText.PolicyStore), TimeProvider.System, isOpen ? ViewerTerms.Open : null)!;
        return SqliteCompiler.Default.Compile(of(viewer, found!)).Sql;
    }
}
