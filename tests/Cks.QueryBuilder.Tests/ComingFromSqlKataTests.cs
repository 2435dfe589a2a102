using Cks.Tests;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Cks.QueryBuilder.Tests;

/// <summary>
/// <c>docs/coming-from-sqlkata.md</c>: in each row of its tables that holds a call of ours, what stands under "its SQL" is what the call gives here, on PostgreSQL.
/// To accept a change, copy the received page over it.
/// </summary>
public sealed class ComingFromSqlKataTests
{
    private const string Page = "coming-from-sqlkata.md";

    [Fact]
    public void Page_shows_what_each_call_gives()
    {
        var cases = Cases().ToDictionary(c => c.Call, c => c.Gives, StringComparer.Ordinal);
        var shown = new List<string>();
        var (call, sql) = (-1, -1);
        string Row(string line)
        {
            var cells = line.Split(" | ");
            if (!line.StartsWith("| ", StringComparison.Ordinal) || line.StartsWith("| ---", StringComparison.Ordinal))
                return line;
            if (Array.IndexOf(cells, "Cks") is > 0 and var header)
                (call, sql) = (header, Array.IndexOf(cells, "its SQL"));
            if (call < 0 || !cells[call].StartsWith('`'))
                return line;
            shown.Add(cells[call].Trim('`'));
            cells[sql] = cases.GetValueOrDefault(cells[call].Trim('`'), "no test has this call");
            return string.Join(" | ", cells);
        }

        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, Page)).ReplaceLineEndings("\n");
        ApprovedFile.Check(Page, string.Join('\n', page.Split('\n').Select(Row)));
        Assert.Equal(cases.Keys.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Call, string Gives)> Cases()
    {
        var schema = SqlSchema.Create(s => s
            .Table("crew", t => t.Column<string>("id").Column<string>("tenant").Column<string>("name").Column<string>("center_id").Column<string>("boss_id").Column<int>("level").Column<long>("points")
                .Column<DateTimeOffset>("created_at").Column<DateTimeOffset?>("archived_at").Column<JsonElement>("doc"))
            .Table("centers", t => t.Column<string>("id").Column<string>("customer")));
        Table crew = schema.Table("crew"), centers = schema.Table("centers");
        Column<string> id = crew.Column<string>("id"), tenant = crew.Column<string>("tenant"), name = crew.Column<string>("name"), center = crew.Column<string>("center_id"), boss = crew.Column<string>("boss_id");
        var (level, points, createdAt, archivedAt, doc) = (crew.Column<int>("level"), crew.Column<long>("points"), crew.Column<DateTimeOffset>("created_at"), crew.Column<DateTimeOffset?>("archived_at"), crew.Column<JsonElement>("doc"));
        Column<string> centerId = centers.Column<string>("id"), customer = centers.Column<string>("customer");
        Query all = Query.From(crew), ids = all.Select(id), centerIds = Query.From(centers).Select(centerId);
        Table bosses = crew.Alias(), mine = centerIds.Where(customer, Op.Eq, "c").AsCommonTable();
        Table below = ids.Where(id, Op.Eq, "W1").AsRecursiveTable(found => ids.Join(found, found.Column(id), boss));
        Table perCenter = all.GroupBy(center).Select(center, Aggregate.Rows).AsTable();
        var (from, to) = (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));

        return
        [
            // every day
            Of(() => all.Select(id, name)),
            Of(() => ids.Where(name, Op.Eq, "a").Where(level, Op.Gt, 3)),
            Of(() => ids.Where(or => or.Where(name, Op.Eq, "a").OrWhere(level, Op.Gt, 3))),
            Of(() => ids.WhereNot(x => x.Where(name, Op.Eq, "a"))),
            Of(() => ids.Where(name, Op.Eq, boss)),
            Of(() => ids.WhereIn(name, ["a", "b"])),
            Of(() => ids.WhereIn(center, centerIds.Where(customer, Op.Eq, "c"))),
            Of(() => ids.WhereNotIn(center, centerIds)),
            Of(() => ids.WhereNull(archivedAt)),
            Of(() => ids.WhereNotNull(archivedAt)),
            Of(() => ids.WhereBetween(level, 1, 3)),
            Of(() => ids.WhereExists(center, centerIds)),
            Of(() => ids.WhereExists(centerIds)),
            Of(() => ids.WhereSame(name, "Ann")),
            Of(() => ids.WhereContains(name, "nn")),
            Of(() => ids.WhereStarts(name, "An")),
            Of(() => ids.WhereEnds(name, "nn")),
            Of(() => all.Join(centers, centerId, center).Select(id, customer)),
            Of(() => ids.LeftJoin(centers, on => on.Where(centerId, Op.Eq, center).Where(customer, Op.Eq, "c"))),
            Of(() => ids.CrossJoin(centers)),
            Of(() => all.Join(bosses, bosses.Column(id), boss).Select(name, bosses.Column(name))),
            Of(() => all.Select(name).Distinct()),
            Of(() => all.GroupBy(center).Select(center, Aggregate.Rows).Having(Aggregate.Rows, Op.Gt, 5)),
            Of(() => all.Select(Aggregate.Sum(points), Aggregate.Max(level))),
            Of(() => ids.OrderBy(name).OrderByDesc(createdAt)),
            Of(() => ids.OrderBy(id).Limit(20)),
            Of(() => ids.OrderBy(id).After("W20").Limit(20)),
            Of(() => Query.From(perCenter).Where(perCenter.Column(Aggregate.Rows), Op.Gt, 5)),
            Of(() => ids.Union(centerIds)),
            Of(() => ids.With(mine).WhereIn(center, Query.From(mine))),
            Of(() => ids.When(true, q => q.Where(level, Op.Gt, 3))),
            Of(() => all.Where(level, Op.Gt, 3).Count()),
            Of(() => Write.Insert(crew).Set(id, "W1").SetNull(boss)),
            Of(() => Write.Insert(centers).Set(centerId, "C1").Set(customer, "c").OrUpdate(centerId)),
            Of(() => Write.Update(all.Where(id, Op.Eq, "W1")).Set(name, "a")),
            Of(() => Write.Update(all.Where(id, Op.Eq, "W1")).Add(points, 5)),
            Of(() => Write.Delete(all.Where(id, Op.Eq, "W1"))),

            // where the two differ
            Of(() => crew.TryColumn(" as x", out _)),
            Of(() => ids.WhereBetween(createdAt, from, to)),
            Of(() => ids.Where(createdAt, (Op)250, from)),
            Of(() => ids.FullJoin(centers, centerId, center)),
            Of(() => ids.Where(name, Op.Eq, "why?")),
            Of(() => ids.WhereNotNull(doc.JsonText("k"))),
            Of(() => all.Select(doc.JsonText("arr", 0))),
            Of(() => crew.TryColumn("id as password", out _)),
            Of(() => ids.Where(tenant, Op.Eq, "t").Where(or => or.Where(name, Op.Eq, "x").OrWhere(name, Op.Eq, "y"))),
            Of(() => ids.Where(or => or.Where(name, Op.Eq, "x")).When(false, q => q.WhereFalse()).Where(tenant, Op.Eq, "t")),
            Of(() => ids.WhereStarts(name, "%_")),
            Of(() => ids.WhereNot(x => x.WhereIn(name, ["a", null!]))),
            Of(() => ids.WhereIn(level, [1, 2, 3])),
            Of(() => all.Select(name).Distinct().Count()),
            Of(() => ids.WhereIn(center, Query.From(mine).With(mine))),
            Of(() => ids.OrderBy(id).Limit(2).Union(centerIds)),
            Of(() => Reused(ids.OrderBy(id).Limit(2))),
            Of(() => ids.Limit(-5)),
            Of(() => ids.Limit(0)),
            Of(() => Write.Delete(all)),
            Of(() => Write.Delete(all.Where(level, Op.Eq, 1).Limit(1))),
            Of(() => PostgresCompiler.Default.Compile(ids.Where(name, Op.Eq, "a")).ToString()),
            Of(() => Query.From(below).With(below)),
        ];
    }

    private static Query Reused(Query query)
    {
        _ = PostgresCompiler.Default.Compile(query.Count());
        return query;
    }

    private static (string Call, string Gives) Of(Func<object> call, [CallerArgumentExpression(nameof(call))] string text = "")
    {
        try
        {
            return (text["() => ".Length..], $"`{call() switch
            {
                Query query => PostgresCompiler.Default.Compile(query).Sql,
                Write write => PostgresCompiler.Default.Compile(write).Sql,
                bool known => known ? "true" : "false",
                var other => other,
            }}`");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return (text["() => ".Length..], $"throws `{e.GetType().Name}`");
        }
    }
}
