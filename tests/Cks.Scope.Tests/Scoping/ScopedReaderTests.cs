using System.Data.Common;
using System.Text;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;

namespace Cks.Scope.Tests.Scoping;

public sealed class ScopedReaderTests
{
    private static readonly Table Managers = ScopeText.ModelStore.Current.Value.TryGetEntity("manager", out var entity) ? entity.Table : null!;
    private static readonly Column<string> Id = Managers.Column<string>("id");
    private static readonly Query Codes = Query.From(Managers).Select(Id);
    private static readonly Subject Me = Of("MGR-001");

    public static TheoryData<string, Subject> Others => new()
    {
        { "code", Of("MGR-002") },
        { "tenant", new Subject("u", TenantId.Parse("acme"), ["manager"]) { Code = "MGR-001" } },
        { "id", new Subject("v", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" } },
        { "issuer", new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001", Issuer = "https://other.example" } },
        { "roles", new Subject("u", TenantId.Parse("main"), ["manager", "admin"]) { Code = "MGR-001" } },
        { "test class", new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001", IsTest = true } },
        { "actor", new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001", Actor = "somebody", ActorRoles = ["manager"] } },
        { "credential", new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001", Credential = "key" } },
        { "nobody", Subject.Nobody },
    };

    [Fact]
    public async Task Reads_as_the_plain_reader_does_and_in_a_transaction_too()
    {
        await using var world = await World.OpenAsync();
        var (queries, reader) = (world.Scopes.Queries, world.Scopes.Scoped);
        string[] found = ["MGR-001"];
        var mine = queries.Scope(Me, Codes);
        var rows = new List<string>();
        await reader.ReadAsync(Me, mine, r => rows.Add(r.GetString(0)), TestContext.Current.CancellationToken);
        Assert.Equal(found, rows);
        Assert.Equal(found, await reader.ReadListAsync(Me, mine, r => r.GetString(0), TestContext.Current.CancellationToken));
        Assert.Equal("MGR-001", await reader.ReadFirstAsync(Me, mine, r => r.GetString(0), TestContext.Current.CancellationToken));
        Assert.Equal(found, await reader.StreamAsync(Me, mine, r => r.GetString(0), TestContext.Current.CancellationToken).ToArrayAsync(TestContext.Current.CancellationToken));
        var several = new List<(int, object)>();
        await reader.ReadAsync(Me, [queries.Scope(Me, Codes.Count()), mine, queries.Scope(Me, Codes.Where(Id, Op.Eq, "MGR-002"))], (query, r) => several.Add((query, r.GetValue(0))), TestContext.Current.CancellationToken);
        Assert.Equal([(0, 1L), (1, "MGR-001")], several);

        var database = new SqlDatabase(world.Source, SqliteCompiler.Default);
        await using var transaction = await database.BeginAsync(TestContext.Current.CancellationToken);
        var held = queries.Scope(Me, Codes.ForUpdate());
        Assert.Equal(found, await transaction.ReadListAsync(Me, held, r => r.GetString(0), TestContext.Current.CancellationToken));
        Assert.Equal("MGR-001", await transaction.ReadFirstAsync(Me, queries.Unscoped(Me, Codes.OrderBy(Id), "a test"), r => r.GetString(0), TestContext.Current.CancellationToken));
        Assert.Null(await transaction.ReadFirstAsync(Me, queries.Scope(Me, Codes.Where(Id, Op.Eq, "MGR-002")), r => r.GetString(0), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => reader.ReadListAsync(Me, held, r => r.GetString(0), TestContext.Current.CancellationToken)); // a lock ends with a transaction
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task S05_what_was_scoped_for_one_is_read_by_nobody_else(string difference, Subject other)
    {
        await using var world = await World.OpenAsync();
        foreach (var query in new[] { world.Scopes.Queries.Scope(Me, Codes), world.Scopes.Queries.Unmasked(Me, Codes, "a test"), world.Scopes.Queries.Unscoped(Me, Codes, "a test") })
            Assert.All(await RefusedAsync(world, other, query), refusal => Assert.True(refusal.Message.Contains(difference is "tenant" or "nobody" ? "another tenant" : "another subject", StringComparison.Ordinal), refusal.Message));
    }

    [Fact]
    public async Task S05_the_same_subject_made_again_may_read_it()
    {
        await using var world = await World.OpenAsync();

        Assert.Equal(["MGR-001"], await world.Scopes.Scoped.ReadListAsync(Of("MGR-001"), world.Scopes.Queries.Scope(Me, Codes), r => r.GetString(0), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S05_what_is_older_than_a_minute_is_refused()
    {
        await using var world = await World.OpenAsync();
        var (mine, let) = (world.Scopes.Queries.Scope(Me, Codes), world.Scopes.Queries.Unscoped(Me, Codes, "a test"));
        world.Scopes.Clock.Advance(ScopedReader.Lifetime);
        Assert.Single(await world.Scopes.Scoped.ReadListAsync(Me, mine, r => r.GetString(0), TestContext.Current.CancellationToken));

        world.Scopes.Clock.Advance(TimeSpan.FromTicks(1));
        foreach (var query in new[] { mine, let })
            Assert.All(await RefusedAsync(world, Me, query), refusal => Assert.Contains("60 s ago", refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task S05_what_another_policy_or_model_cut_is_refused()
    {
        var model = SnapshotStore<ScopeModel>.Load(Encoding.UTF8.GetBytes(ScopeText.Model), utf8 => ScopeModelReader.Read("test.scope.json", utf8), null);
        var policy = SnapshotStore<Policy>.Load(Encoding.UTF8.GetBytes(ScopeText.Policy), utf8 => PolicyReader.Read("test.rbac.json", utf8));
        await using var world = await World.OpenAsync(model, policy);
        var queries = world.Scopes.Queries;
        // Somebody of this test: who was judged once stays under the same policy.
        var early = Of("MGR-001");
        var (mine, unmasked, let) = (queries.Scope(early, Codes), queries.Unmasked(early, Codes, "a test"), queries.Unscoped(early, Codes, "a test"));

        var policyText = Encoding.UTF8.GetBytes(ScopeText.Policy + "\n");
        Assert.True(policy.TryActivate(PolicyReader.Read("test.rbac.json", policyText), policyText, out _));
        foreach (var query in new[] { mine, unmasked })
            Assert.All(await RefusedAsync(world, Of("MGR-001"), query), refusal => Assert.Contains("another policy", refusal.Message, StringComparison.Ordinal));
        Assert.Single(await world.Scopes.Scoped.ReadListAsync(early, mine, r => r.GetString(0), TestContext.Current.CancellationToken));
        Assert.Equal(2, (await world.Scopes.Scoped.ReadListAsync(Me, let, r => r.GetString(0), TestContext.Current.CancellationToken)).Count(code => code.StartsWith("MGR-001", StringComparison.Ordinal))); // nothing cut it

        var later = Of("MGR-001");
        mine = queries.Scope(later, Codes);
        Assert.Single(await world.Scopes.Scoped.ReadListAsync(later, mine, r => r.GetString(0), TestContext.Current.CancellationToken));
        var modelText = Encoding.UTF8.GetBytes(ScopeText.Model + "\n");
        Assert.True(model.TryActivate(ScopeModelReader.Read("test.scope.json", modelText), modelText, out _));
        Assert.All(await RefusedAsync(world, Of("MGR-001"), mine), refusal => Assert.Contains("another scope model", refusal.Message, StringComparison.Ordinal));
        Assert.Single(await world.Scopes.Scoped.ReadListAsync(later, mine, r => r.GetString(0), TestContext.Current.CancellationToken)); // in the midst of a request
    }

    private static async Task<List<InvalidOperationException>> RefusedAsync(World world, Subject me, Scoped<Query> query)
    {
        var (reader, database, refusals) = (world.Scopes.Scoped, new SqlDatabase(world.Source, SqliteCompiler.Default), new List<InvalidOperationException>());
        await using var transaction = await database.BeginAsync(TestContext.Current.CancellationToken);
        static void Row(DbDataReader row) => Assert.Fail("A row was read.");
        Func<Task>[] reads =
        [
            () => reader.ReadAsync(me, query, Row), () => reader.ReadListAsync(me, query, r => 0), () => reader.ReadFirstAsync(me, query, r => 0), () => Task.FromResult(reader.StreamAsync(me, query, r => 0)),
            () => reader.ReadAsync(me, [query], (_, row) => Row(row)), () => transaction.ReadAsync(me, query, Row), () => transaction.ReadListAsync(me, query, r => 0), () => transaction.ReadFirstAsync(me, query, r => 0),
        ];
        foreach (var read in reads)
            refusals.Add(await Assert.ThrowsAsync<InvalidOperationException>(read));
        await transaction.CommitAsync(TestContext.Current.CancellationToken); // nothing was sent, so it goes on
        return refusals;
    }

    private static Subject Of(string code) => new("u", TenantId.Parse("main"), ["manager"]) { Code = code };

    private sealed record World(DbDataSource Source, DbConnection Open, TestScopes Scopes) : IAsyncDisposable
    {
        public static async Task<World> OpenAsync(SnapshotStore<ScopeModel>? model = null, SnapshotStore<Policy>? policy = null)
        {
            var source = NaiveModelTests.Memory();
            var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
            await new Graph([new("managers", "MGR-001", "main", false, false, null, null), new("managers", "MGR-002", "main", false, false, null, null), new("managers", "MGR-001", "acme", false, false, null, null)]).WriteAsync(source, "text");
            return new(source, open, new(source, SqliteCompiler.Default, model, policy));
        }

        public async ValueTask DisposeAsync()
        {
            await Open.DisposeAsync();
            await Source.DisposeAsync();
        }
    }
}
