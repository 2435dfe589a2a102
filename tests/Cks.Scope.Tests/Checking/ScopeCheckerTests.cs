using System.Text;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Scope.Tests.Checking;

/// <summary>Rows in memory that are not as a database has them; what is seen of all others is compared with the naive model in <see cref="RandomGraphTests"/>, <see cref="ActingScopeTests"/> and <see cref="RelationTests"/>.</summary>
public sealed class ScopeCheckerTests
{
    // Without copies each step of the chain is looked at.
    private static readonly string Chained = ScopeText.Model.Replace("\"scopeKeys\": [{ \"entity\": \"center\", \"column\": \"manager_copy\", \"ancestor\": \"manager\" }],", "", StringComparison.Ordinal);

    private static readonly DateTimeOffset Now = Graph.Now;
    private static readonly Subject Manager = new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" };

    [Theory]
    [InlineData("manager", "MGR-001")]
    [InlineData("customer", "CUS-001")]
    [InlineData("center", "CEN-001")]
    public void What_lies_on_the_way_must_be_there(string missing, string key)
    {
        var rows = Rows();

        Assert.True(Checker().CanSee(Manager, "crew", "CRW-001", rows));
        Assert.False(Checker().CanSee(Manager, "crew", "CRW-001", Rows((entity, row) => entity != missing || (string?)row["id"] != key)));
    }

    [Theory]
    [InlineData("tenant", "acme")]
    [InlineData("tenant", null)]
    [InlineData("test", true)]
    [InlineData("test", null)]
    public void S01_each_row_on_the_way_is_of_the_tenant_and_class(string column, object? value)
    {
        foreach (var entity in new[] { "manager", "customer", "center", "crew" })
            Assert.False(Checker().CanSee(Manager, "crew", "CRW-001", Rows(change: (of, row) => row[column] = of == entity ? value : row[column])), entity);
    }

