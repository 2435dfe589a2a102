using System.Text;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using CsCheck;
using Npgsql;

namespace Cks.Scope.Tests.RowSecurity;

/// <summary>What the application reads under row level security, through a pool that several subjects share.</summary>
public sealed class GuardedReadingTests(GuardedWorld world) : IClassFixture<GuardedWorld>
{
    private static readonly SnapshotStore<ScopeModel> Guarded =
        SnapshotStore<ScopeModel>.Load(Encoding.UTF8.GetBytes(ScopeText.Model), utf8 => ScopeModelReader.Read("test.scope.json", utf8, GuardedStrategy.Of));

    private static readonly Subject One = new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" };
    private static readonly Subject Other = new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-002" };
    private static readonly Query Customers = Entity("customer") is var customer ? Query.From(customer.Table).Select(customer.Key).OrderBy(customer.Key) : null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(12, false)]
    [InlineData(4, true)]
    public async Task Scopes_lists_rows_and_relations_are_those_that_are_read_without_it(int graphs, bool pooler)
    {
        await using var database = await GuardedDatabase.CreateAsync(pooler: pooler);
        var (answers, sights) = (0, 0);
        await Graph.All.SampleAsync(async graph =>
        {
            await graph.WriteAsync(database.Owner, "timestamptz");
            await database.GuardAsync(ScopeText.ModelStore.Current.Value);
            var (free, held) = (new TestScopes(database.Owner, PostgresCompiler.Default), new TestScopes(database.App, PostgresCompiler.Default, Guarded));
            foreach (var node in graph.Nodes.Where(n => n.Table is "managers" or "centers" or "crew" or "admins"))
            {
                var me = new Subject("u", TenantId.Parse(node.Tenant), [node.Table == "crew" ? "crew" : node.Table[..^1]]) { Code = node.Id, IsTest = node.Test };
                var expected = await AnswersAsync(ScopeText.ModelStore, free, me);
                var mine = held.Reader.With(Identity(me));
                Assert.Equal(expected, await AnswersAsync(Guarded, held, me));
                // A relation knows no more rows than are seen.
                Assert.Equal(await RelatedAsync(ScopeText.ModelStore, free, me, free.Reader, await VisibleAsync(mine)), await RelatedAsync(Guarded, held, me, mine));
                (answers, sights) = (answers + expected.Count, sights + expected.Count(a => a.Length > 5));
            }
        }, iter: graphs, threads: 1);
        Assert.True(sights > answers / 10, $"{sights} of {answers} answers show anything.");
    }

    /// <summary>In the pool of the process, and in that of a pooler behind which each worker has a connection of its own.</summary>
    [Theory]
    [InlineData(2, false)]
    [InlineData(8, true)]
    public async Task Two_subjects_never_mix_in_a_pool_of_two_connections(int connections, bool pooler)
    {
        await using var database = await TwoManagersAsync(connections, pooler);
        var reader = new QueryReader(database.App, PostgresCompiler.Default);
        var sql = new SqlDatabase(database.App, PostgresCompiler.Default);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var (me, own) = worker % 2 == 0 ? (One, new[] { "CUS-001", "CUS-002" }) : (Other, ["CUS-003"]);
            var mine = reader.With(Identity(me));
            for (var i = 0; i < 150; i++)
            {
                Assert.Equal(own, await mine.ReadListAsync(Customers, r => r.GetString(0), Stop));
                if (i % 10 == worker)
                    Assert.Empty(await reader.ReadListAsync(Customers, r => r.GetString(0), Stop));
                if (i % 5 == 0)
                {
                    var (first, second) = (new List<string>(), 0L);
                    await mine.ReadAsync([Customers, Customers.Count()], (query, row) => _ = query == 0 ? Add(first, row.GetString(0)) : second = row.GetInt64(0), Stop);
                    Assert.Equal((own.Length, own.Length), ((int)second, first.Count));
                }

                if (i % 25 == 0)
                {
                    await using var transaction = await sql.With(Identity(me)).BeginAsync(Stop);
                    var seen = new List<string>();
                    await transaction.ReadAsync(Customers, r => seen.Add(r.GetString(0)), Stop);
                    Assert.Equal(own, seen);
                    if (i % 50 == 0)
                        await transaction.CommitAsync(Stop);
                }
            }
        }, Stop)));
        Assert.Equal("2", await ScalarAsync(database.Owner, $"SELECT count(*)::text FROM pg_stat_activity WHERE usename = '{GuardedDatabase.Options.Role}' AND datname = current_database()"));

        static long Add(List<string> list, string item)
        {
            list.Add(item);
            return 0;
        }
    }

    [Fact]
    public async Task S24_what_nobody_is_told_of_sees_nothing_and_nothing_is_left_of_a_read()
    {
        await using var database = await TwoManagersAsync(connections: 1);
        var reader = new QueryReader(database.App, PostgresCompiler.Default);
        var (one, other) = (reader.With(Identity(One)), reader.With(Identity(Other)));
        for (var i = 0; i < 6; i++) // prepared from the second time on
        {
            Assert.Empty(await reader.ReadListAsync(Customers, r => r.GetString(0), Stop));
            Assert.Equal(["CUS-001", "CUS-002"], await one.ReadListAsync(Customers, r => r.GetString(0), Stop));
            Assert.Equal("CUS-003", await other.ReadFirstAsync(Customers, r => r.GetString(0), Stop));
            Assert.Equal("CUS-001", await one.ReadFirstAsync(Customers, r => r.GetString(0), Stop)); // left before its end
            await foreach (var code in one.StreamAsync(Customers, r => r.GetString(0), Stop))
            {
                Assert.Equal("CUS-001", code);
                break;
            }

            Assert.Equal("", await ScalarAsync(database.App, "SELECT concat(current_setting('cks.tenant', true), current_setting('cks.role', true), current_setting('cks.code', true), current_setting('cks.test', true))"));
        }
    }

    [Fact]
    public async Task An_error_in_a_transaction_leaves_nothing_of_its_subject_on_the_connection()
    {
        await using var database = await TwoManagersAsync(connections: 1);
        await database.RunAsync("ALTER TABLE customers ADD CONSTRAINT customers_once UNIQUE (tenant, id)");
        var (reader, sql) = (new QueryReader(database.App, PostgresCompiler.Default), new SqlDatabase(database.App, PostgresCompiler.Default));
        await using (var transaction = await sql.With(Identity(One)).BeginAsync(Stop))
        {
            await transaction.ExecuteAsync(Customer("CUS-009", "MGR-001"), Stop);
            var taken = await Assert.ThrowsAsync<PostgresException>(() => transaction.ExecuteAsync(Customer("CUS-003", "MGR-001"), Stop)); // somebody else's
            Assert.Equal(("23505", true), (taken.SqlState, taken.IsWriteConflict()));
        }

        Assert.Empty(await reader.ReadListAsync(Customers, r => r.GetString(0), Stop));
        Assert.Equal(["CUS-003"], await reader.With(Identity(Other)).ReadListAsync(Customers, r => r.GetString(0), Stop));
        Assert.Equal(["CUS-001", "CUS-002"], await reader.With(Identity(One)).ReadListAsync(Customers, r => r.GetString(0), Stop));
    }

    [Fact]
    public async Task A_read_that_fails_leaves_nothing_on_the_connection_either()
    {
        await using var database = await TwoManagersAsync(connections: 1);
        var reader = new QueryReader(database.App, PostgresCompiler.Default, new() { StatementTimeout = TimeSpan.FromSeconds(20), MaxRows = 1 });
        await Assert.ThrowsAsync<QueryRefusedException>(() => reader.With(Identity(One)).ReadListAsync(Customers, r => r.GetString(0), Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.With(Identity(One)).ReadAsync(Customers, _ => throw new InvalidOperationException(), Stop));
        await database.RunAsync("ALTER TABLE customers RENAME TO away");
        await Assert.ThrowsAsync<PostgresException>(() => reader.With(Identity(One)).ReadListAsync(Customers, r => r.GetString(0), Stop));
        await database.RunAsync("ALTER TABLE away RENAME TO customers");
        Assert.Empty(await reader.ReadListAsync(Customers, r => r.GetString(0), Stop));
        Assert.Equal(["CUS-003"], await reader.With(Identity(Other)).ReadListAsync(Customers, r => r.GetString(0), Stop));
    }

    [Theory]
    [InlineData("RESET cks.code")]
    [InlineData("RESET ALL")]
    [InlineData("SET LOCAL cks.test = 'maybe'")]
    [InlineData("SET row_security = off", "42501")]
    [InlineData("SET ROLE cks_test_definer", "42501")]
    [InlineData("SET ROLE cks", "42501")]
    [InlineData("SET SESSION AUTHORIZATION cks", "42501")]
    [InlineData("ALTER TABLE customers DISABLE ROW LEVEL SECURITY", "42501")]
    [InlineData("DROP POLICY cks_select ON customers", "42501")]
    [InlineData("CREATE OR REPLACE FUNCTION cks_rls.role() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'admin' $$", "42501")]
    public async Task What_the_application_s_role_may_do_to_its_session_never_shows_more(string statement, string? refused = null)
    {
        var database = await world.DatabaseAsync();
        await using var connection = await database.App.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await ExecuteAsync("SELECT set_config('cks.tenant', 'main', true), set_config('cks.role', 'manager', true), set_config('cks.code', 'MGR-001', true), set_config('cks.test', 'false', true)");
        var error = await Record.ExceptionAsync(async () =>
        {
            await ExecuteAsync(statement);
            await using var command = new NpgsqlCommand("SELECT count(*) FROM customers", connection, transaction);
            Assert.Equal(0L, await command.ExecuteScalarAsync(Stop));
        });
        Assert.Equal(refused, (error as PostgresException)?.SqlState);
        Assert.True(error is null or PostgresException, $"{error}");

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(Stop);
        }
    }

    [Fact]
    public async Task What_must_look_further_than_the_subject_refuses_to()
    {
        await using var database = await TwoManagersAsync(connections: 1);
        var scopes = new TestScopes(database.App, PostgresCompiler.Default, Guarded);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await scopes.Inspector.GetRoleScopeAsync(One, "CEN-001", Stop));
        var log = new ActivityLog(Guarded, scopes.Decisions, scopes.Clock);
        await using var transaction = await new SqlDatabase(database.App, PostgresCompiler.Default).BeginAsync(Stop);
        await Assert.ThrowsAsync<InvalidOperationException>(() => log.WriteAsync(transaction, new("any", One, "customer", "CUS-001", ""), Stop));
    }

    private static ScopeEntity Entity(string name) => ScopeText.ModelStore.Current.Value.TryGetEntity(name, out var entity) ? entity : throw new InvalidOperationException(name);

    private static SessionSettings? Identity(Subject me) => new ScopeIdentity(Guarded).Of(me);

    private static async Task<GuardedDatabase> TwoManagersAsync(int connections, bool pooler = false)
    {
        var database = await GuardedDatabase.CreateAsync(connections, pooler);
        await new Graph(
        [
            new("managers", "MGR-001", "main", false, false, null, null), new("managers", "MGR-002", "main", false, false, null, null), new("customers", "CUS-001", "main", false, false, null, "MGR-001"),
            new("customers", "CUS-002", "main", false, false, null, "MGR-001"), new("customers", "CUS-003", "main", false, false, null, "MGR-002"), new("customers", "CUS-001", "acme", false, false, null, "MGR-001"),
        ]).WriteAsync(database.Owner, "timestamptz");
        await database.GuardAsync(ScopeText.ModelStore.Current.Value);
        return database;
    }

    private static Write Customer(string code, string manager)
    {
        var entity = Entity("customer");
        return Write.Insert(entity.Table).Set(entity.Tenant!, "main").Set(entity.Test!, false).Set(entity.Key, code).Set(entity.Table.Column<string>("manager"), manager);
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Stop);
    }

    private static async Task<List<string>> AnswersAsync(SnapshotStore<ScopeModel> model, TestScopes scopes, Subject me)
    {
        var scope = await scopes.Service.GetScopeAsync(me);
        List<string> answers = [scope is null ? "" : JsonSerializer.Serialize(new { scope.Role, scope.Summary, scope.Relationships, scope.Upward })];
        foreach (var set in new[] { "orders", "reports", "order", "crew", "services" })
            answers.Add(JsonSerializer.Serialize((await scopes.Service.ListAsync(me, set, new())).Set));
        foreach (var entity in model.Current.Value.Entities)
        {
            await scopes.Scoped.ReadAsync(me, scopes.Queries.Unmasked(me, Query.From(entity.Table).Select(entity.Key).OrderBy(entity.Key), "a test"), r => answers.Add($"{entity.Name} {r.GetString(0)}"));
            foreach (var number in new[] { 1, 2 })
                answers.Add($"{await scopes.Service.CanSeeAsync(me, entity.Name, $"{entity.Code?.Prefix ?? "ORD"}-00{number}")}");
        }

        return answers;
    }

    private static async Task<string[]> RelatedAsync(SnapshotStore<ScopeModel> model, TestScopes scopes, Subject me, QueryReader reader, IReadOnlySet<string>? visible = null)
    {
        var related = new List<string>();
        foreach (var entity in model.Current.Value.Entities)
            foreach (var relation in RelationQueries.Names)
                if (scopes.Queries.Related(me, entity.View.Resource, relation) is { } keys)
                    foreach (var key in await reader.ReadListAsync(keys, r => r.GetString(0)))
                        if (visible?.Contains($"{entity.Name} {key}") != false)
                            related.Add($"{relation} {entity.Name} {key}");
        return [.. related.Order(StringComparer.Ordinal)];
    }

    private static async Task<HashSet<string>> VisibleAsync(QueryReader reader)
    {
        var visible = new HashSet<string>();
        foreach (var entity in Guarded.Current.Value.Entities)
            await reader.ReadAsync(Query.From(entity.Table).Select(entity.Key), r => visible.Add($"{entity.Name} {r.GetString(0)}"));
        return visible;
    }
}
