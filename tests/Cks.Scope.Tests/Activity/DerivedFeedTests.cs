using System.Text;
using CsCheck;
using static Cks.Scope.Tests.Activity.ActivityWorld;

namespace Cks.Scope.Tests.Activity;

/// <summary>A feed of a table of the application, which knows no audience.</summary>
public sealed class DerivedFeedTests
{
    private const string Table = """
        "activityTable": {
          "table": "events", "tenant": "tenant", "test": "test", "id": "id", "type": "type", "actor": "actor", "actorRole": "actor_role", "target": "target", "targetType": "target_type",
          "description": "description", "at": "at", "ids": { "centerId": { "column": "center", "entity": "center" }, "crewId": { "column": "crew", "entity": "crew" } }
        },
        """;

    private static readonly string WithoutSince = ActivityWorld.Model.Replace("\"activities\": {", Table + "\"activities\": {", StringComparison.Ordinal);
    private static readonly string WithSince = WithoutSince.Replace("\"parent\": true", "\"parent\": true, \"since\": \"since\"", StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task S18_every_feed_equals_the_naive_model(bool postgres)
    {
        await using var since = await CreateAsync(postgres, WithSince);
        var never = since.With(WithoutSince);
        await AddTablesAsync(since, postgres);
        var heard = 0;
        await EventGraph.All.SampleAsync(async graph =>
        {
            await since.RunAsync(graph.Sql());
            var feed = (graph.KnowsSince ? since : never).Feed;
            foreach (var person in graph.People)
            {
                var me = Me(person.Id, person.Role, person.Tenant, person.Test);
                var (expected, items) = (graph.Feed(person).ToList(), (await feed.ReadAsync(me))!.Items);
                Assert.Equal(expected.Select(e => (e.Id, e.At, graph.ActorFor(person, e))), items.Select(i => (i.Id, i.CreatedAt, i.Actor)));
                heard += items.Count;
                foreach (var e in graph.Events.Where(e => e.Tenant == person.Tenant).Take(2))
                    Assert.Equal(graph.Heard(person).Contains(e), await feed.DismissAsync(me, e.Id));
                Assert.Equal(expected.Count - expected.Count(graph.Events.Where(e => e.Tenant == person.Tenant).Take(2).Contains), await feed.DismissAllAsync(me));
                Assert.Empty((await feed.ReadAsync(me))!.Items);
            }
        }, iter: postgres ? 40 : 80, threads: 1);
        Assert.True(heard > 100, $"only {heard} were heard");
    }

    [Fact]
    public async Task S18_whoever_comes_to_stand_above_a_row_hears_of_it_from_then_on()
    {
        await using var world = await CreateAsync(postgres: false, WithSince);
        await AddTablesAsync(world, postgres: false);
        await world.RunAsync("""
            UPDATE customers SET since = '2026-01-01T00:00:00.0000000Z'; UPDATE crew SET since = '2026-01-01T00:00:00.0000000Z'; UPDATE centers SET since = '2026-02-01T00:00:00.0000000Z';
            INSERT INTO events (tenant, test, id, type, actor, target, target_type, at) VALUES
              ('main', 0, 'before', 'crew_moved', 'CEN-001', 'CRW-001', 'crew', '2026-01-31T23:59:59.9999999Z'), ('main', 0, 'after', 'crew_moved', 'CEN-001', 'CRW-001', 'crew', '2026-02-01T00:00:00.0000000Z');
            """);

        Assert.Equal(["after"], (await world.Feed.ReadAsync(Me("MGR-001", "manager")))!.Items.Select(i => i.Id));
        Assert.Equal(["after", "before"], (await world.Feed.ReadAsync(Me("CEN-001", "center")))!.Items.Select(i => i.Id));
        await world.RunAsync("UPDATE crew SET since = NULL");
        Assert.Empty((await world.Feed.ReadAsync(Me("MGR-001", "manager")))!.Items);
    }

    [Theory]
    [InlineData("main", 1)]
    [InlineData("acme", 0)]
    public async Task S01_nobody_stands_above_a_row_by_one_of_another_tenant_or_test_class(string tenant, int test)
    {
        await using var world = await CreateAsync(postgres: false, WithSince);
        await AddTablesAsync(world, postgres: false);
        await world.RunAsync($"""
            INSERT INTO customers (tenant, test, id, parent) VALUES ('{tenant}', {test}, 'CUS-009', 'MGR-001');
            INSERT INTO centers (tenant, test, id, parent) VALUES ('main', 0, 'CEN-009', 'CUS-009');
            UPDATE customers SET since = '2026-01-01T00:00:00.0000000Z'; UPDATE centers SET since = '2026-01-01T00:00:00.0000000Z';
            INSERT INTO events (tenant, test, id, type, target, target_type, center, at) VALUES
              ('main', 0, 'strange', 'order_opened', 'ORD-1', 'order', 'CEN-009', '2026-02-01T00:00:00.0000000Z'), ('main', 0, 'own', 'order_opened', 'ORD-1', 'order', 'CEN-001', '2026-02-01T00:00:00.0000000Z');
            """);

        Assert.Equal(["own"], (await world.Feed.ReadAsync(Me("MGR-001", "manager")))!.Items.Select(i => i.Id));
    }

    [Fact]
    public async Task Pages_hold_fifty_each_event_once_though_it_is_heard_in_several_ways()
    {
        await using var world = await CreateAsync(postgres: false, WithSince);
        await AddTablesAsync(world, postgres: false);
        await world.RunAsync("INSERT INTO events (tenant, test, id, type, actor, target, target_type, center, at) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 117) SELECT 'main', 0, printf('x%03d', i), 'product_created', 'CEN-001', 'ORD-1', 'order', 'CEN-001', '2026-01-01T00:00:00.0000000Z' FROM n");
        var (ids, sizes, next) = (new List<string>(), new List<int>(), (string?)null);
        do
        {
            var page = (await world.Feed.ReadAsync(Me("CEN-001", "center"), next))!;
            ids.AddRange(page.Items.Select(i => i.Id));
            sizes.Add(page.Items.Count);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal([50, 50, 17], sizes);
        Assert.Equal(Enumerable.Range(1, 117).Reverse().Select(i => $"x{i:000}"), ids);
    }

    [Fact]
    public async Task Events_are_written_by_the_application_itself()
    {
        await using var world = await CreateAsync(postgres: false, WithSince);

        await Assert.ThrowsAsync<InvalidOperationException>(() => world.HappensAsync("crew_moved", Me("CEN-001", "center"), "crew", "CRW-001"));
    }

    [Theory]
    [InlineData("\"tenant\": \"tenant\", \"test\": \"test\", \"id\": \"id\"", "\"test\": \"test\", \"id\": \"id\"", "CKS105", "tenant")]
    [InlineData("\"at\": \"at\"", "\"at\": \"created At\"", "CKS306", "")]
    [InlineData("\"at\": \"at\"", "\"at\": \"type\"", "CKS307", "\"type\" is named twice")]
    [InlineData("\"crewId\": { \"column\": \"crew\", \"entity\"", "\"crewIds\": { \"column\": \"crew\", \"entity\"", "CKS307", "no id \"crewId\"")]
    [InlineData("\"column\": \"crew\", \"entity\": \"crew\"", "\"column\": \"crew\", \"entity\": \"crow\"", "CKS301", "\"crow\"")]
    [InlineData("\"crewId\": { \"column\": \"crew\", \"entity\"", "\"actor\": { \"column\": \"crew\", \"entity\"", "CKS203", "\"actor\"")]
    [InlineData("\"by\": \"center\" }", "\"by\": \"center\", \"since\": \"since\" }", "CKS302", "Only a parent")]
    [InlineData("\"since\": \"since\"", "\"since\": \"parent\"", "CKS307", "two types")]
    public void A_mistake_is_refused_with_its_place(string text, string mistake, string code, string message)
    {
        Assert.Contains(text, WithSince);
        var result = ScopeModelReader.Read("a.scope.json", Encoding.UTF8.GetBytes(WithSince.Replace(text, mistake)));

        Assert.False(result.IsLoaded);
        Assert.Contains(result.Diagnostics, f => f.Code.Id == code && f.Message.Contains(message, StringComparison.Ordinal) && f.Location.Line > 1);
    }

    private static Task AddTablesAsync(ActivityWorld world, bool postgres) => world.RunAsync("""
        ALTER TABLE customers ADD COLUMN since {at}; ALTER TABLE centers ADD COLUMN since {at}; ALTER TABLE crew ADD COLUMN since {at};
        CREATE TABLE events (tenant text, test {flag}, id text, type text, actor text, actor_role text, target text, target_type text, description text, center text, crew text, at {at});
        """.Replace("{at}", postgres ? "timestamptz" : "text").Replace("{flag}", postgres ? "boolean" : "integer"));
}