    [Theory]
    [InlineData("crew", "crew", null, "A row of \"crew\" has no column \"archived\", which the scope model names.")]
    [InlineData("center", "customer", 7, "A row of \"center\" has a System.Int32 in the column \"customer\", which is a text in the scope model.")]
    [InlineData("crew", "test", "no", "A row of \"crew\" has a System.String in the column \"test\", which is true or false in the scope model.")]
    public void A_row_that_the_model_does_not_fit_is_the_mistake_of_the_program(string entity, string column, object? value, string message)
    {
        var rows = Rows(change: (of, row) =>
        {
            if (of != entity)
                return;
            if (value is null)
                row.Remove("archived");
            else
                row[column] = value;
        });

        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => Checker().CanSee(Manager, "crew", "CRW-001", rows)).Message);
    }

    /// <summary>Rows that somebody else finds may be more than were asked for.</summary>
    [Fact]
    public void S01_rows_that_were_not_asked_for_lead_nowhere()
    {
        var rows = new AllRows(Rows(change: (entity, row) => row["id"] = entity == "customer" ? "CUS-002" : row["id"]));

        Assert.False(Checker().CanSee(Manager, "crew", "CRW-001", rows));
        Assert.False(Checker().CanSee(Manager, "crew", "CRW-002", new AllRows(Rows())));
        Assert.True(Checker().CanSee(Manager, "crew", "CRW-001", new AllRows(Rows())));
    }

    [Fact]
    public void Rows_can_be_added_after_some_were_found()
    {
        var rows = Rows((entity, _) => entity != "crew");

        Assert.False(Checker().CanSee(Manager, "crew", "CRW-001", rows));
        Assert.True(Checker().CanSee(Manager, "crew", "CRW-001", rows.Add("crew", Row("CRW-001", ("center", "CEN-001")))));
        Assert.True(Checker().CanSee(Manager, "crew", "crw-001", rows));
        Assert.False(Checker().CanSee(Manager, "crews", "CRW-001", rows));
        Assert.False(Checker().CanSee(Subject.Nobody, "crew", "CRW-001", rows));
    }

    [Fact]
    public void A_table_that_no_entity_has_is_the_mistake_of_the_program()
    {
        var (checker, rows) = (Checker(), Rows());

        Assert.True(checker.CanSee(Manager, "crew", "CRW-001", rows));
        rows.Add("manager", Row("MGR-001"));
        for (var again = 0; again < 2; again++)
            Assert.Equal("No entity of the scope model has a table \"manager\".", Assert.Throws<InvalidOperationException>(() => checker.CanSee(Manager, "crew", "CRW-001", rows)).Message);
    }

    /// <summary>Of a row that has moved the old one would still lead to whoever had it.</summary>
    [Theory]
    [InlineData("managers", "MGR-001")]
    [InlineData("centers", "CEN-001")]
    [InlineData("crew", "CRW-001")]
    public void S01_of_two_rows_of_one_key_neither_is_believed(string table, string key)
    {
        var again = Row(key, ("customer", "CUS-002"), ("center", "CEN-002"), ("manager_copy", "MGR-002"), ("archived", Now));

        Assert.Contains($"with the key \"{key}\" in one tenant", Assert.Throws<InvalidOperationException>(() => Checker().CanSee(Manager, "crew", "CRW-001", Rows().Add(table, again))).Message, StringComparison.Ordinal);
        again["tenant"] = "acme";
        Assert.True(Checker().CanSee(Manager, "crew", "CRW-001", Rows().Add(table, again)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xD800)]
    public void A_key_that_no_column_holds_is_none(int character)
    {
        var key = ((char)character).ToString();
        var rows = Rows().Add("crew", Row(key, ("center", "CEN-001"))).Add("managers", Row(key)).Add("customers", Row("CUS-009", ("manager", key)));

        Assert.False(Checker().CanSee(Manager, "crew", key, rows));
        Assert.False(Checker().CanSee(new("u", TenantId.Parse("main"), ["manager"]) { Code = key }, "customer", "CUS-009", rows));
    }

    /// <summary>Ways through functions of the database are no ways in memory.</summary>
    [Fact]
    public void S01_a_model_for_row_level_security_has_its_ways_in_memory_too()
    {
        var guarded = SnapshotStore<ScopeModel>.Load(Encoding.UTF8.GetBytes(Chained), utf8 => ScopeModelReader.Read("test.scope.json", utf8, GuardedStrategy.Of));

        Assert.True(new ScopeChecker(guarded, new PolicyDecisionPoint(ScopeText.PolicyStore), new FakeTimeProvider(Now)).CanSee(Manager, "crew", "CRW-001", Rows()));
        Assert.False(new ScopeChecker(guarded, new PolicyDecisionPoint(ScopeText.PolicyStore), new FakeTimeProvider(Now)).CanSee(Manager, "crew", "CRW-001", Rows((entity, _) => entity != "customer")));
    }

    /// <summary>With 60 peers of each other, 60 ways to the power of 8 lead up.</summary>
    [Fact]
    public void S30_ways_that_meet_are_climbed_once()
    {
        var model = ScopeText.Model
            .Replace("\"relations\": [", """ "relations": [{ "name": "peers", "from": "service", "to": "service", "by": "status", "on": "status" }, """, StringComparison.Ordinal)
            .Replace("\"sets\": {", $$""" "sets": { "far": { "entity": "service", "below": ["services/{{string.Join('/', Enumerable.Repeat("peers", 8))}}"] },""", StringComparison.Ordinal)
            .Replace("\"lists\": [\"orders\", \"reports\"]", "\"lists\": [\"far\"]", StringComparison.Ordinal);
        var rows = new CountedRows(Enumerable.Range(0, 60).Aggregate(Rows(), (all, i) => all.Add("services", Row($"SRV-{i}", ("center", "CEN-009")))));
        var checker = new ScopeChecker(SnapshotStore<ScopeModel>.Load(Encoding.UTF8.GetBytes(model), utf8 => ScopeModelReader.Read("test.scope.json", utf8)), new PolicyDecisionPoint(ScopeText.PolicyStore), new FakeTimeProvider(Now));

        Assert.False(checker.CanSee(new("u", TenantId.Parse("main"), ["center"]) { Code = "CEN-001" }, "service", "SRV-1", rows));
        Assert.InRange(rows.Found, 60 * 8, 60 * 20);
    }

    [Theory]
    [InlineData("""{ "kind": "plain" }""", "plain", true)]
    [InlineData("""{ "kind": "plain" }""", "secret", false)]
    [InlineData("""{ "kind": "plain" }""", null, false)]
    [InlineData("""{ "not": { "kind": "plain" } }""", "secret", true)]
    [InlineData("""{ "not": { "kind": "plain" } }""", null, false)]
    [InlineData("""{ "minimum": { "gt": 2 } }""", 3L, true)]
    [InlineData("""{ "minimum": { "gt": 2 } }""", 3, true)]
    [InlineData("""{ "minimum": { "gt": 2 } }""", 2L, false)]
    [InlineData("""{ "minimum": { "gt": 2 } }""", null, false)]
    [InlineData("""{ "minimum": { "le": 2.5 } }""", 2L, true)]
    [InlineData("""{ "due": { "lt": "2026-03-10T15:30:01Z" } }""", "due", true)]
    [InlineData("""{ "due": { "ge": "2026-03-10T15:30:01Z" } }""", "due", false)]
    [InlineData("""{ "absent": "x" }""", "x", false)]
    [InlineData("""{ "not": { "absent": "x" } }""", "y", false)]
    public void The_policy_is_asked_of_the_row(string when, object? value, bool sees)
    {
        var policy = ScopeText.Policy
            .Replace("\"attributes\": [\"status\", \"kind\", \"maker\"]", """ "attributes": { "status": "text", "kind": "text", "maker": "text", "minimum": "number", "due": "time", "absent": "text" } """, StringComparison.Ordinal)
            .Replace("""{ "actions": ["orders:view"], "when": { "kind": ["secret", "hidden"], "status": "open" } }""", "", StringComparison.Ordinal)
            .Replace("""{ "actions": ["orders:view"], "fields": { "read": ["code", "status", "kind", "maker", "created", "due", "onHand", "minimum"] } }""",
                $$"""{ "actions": ["orders:view"], "when": {{when}}, "fields": { "read": ["code", "status", "kind", "maker", "created", "due", "onHand", "minimum"] } }""", StringComparison.Ordinal);
        var order = Row("ORD-001", ("creator", "MGR-001"), ("customer", null), ("center", null), ("created", Now), ("due", "due".Equals(value) ? Now : null),
            ("kind", value as string), ("minimum", value is string ? null : value), ("on_hand", null));

        Assert.Equal(sees, Checker(policy).CanSee(Manager, "order", "ORD-001", Rows().Add("orders", order)));
    }

    private static ScopeRows Rows(Func<string, Dictionary<string, object?>, bool>? keep = null, Action<string, Dictionary<string, object?>>? change = null)
    {
        var rows = new ScopeRows();
        foreach (var (entity, row) in new[]
        {
            ("manager", Row("MGR-001")), ("customer", Row("CUS-001", ("manager", "MGR-001"))),
            ("center", Row("CEN-001", ("customer", "CUS-001"), ("manager_copy", "MGR-001"))), ("crew", Row("CRW-001", ("center", "CEN-001"))),
        })
        {
            change?.Invoke(entity, row);
            if (keep?.Invoke(entity, row) != false)
                rows.Add(TableOf(entity), row);
        }

        return rows;
    }

    private static string TableOf(string entity) => entity == "crew" ? "crew" : entity + "s";

    private static Dictionary<string, object?> Row(string id, params (string Column, object? Value)[] values)
    {
        var row = new Dictionary<string, object?> { ["id"] = id, ["tenant"] = "main", ["test"] = false, ["archived"] = null, ["status"] = "active" };
        foreach (var (column, value) in values)
            row[column] = value;
        return row;
    }

    private static ScopeChecker Checker(string? policy = null) => new(
        SnapshotStore<ScopeModel>.Load(Encoding.UTF8.GetBytes(Chained), utf8 => ScopeModelReader.Read("test.scope.json", utf8)),
        new PolicyDecisionPoint(policy is null ? ScopeText.PolicyStore : SnapshotStore<Policy>.Load(Encoding.UTF8.GetBytes(policy), utf8 => PolicyReader.Read("test.rbac.json", utf8))), new FakeTimeProvider(Now));

    private sealed class CountedRows(ScopeRows rows) : IScopeRows
    {
        public int Found { get; private set; }

        public IEnumerable<IReadOnlyDictionary<string, object?>> Find(ScopeEntity entity, Column<string> column, string value) => rows.Find(entity, column, value).Select(row =>
        {
            Found++;
            return row;
        });
    }

    private sealed class AllRows(ScopeRows rows) : IScopeRows
    {
        public IEnumerable<IReadOnlyDictionary<string, object?>> Find(ScopeEntity entity, Column<string> column, string value) =>
            new[] { "MGR-001", "CUS-001", "CUS-002", "CEN-001", "CRW-001" }.SelectMany(id => rows.Find(entity, entity.Key, id));
    }
}
