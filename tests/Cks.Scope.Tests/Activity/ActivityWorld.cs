using System.Data.Common;
using System.Text;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Scope.Tests.Activity;

/// <summary>A small tree with orders and the three tables of the feed, on either engine.</summary>
internal sealed class ActivityWorld : IAsyncDisposable
{
    public const string Model = """
        {
          "version": 1,
          "entities": {
            "manager": { "table": "managers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id" }, "code": { "prefix": "MGR" } },
            "customer": { "table": "customers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id" }, "code": { "prefix": "CUS" } },
            "center": { "table": "centers", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id" }, "code": { "prefix": "CEN" } },
            "crew": { "table": "crew", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "fields": { "code": "id" }, "code": { "prefix": "CRW" } },
            "order": { "table": "orders", "key": "id", "tenant": "tenant", "test": "test", "archived": "archived", "view": "orders:view", "fields": { "code": "id", "status": "status" } }
          },
          "relations": [
            { "name": "customers", "from": "manager", "to": "customer", "by": "parent", "parent": true },
            { "name": "centers", "from": "customer", "to": "center", "by": "parent", "parent": true },
            { "name": "crew", "from": "center", "to": "crew", "by": "parent", "parent": true },
            { "name": "centerOrders", "from": "center", "to": "order", "by": "center" },
            { "name": "crewOrders", "from": "crew", "to": "order", "by": "crew" }
          ],
          "roles": {
            "manager": { "entity": "manager", "includeRelationships": ["customers", "centers", "crew"], "lists": ["centerOrders"], "activityFilters": ["actor", "ancestors"] },
            "customer": { "entity": "customer", "includeRelationships": ["centers"], "activityFilters": ["actor", "target", "ancestors"] },
            "center": { "entity": "center", "includeRelationships": ["crew"], "lists": ["centerOrders"], "activityFilters": ["actor", "target", "ancestors", "centerId"] },
            "crew": { "entity": "crew", "includeRelationships": ["crewOrders"], "includeUpward": ["center"], "activityFilters": ["actor", "target", "crewId"] }
          },
          "activities": {
            "order_opened": { "category": "action", "audience": ["actor", "centerId", "crewId"], "ancestorsOf": ["centerId"], "mustSee": true, "text": { "actor": "You opened it", "crewId": "Your order was opened" } },
            "crew_moved": { "category": "info", "audience": ["actor", "target", "centerId"], "ancestorsOf": ["target"] },
            "crew_archived": { "category": "info", "audience": ["actor", "target"] },
            "product_created": { "category": "success", "audience": ["actor", "centerId"], "roles": ["center", "crew"] }
          }
        }
        """;

    // Crew see open orders only, and customers no order at all.
    private const string Policy = """
        {
          "version": 1,
          "resources": {
            "manager": { "actions": ["view"], "fields": ["code"] }, "customer": { "actions": ["view"], "fields": ["code"] }, "center": { "actions": ["view"], "fields": ["code"] },
            "crew": { "actions": ["view"], "fields": ["code"] }, "orders": { "actions": ["view"], "attributes": ["status"], "fields": ["code", "status"] }
          },
          "roles": {
            "manager": { "permit": [
              { "actions": ["manager:view"], "fields": { "read": ["code"] } }, { "actions": ["customer:view"], "fields": { "read": ["code"] } }, { "actions": ["center:view"], "fields": { "read": ["code"] } },
              { "actions": ["crew:view"], "fields": { "read": ["code"] } }, { "actions": ["orders:view"], "fields": { "read": ["code", "status"] } } ] },
            "customer": { "permit": [{ "actions": ["customer:view"], "fields": { "read": ["code"] } }, { "actions": ["center:view"], "fields": { "read": ["code"] } }] },
            "center": { "permit": [{ "actions": ["center:view"], "fields": { "read": ["code"] } }, { "actions": ["crew:view"], "fields": { "read": ["code"] } }, { "actions": ["orders:view"], "fields": { "read": ["code", "status"] } }] },
            "crew": { "permit": [
              { "actions": ["crew:view"], "fields": { "read": ["code"] } }, { "actions": ["center:view"], "fields": { "read": ["code"] } },
              { "actions": ["orders:view"], "when": { "status": "open" }, "fields": { "read": ["code", "status"] } } ] }
          }
        }
        """;

