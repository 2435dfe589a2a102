using System.Text.Json;
using Cks.Core;
using Cks.Rbac;
using Cks.Scope.Tests.Reading;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Cks.Scope.Tests.Reading.NaiveScope;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>S04: what is hidden is neither shown, nor asked of the database, nor found by.</summary>
public sealed class SelectVisibleTests
{
    private static readonly Subject Crew = new("u", TenantId.Parse("main"), ["crew"]) { Code = "CRW-001" };

    private static readonly Graph Rows = new(
        [new("crew", "CRW-001", "main", false, false, "active", "CEN-001"), new("centers", "CEN-001", "main", false, false, "busy", null)],
        [
            new("ORD-001", "main", false, false, "open", "plain", "CRW-001", null, null, Graph.Now, Graph.Now, 1, 2),
            new("ORD-002", "main", false, false, "ready", "plain", "CRW-001", null, null, Graph.Now.AddDays(-1), null, null, 2),
        ]);

    private static readonly Dictionary<string, Func<Portal, IQueryable<Order>, IQueryable<Order>>> Hidden = new()
    {
        ["a filter"] = (_, orders) => orders.Where(o => o.Kind == "secret"),
        ["a filter by name"] = (_, orders) => orders.Where(o => EF.Property<string>(o, "Kind") == "secret"),
        ["an order"] = (_, orders) => orders.OrderBy(o => o.Due),
        ["a group"] = (_, orders) => orders.GroupBy(o => o.Status).Select(g => g.First()),
        ["a sub-query"] = (db, orders) => orders.Where(o => db.Orders.InScope(Crew).Any(x => x.Minimum == 2)),
        ["a join with what else is hidden"] = (db, orders) => orders.Join(db.Centers.InScope(Crew), o => o.Id, c => c.CustomerId, (o, c) => o),
        ["what is no field"] = (_, orders) => orders.Where(o => o.Customer == "CUS-001"),
        ["all rows instead"] = (db, _) => db.Orders,
        ["the rows of somebody else instead"] = (db, _) => db.Orders.InScope(new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" }),
        ["another type of the same instance"] = (_, orders) => orders.Where(o => ((Standing)o).Status == "open"),
    };

    public static TheoryData<string> Hiddens => [.. Hidden.Keys];

    [Fact]
    public async Task S04_only_visible_fields_are_shown_and_asked_for()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);
        await using var db = portal.Plain();
        var query = db.Orders.SelectVisible(Crew, orders => orders.Where(o => o.Created <= Graph.Now).OrderByDescending(o => o.Created).Take(5));

        var rows = await query.ToListAsync();

        Assert.Equal("""[{"code":"ORD-001","created":"2026-03-10T15:30:00+00:00"},{"code":"ORD-002","created":"2026-03-09T15:30:00+00:00"}]""", JsonSerializer.Serialize(rows));
        Assert.StartsWith("SELECT \"o\".\"id\", \"o\".\"created\"\n", query.ToQueryString()[query.ToQueryString().IndexOf("SELECT", StringComparison.Ordinal)..].ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(2, await db.Orders.SelectVisible(Crew).CountAsync());
        Assert.Empty(await db.Admins.SelectVisible(Crew).ToListAsync());
    }

    [Theory]
    [MemberData(nameof(Hiddens))]
    public async Task S04_nothing_is_found_or_ordered_by_what_is_hidden(string what)
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Rows);
        await using var db = portal.Plain();

        Assert.StartsWith("CKS318", Assert.Throws<InvalidOperationException>(() => db.Orders.SelectVisible(Crew, orders => Hidden[what](db, orders)).ToList()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_those_that_the_service_shows_on_SQLite()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await Graph.All.SampleAsync(graph => CompareAsync(graph, portal), iter: Rounds.Of(10), threads: 1);
    }

    [Fact]
    public async Task Rows_are_those_that_the_service_shows_on_PostgreSQL()
    {
        await using var portal = await TestPortal.OnPostgresAsync();
        await Graph.All.SampleAsync(graph => CompareAsync(graph, portal), iter: Rounds.Of(4), threads: 1);
    }

    private static async Task CompareAsync(Graph graph, TestPortal portal)
    {
        await portal.WriteAsync(graph);
        await using var db = portal.Plain();
        foreach (var node in graph.Nodes.Where(n => Viewers.Contains(n.Table)))
        {
            var me = SubjectOf(node);
            await CompareAsync(db.Orders, "order", me);
            await CompareAsync(db.Centers, "center", me);
            await CompareAsync(db.Reports, "report", me);
        }

        async Task CompareAsync<T>(DbSet<T> set, string entity, Subject me)
            where T : Thing
        {
            foreach (var row in await set.SelectVisible(me).ToListAsync())
                Assert.Equal(JsonSerializer.Serialize(await portal.Services.GetRequiredService<IScopeService>().FindAsync(me, entity, (string)row["code"]!)), JsonSerializer.Serialize(row));
        }
    }
}
