using Cks.QueryBuilder;

namespace Cks.Scope.Tests.Scoping;

/// <summary>A table and those of its text columns that may be named.</summary>
internal sealed record RandomTable(Table Table, Column<string>[] Columns, Column<string>[] Hidden);

/// <summary>Makes queries of text columns, of every construct that reads a table. What it makes has one answer, however the rows are found.</summary>
/// <param name="random">What decides.</param>
/// <param name="tables">The tables that are read.</param>
internal sealed class RandomQuery(Random random, IReadOnlyList<RandomTable> tables)
{
    private static readonly string[] Values = ["MGR-001", "MGR-002", "CUS-001", "CEN-001", "CEN-002", "CRW-001", "CRW-002", "SRV-001", "ORD-001", "ORD-004", "open", "active", "paused", "plain", ""];
    private readonly HashSet<string> _uses = [];
    private int _made;
    private int _aliases;
    private int _mayHide = random.Next(6) == 0 ? 1 : 0;

    /// <summary>The constructs that were used.</summary>
    public IReadOnlySet<string> Uses => _uses;

    /// <summary>Whether a hidden column is named.</summary>
    public bool IsHidden { get; private set; }

    public Query Whole()
    {
        var read = Read(random.Next(3), random.Next(3) + 1);
        if (random.Next(8) == 0)
        {
            Use("count");
            return random.Next(2) == 0 ? read.Count() : read.Limit(3).Count();
        }

        return read;
    }

    // Of text columns; ordered by all of them where it is limited, so that no two answers are right.
    private Query Read(int depth, int columns)
    {
        var (query, scope, common) = From(depth);
        if (common is not null)
            query = query.With(common);
        for (var joins = random.Next(5) / 2; joins > 0 && _aliases < Table.LastNumber; joins--)
            (query, scope) = Join(query, scope, depth);
        for (var conditions = random.Next(5) / 2; conditions > 0; conditions--)
            query = query.Where(group => Condition(group, scope, depth, isFirst: true));
        var form = random.Next(8);
        if (form == 0 && columns > 1)
        {
            Use("groups");
            var by = Pick(scope);
            query = query.GroupBy(by).Select([by, .. Enumerable.Range(1, columns - 1).Select(_ => Aggregated(Pick(scope)))]);
            return random.Next(2) == 0 ? query : query.Having(Aggregate.Rows, Op.Gt, 1L);
        }

        Column[] chosen = [.. Enumerable.Range(0, columns).Select(_ => Pick(scope))];
        query = query.Select(chosen);
        if (form == 1)
        {
            Use("distinct");
            query = query.Distinct();
        }

        if (form != 2)
            return query;
        Use("limit");
        return chosen.Distinct().Aggregate(query, (q, c) => q.OrderBy(c)).Limit(1 + random.Next(4));
    }

    private Column<string> Aggregated(Column<string> column) => random.Next(2) == 0 ? Aggregate.Max(column) : Aggregate.Min(column);

    private (Query Query, List<Column<string>[]> Scope, Table? Common) From(int depth)
    {
        var form = depth > 0 && _made < 12 && _aliases < Table.LastNumber - 2 ? random.Next(8) : 8;
        if (form > 3)
        {
            var table = Declared();
            return (Query.From(table.Table), [table.Columns], null);
        }

        var (first, number) = (Read(depth - 1, 2), ++_made);
        Table made;
        switch (form)
        {
            case 0:
                Use("query as a table");
                made = first.AsTable(number);
                break;
            case 1:
                Use("common table");
                made = first.AsCommonTable(number);
                break;
            case 2:
                Use("union");
                var other = Read(depth - 1, 2);
                made = (random.Next(4) switch { 0 => first.Union(other), 1 => first.UnionAll(other), 2 => first.Except(other), _ => first.Intersect(other) }).AsTable(number);
                break;
            default:
                Use("recursive table");
                var step = Declared();
                var (start, next) = (first.Select(first.Columns[0]), Pick([step.Columns]));
                made = start.AsRecursiveTable(found => Query.From(step.Table).Join(found, (Column<string>)found.Columns[0], Pick([step.Columns])).Select(next), number);
                return (Query.From(made), [[.. made.Columns.Cast<Column<string>>()]], made);
        }

        return (Query.From(made), [[.. made.Columns.Cast<Column<string>>()]], form == 1 ? made : null);
    }

