using System.Globalization;
using System.Text.RegularExpressions;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Activity;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Cks.Tests;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Cks.Scope.Tests.Explaining;

/// <summary>The tools show what the services send: as the driver tells it, statement by statement.</summary>
public sealed class ScopeStatementsTests
{
    [Fact]
    public async Task What_is_shown_is_what_is_sent()
    {
        await using var database = new PostgresDatabase();
        using var log = new SentStatements();
        await using var source = new NpgsqlDataSourceBuilder((await database.SourceAsync()).ConnectionString) { Name = "sent" }.UseLoggerFactory(log).Build();
        var graph = new Graph([.. new[] { "managers", "customers", "centers", "crew", "admins" }.Select(t => new Node(t, "A", "main", false, false, "active", null))]);
        await graph.WriteAsync(source, "timestamptz");
        var (scopes, model, stop) = (new TestScopes(source, PostgresCompiler.Default), ScopeText.ModelStore.Current.Value, TestContext.Current.CancellationToken);
        var golden = Bare(GoldenSql.Of(model, scopes.Decisions, scopes.Decisions, scopes.Clock, "cks"));
        var (cursors, sorted) = (new ScopeCursors(Options.Create(new CksScopeOptions { CursorKey = new byte[32] }), scopes.Clock), 0);
        foreach (var strategy in model.Strategies)
        {
            var me = new Subject("u", TenantId.Parse("main"), [strategy.Role]) { Code = "A" };
            var shown = ScopeStatements.Of(me, model, scopes.Decisions, scopes.Clock)!;
            await CheckAsync(shown.Answer(), async () => await scopes.Service.GetScopeAsync(me, stop), log, golden);
            foreach (var listed in shown.Listed)
            {
                await CheckAsync(shown.List(listed), async () => Assert.True((await scopes.Service.ListAsync(me, listed, new() { Limit = ScopeStatements.PageSize, Count = ScopeCount.Capped }, stop)).IsFound), log, golden);
                if (shown.SortOf(listed) is not { } sort)
                    continue;
                sorted++;
                var rows = shown.Viewer.Listed(listed)!;
                var next = cursors.Write(CursorPlace.OfList(me, rows.Name, rows.Entity, sort, []), "open", "K");
                foreach (var (after, key) in new[] { ((string?)null, (object[]?)null), (next, ["open", "K"]) })
                    await CheckAsync(shown.Sorted(listed, sort, key), async () => Assert.True((await scopes.Service.ListAsync(me, listed, new() { Limit = ScopeStatements.PageSize, Sort = sort, After = after }, stop)).IsFound), log, golden);
            }

            foreach (var entity in shown.Found)
                await CheckAsync(shown.Find(entity, "K"), async () =>
                {
                    await scopes.Service.FindAsync(me, entity.Name, "K", stop);
                    await scopes.Service.CanSeeAsync(me, entity.Name, "K", stop);
                }, log, golden);
        }

        Assert.NotEqual(0, sorted);
    }

    [Fact]
    public async Task What_is_shown_of_an_inspection_is_what_it_sends()
    {
        await using var database = new PostgresDatabase();
        using var log = new SentStatements();
        await using var source = new NpgsqlDataSourceBuilder((await database.SourceAsync()).ConnectionString) { Name = "inspecting" }.UseLoggerFactory(log).Build();
        await new Graph([new("admins", "ADM-001", "main", false, false, null, null)]).WriteAsync(source, "timestamptz");
        var (scopes, model, stop, inspections) = (new TestScopes(source, PostgresCompiler.Default), ScopeText.ModelStore.Current.Value, TestContext.Current.CancellationToken, 0);
        var golden = Bare(GoldenSql.Of(model, scopes.Decisions, scopes.Decisions, scopes.Clock, "cks"));
        foreach (var strategy in model.Strategies)
        {
            var me = new Subject("u", TenantId.Parse("main"), [strategy.Role]) { Code = "ADM-001" };
            if (!scopes.Decisions.Check(me, ScopeInspector.Inspect).IsPermitted)
                continue;
            var shown = ScopeStatements.Of(me, model, scopes.Decisions, scopes.Clock)!;
            foreach (var (role, code) in new[] { ("admin", "ADM-001"), ("manager", "MGR-001"), ("center", "CEN-001"), ("crew", "CRW-001") })
                if (shown.Inspection(role, code) is { Count: > 0 } inspection)
                {
                    await CheckAsync(inspection, async () => await scopes.Inspector.GetRoleScopeAsync(me, code, stop), log, golden);
                    inspections++;
                }
        }

        Assert.NotEqual(0, inspections);
    }

    [Fact]
    public async Task What_is_shown_of_the_feed_is_what_it_sends()
    {
        await using var world = await ActivityWorld.CreateAsync(postgres: true);
        using var log = new SentStatements();
        await using var source = new NpgsqlDataSourceBuilder(((NpgsqlDataSource)world.Source).ConnectionString) { Name = "feed" }.UseLoggerFactory(log).Build();
        var (feed, stop) = (world.FeedOf(source), TestContext.Current.CancellationToken);
        var golden = Bare(GoldenSql.Of(world.Scope, world.Decisions, world.Decisions, world.Clock, "cks"));
        var (center, crew) = (ActivityWorld.Me("CEN-001", "center"), ActivityWorld.Me("CRW-001", "crew"));
        for (var n = 0; n <= ActivityPage.Size; n++)
            await world.HappensAsync("crew_moved", center, "crew", "CRW-001", ("centerId", "CEN-001"));
        foreach (var me in new[] { ActivityWorld.Me("MGR-001", "manager"), crew })
        {
            var shown = ScopeStatements.Of(me, world.Scope, world.Decisions, world.Clock)!;
            var acted = shown.Seen("CEN-001").Single(s => s.Entity.Name == "center").Statement;
            ActivityPage? page = null;
            await CheckAsync([.. shown.Feed(), acted], async () => page = await feed.ReadAsync(me, cancellationToken: stop), log, golden);
            var last = page!.Items[^1];
            await CheckAsync([.. shown.Feed([last.CreatedAt, last.Id]), acted], async () => await feed.ReadAsync(me, page.Next!, cancellationToken: stop), log, golden);
        }
    }

    private static async Task CheckAsync(IReadOnlyList<ScopeStatement> shown, Func<Task> send, SentStatements log, string golden)
    {
        log.Take();
        await send();
        var sent = log.Take();
        var rest = sent;
        foreach (var statement in sent.Split('\n').Where(s => s.Contains("SELECT", StringComparison.Ordinal)))
            Assert.Contains(Bare(statement), golden, StringComparison.Ordinal);
        // The longest first: one text may be part of another.
        foreach (var sql in shown.Select(s => Numbered(PostgresCompiler.Default.Compile(s.Query).Sql)).OrderByDescending(s => s.Length))
        {
            Assert.Contains(sql, rest, StringComparison.Ordinal);
            rest = rest.Remove(rest.IndexOf(sql, StringComparison.Ordinal), sql.Length);
        }

        Assert.False(rest.Contains("SELECT", StringComparison.Ordinal), $"More is sent than is shown: {rest}");
    }

    // Without line ends and without the names of values.
    private static string Bare(string sql) => Regex.Replace(Regex.Replace(sql, @"\s+", ""), @"[@$]\w+", "?");

    // As Npgsql takes it.
    private static string Numbered(string sql) => Regex.Replace(sql, "@p([0-9]+)", m => $"${int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) + 1}");
}