    private const string Schema = """
        CREATE TABLE managers (tenant text, test {flag}, id text, archived {at});
        CREATE TABLE customers (tenant text, test {flag}, id text, archived {at}, parent text);
        CREATE TABLE centers (tenant text, test {flag}, id text, archived {at}, parent text);
        CREATE TABLE crew (tenant text, test {flag}, id text, archived {at}, parent text);
        CREATE TABLE orders (tenant text, test {flag}, id text, archived {at}, status text, center text, crew text);
        CREATE TABLE activities (tenant_id text, is_test {flag}, activity_id text, type text, actor_id text, actor_role text, acted_by text, target_id text, target_type text, description text, ids text, created_at {at}, PRIMARY KEY (tenant_id, activity_id));
        CREATE TABLE activity_audience (tenant_id text, is_test {flag}, audience text, created_at {at}, activity_id text, PRIMARY KEY (tenant_id, is_test, audience, created_at, activity_id));
        CREATE TABLE activity_dismissals (tenant_id text, is_test {flag}, viewer text, activity_id text, dismissed_at {at}, PRIMARY KEY (tenant_id, is_test, viewer, activity_id));
        INSERT INTO managers VALUES ('main', {no}, 'MGR-001', NULL), ('main', {no}, 'MGR-002', NULL), ('acme', {no}, 'MGR-001', NULL);
        INSERT INTO customers VALUES ('main', {no}, 'CUS-001', NULL, 'MGR-001'), ('main', {no}, 'CUS-002', NULL, 'MGR-002'), ('acme', {no}, 'CUS-001', NULL, 'MGR-001');
        INSERT INTO centers VALUES ('main', {no}, 'CEN-001', NULL, 'CUS-001'), ('main', {no}, 'CEN-002', NULL, 'CUS-002'), ('acme', {no}, 'CEN-001', NULL, 'CUS-001'), ('main', {yes}, 'CEN-001-TEST', NULL, NULL);
        INSERT INTO crew VALUES ('main', {no}, 'CRW-001', NULL, 'CEN-001'), ('main', {no}, 'CRW-002', NULL, 'CEN-002'), ('acme', {no}, 'CRW-001', NULL, 'CEN-001');
        INSERT INTO orders VALUES ('main', {no}, 'ORD-1', NULL, 'open', 'CEN-001', 'CRW-001'), ('main', {no}, 'ORD-2', NULL, 'hidden', 'CEN-001', 'CRW-001'), ('acme', {no}, 'ORD-1', NULL, 'open', 'CEN-001', 'CRW-001');
        """;

    private readonly SqlCompiler _compiler;
    private readonly DbConnection? _open;
    private readonly IAsyncDisposable? _server;
    private readonly SnapshotStore<ScopeModel> _models;

    private ActivityWorld(DbDataSource source, SqlCompiler compiler, DbConnection? open, IAsyncDisposable? server, string model)
    {
        (Source, _compiler, _open, _server) = (source, compiler, open, server);
        _models = SnapshotStore<ScopeModel>.Load(Encoding.UTF8.GetBytes(model), utf8 => ScopeModelReader.Read("test.scope.json", utf8), null);
        Decisions = new(SnapshotStore<Policy>.Load(Encoding.UTF8.GetBytes(Policy), utf8 => PolicyReader.Read("test.rbac.json", utf8), null));
        Database = new(source, compiler);
        Log = new ActivityLog(_models, Decisions, Clock);
        Feed = FeedOf(source);
    }

    public FakeTimeProvider Clock { get; } = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public DbDataSource Source { get; }

    public SqlDatabase Database { get; }

    public IActivityLog Log { get; }

    public IActivityFeed Feed { get; }

    public PolicyDecisionPoint Decisions { get; }

    public ScopeModel Scope => _models.Current.Value;

    public static Subject Me(string code, string role, string tenant = "main", bool isTest = false) => new($"u-{code}", TenantId.Parse(tenant), [role]) { Issuer = "i", Code = code, IsTest = isTest };

    public static async Task<ActivityWorld> CreateAsync(bool postgres, string model = Model)
    {
        if (postgres)
        {
            var server = new PostgresDatabase();
            var source = await server.SourceAsync();
            await RunAsync(source, Schema.Replace("{flag}", "boolean").Replace("{at}", "timestamptz").Replace("{no}", "false").Replace("{yes}", "true"));
            return new(source, PostgresCompiler.Default, null, server, model);
        }

        var memory = SqliteFactory.Instance.CreateDataSource($"Data Source=activity-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        var open = await memory.OpenConnectionAsync();
        await RunAsync(memory, Schema.Replace("{flag}", "integer").Replace("{at}", "text").Replace("{no}", "0").Replace("{yes}", "1"));
        return new(memory, SqliteCompiler.Default, open, null, model);
    }

    /// <summary>The feed over another way to the same data.</summary>
    public IActivityFeed FeedOf(DbDataSource source) =>
        new ActivityFeed(_models, Decisions, new(source, _compiler), new(source, _compiler), new(Options.Create(new CksScopeOptions { CursorKey = new byte[32] }), Clock), Clock);

    /// <summary>The same data with another model; it belongs to this one.</summary>
    public ActivityWorld With(string model) => new(Source, _compiler, null, null, model);

    /// <summary>Writes an event in a transaction of its own, a second after the one before.</summary>
    public async Task<string> HappensAsync(string type, Subject actor, string entity, string target, params (string Name, string? Code)[] ids)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        await using var work = await Database.BeginAsync();
        var id = await Log.WriteAsync(work, new(type, actor, entity, target, $"{type} {target}") { Ids = ids.ToDictionary(i => i.Name, i => i.Code) });
        await work.CommitAsync();
        return id;
    }

    public async Task<List<string>> LinesAsync(string sql)
    {
        var lines = new List<string>();
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }

    /// <summary>Who hears of an event, in order.</summary>
    public async Task<string> AudienceAsync(string id) => string.Join(' ', (await LinesAsync($"SELECT audience FROM activity_audience WHERE activity_id = '{id}'")).Order(StringComparer.Ordinal));

    public Task RunAsync(string sql) => RunAsync(Source, sql);

    public async ValueTask DisposeAsync()
    {
        if (_open is not null)
            await _open.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        else
            await Source.DisposeAsync();
    }

    private static async Task RunAsync(DbDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