    private (Query, List<Column<string>[]>) Join(Query query, List<Column<string>[]> scope, int depth)
    {
        var table = Declared();
        List<Column<string>[]> all = [.. scope, table.Columns];
        switch (random.Next(5))
        {
            case 0:
                Use("join");
                return (query.Join(table.Table, Pick([table.Columns]), Pick(scope)), all);
            case 1:
                Use("join by a condition");
                return (query.Join(table.Table, on => Condition(on, all, depth, isFirst: true)), all);
            case 2:
                Use("left join");
                return (query.LeftJoin(table.Table, Pick([table.Columns]), Pick(scope)), all);
            case 3:
                Use("left join by a condition");
                return (query.LeftJoin(table.Table, on => Condition(on, all, depth, isFirst: true)), all);
            default:
                Use("cross join");
                return (query.CrossJoin(table.Table), all);
        }
    }

    private ConditionGroup Condition(ConditionGroup group, List<Column<string>[]> scope, int depth, bool isFirst)
    {
        var column = Pick(scope, mayHide: true);
        switch (random.Next(depth > 0 && _aliases < Table.LastNumber - 2 ? 12 : 5))
        {
            case 0:
                group = group.Where(column, random.Next(2) == 0 ? Op.Eq : Op.Ne, Value());
                break;
            case 1:
                group = group.Where(column, Op.Ge, Pick(scope));
                break;
            case 2:
                group = random.Next(2) == 0 ? group.WhereNull(column) : group.WhereNotNull(column);
                break;
            case 3:
                group = group.WhereIn(column, Enumerable.Range(0, 5).Select(_ => Value()).ToArray());
                break;
            case 4 or 5:
                Use("alternatives");
                group = group.Where(column, Op.Eq, Value()).OrWhere(Pick(scope), Op.Eq, Value()).OrWhereNotNull(Pick(scope));
                break;
            case 6:
                Use("not");
                group = group.WhereNot(not => Condition(not, scope, depth - 1, isFirst: false)).WhereNotNull(column);
                break;
            case 7:
                Use("in");
                group = group.WhereIn(column, Read(depth - 1, 1));
                break;
            case 8:
                Use("in several");
                group = group.WhereIn(column, Read(depth - 1, 1), Read(depth - 1, 1));
                break;
            case 9:
                Use("not in");
                group = random.Next(2) == 0 ? group.WhereNotIn(column, Read(depth - 1, 1)) : group.WhereNotExists(column, Read(depth - 1, 1));
                break;
            case 10:
                Use("exists");
                group = group.WhereExists(Read(depth - 1, 1)).WhereNotNull(column);
                break;
            default:
                Use("not exists");
                group = group.WhereNotExists(Read(depth - 1, 1)).WhereNotNull(column);
                break;
        }

        return isFirst && random.Next(3) == 0 ? group.OrWhere(Pick(scope), Op.Eq, Value()) : group;
    }

    private RandomTable Declared()
    {
        var table = tables[random.Next(tables.Count)];
        // Each once under a name of its own; the first of them under its own.
        if (_aliases == 0 && random.Next(2) == 0)
        {
            _aliases++;
            return table;
        }

        Use("alias");
        var alias = table.Table.Alias(1 + (_aliases++ % Table.LastNumber));
        return new(alias, [.. table.Columns.Select(alias.Column)], [.. table.Hidden.Select(alias.Column)]);
    }

    private Column<string> Pick(List<Column<string>[]> scope, bool mayHide = false)
    {
        var columns = scope[random.Next(scope.Count)];
        if (mayHide && _mayHide > 0 && columns[0].Table is var of && tables.FirstOrDefault(t => t.Table == of.Declared) is { Hidden: [_, ..] hidden })
        {
            (_mayHide, IsHidden) = (0, true);
            return of == of.Declared ? hidden[random.Next(hidden.Length)] : of.Column(hidden[random.Next(hidden.Length)]);
        }

        return columns[random.Next(columns.Length)];
    }

    private string Value() => Values[random.Next(Values.Length)];

    private void Use(string what) => _uses.Add(what);
}
