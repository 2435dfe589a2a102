using Cks.Rbac;
using Cks.Scope.Tests.Reading;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using static Cks.Scope.Tests.Reading.NaiveScope;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>Every viewer of random data, read by Entity Framework and by the naive model.</summary>
public sealed class NaiveModelTests
{
    [Fact]
    public async Task Scopes_of_Entity_Framework_equal_the_naive_model_on_SQLite()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await Graph.All.SampleAsync(graph => CompareAsync(graph, portal), iter: 60, threads: 1);
    }

    [Fact]
    public async Task Scopes_of_Entity_Framework_equal_the_naive_model_on_PostgreSQL()
    {
        await using var portal = await TestPortal.OnPostgresAsync();
        await Graph.All.SampleAsync(graph => CompareAsync(graph, portal), iter: 20, threads: 1);
    }

    private static async Task CompareAsync(Graph graph, TestPortal portal)
    {
        await portal.WriteAsync(graph);
        await using var plain = portal.Plain();
        foreach (var node in graph.Nodes.Where(n => Viewers.Contains(n.Table)))
        {
            var me = SubjectOf(node);
            var viewer = graph.Viewer(node.Table, node.Id, node.Tenant, node.Test);
            var seen = viewer is null ? Entities.ToDictionary(e => e, _ => Array.Empty<string>()) : Seen(graph, viewer);
            await using var own = portal.Contexts.Create(me);
            await CompareAsync(seen["admin"], plain.Admins, own.Admins, me);
            await CompareAsync(seen["manager"], plain.Managers, own.Managers, me);
            await CompareAsync(seen["customer"], plain.Customers, own.Customers, me);
            await CompareAsync(seen["center"], plain.Centers, own.Centers, me);
            await CompareAsync(seen["crew"], plain.Crew, own.Crew, me);
            await CompareAsync(seen["service"], plain.Services, own.Services, me);
            await CompareAsync(seen["order"], plain.Orders, own.Orders, me);
            await CompareAsync(seen["report"], plain.Reports, own.Reports, me);
        }
    }

    private static async Task CompareAsync<T>(string[] seen, DbSet<T> plain, DbSet<T> own, Subject me)
        where T : Thing
    {
        Assert.Equal(seen, Sorted(await plain.InScope(me).ToListAsync(), me));
        Assert.Equal(seen, Sorted(await own.ToListAsync(), me));
        Assert.Equal(seen.Length, await own.CountAsync());
    }

    private static IEnumerable<string> Sorted(IEnumerable<Thing> rows, Subject me)
    {
        var all = rows.ToList();
        Assert.All(all, r => Assert.Equal((me.Tenant.Value, me.IsTest, null), (r.Tenant, r.Test, r.Archived)));
        return all.Select(r => r.Id).Order(StringComparer.Ordinal);
    }
}
