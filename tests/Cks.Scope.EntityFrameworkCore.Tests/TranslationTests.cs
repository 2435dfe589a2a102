using Cks.Core;
using Cks.QueryBuilder;
using Cks.Scope.Tests.Reading;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>Random conditions, read by Cks.QueryBuilder and by Entity Framework: missing values, opposites and alternatives mean the same in both.</summary>
public sealed class TranslationTests
{
    private static readonly Gen<(int Kind, int[] Atoms)[]> Shapes = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1_000].Array[1, 3]).Array[1, 3];

    [Fact]
    public async Task Conditions_mean_the_same_on_SQLite()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await CompareAsync(portal, Rounds.Of(40));
    }

    [Fact]
    public async Task Conditions_mean_the_same_on_PostgreSQL()
    {
        await using var portal = await TestPortal.OnPostgresAsync();
        await CompareAsync(portal, Rounds.Of(40));
    }

    private static async Task CompareAsync(TestPortal portal, int rounds)
    {
        var moments = new DateTimeOffset?[] { null, Graph.Now, Graph.Now.AddDays(1), Graph.Now.AddMilliseconds(-1) };
        // The graph writes its texts as they stand in SQL, quotes twice.
        await portal.WriteAsync(new(
            [new("customers", "CUS-001", "main", false, false, "active", "MGR-001"), new("customers", "CUS-002", "main", false, false, "active", null)],
            [.. Enumerable.Range(0, 60).Select(i => new Scope.Tests.Reading.Order($"ORD-{i:000}", "main", false, false, new[] { "open", "done", "", null }[i % 4], new[] { "plain", null, "O''Neil", "ÄÖ" }[i / 4 % 4], null, new[] { "CUS-001", "CUS-002", null }[i % 3], null, Graph.Now.AddDays(i % 3), moments[i / 3 % 4], new long?[] { null, 1, 2 }[i / 2 % 3], new long?[] { 2, null, 1 }[i % 3]))]));
        portal.Services.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value.TryGetEntity("order", out var order);
        var (atoms, reader) = (Atoms(order!.Table), portal.Services.GetRequiredService<QueryReader>());
        await using var db = portal.Plain();
        await db.Database.OpenConnectionAsync();
        var sizes = new HashSet<int>();
        await Shapes.SampleAsync(async shape =>
        {
            var query = shape.Aggregate(Query.From(order.Table), (q, part) => Put(q, part.Kind, [.. part.Atoms.Select(a => atoms[a % atoms.Length])]));
            var expected = new List<string>();
            await reader.ReadAsync(query.Select(order.Key), r => expected.Add(r.GetString(0)));
            var found = await ScopedSource.Among(db.Orders, db.Orders.EntityType, query).Select(o => o.Id).ToListAsync();
            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
            sizes.Add(found.Count);
        }, iter: rounds, threads: 1);
        Assert.True(sizes.Count > 5);
    }

    private static Query Put(Query query, int kind, Func<ConditionGroup, ConditionGroup>[] atoms) => kind switch
    {
        0 => query.Where(all => atoms.Aggregate(all, (g, a) => a(g))),
        1 => query.Where(or => atoms.Aggregate(or, (g, a) => g.OrWhere(a))),
        2 => query.WhereNot(or => atoms.Aggregate(or, (g, a) => g.OrWhere(a))),
        _ => query.WhereNot(or => or.OrWhere(and => atoms.Aggregate(and, (g, a) => a(g)))),
    };

    private static Func<ConditionGroup, ConditionGroup>[] Atoms(Table orders)
    {
        var (status, kind) = (orders.Column<string>("status"), orders.Column<string>("kind"));
        var (onHand, minimum) = (orders.Column<long?>("on_hand"), orders.Column<long?>("minimum"));
        var (created, due) = (orders.Column<DateTimeOffset>("created"), orders.Column<DateTimeOffset?>("due"));
        var atoms = new List<Func<ConditionGroup, ConditionGroup>>
        {
            g => g.WhereNull(status), g => g.WhereNotNull(status), g => g.WhereNull(due), g => g.WhereNotNull(onHand), g => g.WhereFalse(),
            g => g.WhereIn(status, ["open", ""]), g => g.WhereIn(kind, ["O'Neil", "ÄÖ", "gone"]), g => g.WhereIn(onHand, [1L, 7L]),
            g => g.Where(status, Op.Eq, ""), g => g.Where(kind, Op.Ne, "plain"), g => g.Where(kind, Op.Eq, "O'Neil"),
            g => g.Where(or => or.Where(status, Op.Eq, "open").OrWhereNull(kind)), g => g.WhereNot(or => or.Where(status, Op.Eq, "open").OrWhere(onHand, Op.Lt, minimum)),
        };
        foreach (var op in Enum.GetValues<Op>())
        {
            atoms.Add(g => g.Where(onHand, op, 1L));
            atoms.Add(g => g.Where(onHand, op, minimum));
            atoms.Add(g => g.Where(created, op, Graph.Now.AddDays(1)));
            atoms.Add(g => g.Where(due, op, Graph.Now));
        }

        return [.. atoms];
    }
}
