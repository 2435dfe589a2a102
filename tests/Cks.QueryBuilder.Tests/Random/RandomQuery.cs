using CsCheck;

namespace Cks.QueryBuilder.Tests;

/// <summary>A query twice: as the library is told it, and as a plain function of the world.</summary>
// Columns: what a row holds.
// Rows: the rows; in their order where that is total.
// IsTotal: whether rows that differ have an order.
// Sorted: the columns of the result that it is ordered by first.
// Size: about how many rows there are at most.
internal sealed record RandomQuery(Query Query, Output[] Columns, Func<World, List<object?[]>> Rows, bool IsTotal, int[] Sorted, int Size)
{
    /// <summary>The constructs that it is made of.</summary>
    public IReadOnlySet<string> Uses { get; init; } = new HashSet<string>();

    public static readonly Gen<RandomQuery> Gen = new Generated<RandomQuery>(chance => new QueryMaker(chance).Whole(chance.Below(3)));

    /// <summary>Two that differ in their values only.</summary>
    public static readonly Gen<(RandomQuery First, RandomQuery Second)> Twins = new Twins<RandomQuery>(chance => new QueryMaker(chance).Whole(chance.Below(3)));

    /// <summary>Short ones from small pools, so that shapes meet.</summary>
    public static readonly Gen<(RandomQuery First, RandomQuery Second)> Short = new Twins<RandomQuery>(chance => new QueryMaker(chance.Within(2)).Whole(chance.OneIn(3) ? 1 : 0));
}

/// <summary>Makes a query out of random choices.</summary>
internal sealed partial class QueryMaker(Chance chance)
{
    private const int Largest = 1_500;
    private readonly HashSet<string> _uses = [];
    private readonly List<(Kind Kind, Parameter Parameter, ParameterValue Bound, object Value)> _parameters = [];
    private readonly List<Source> _common = []; // those that can be read where we are

    /// <summary>Whether there may be parameters to be bound.</summary>
    public bool MayBind { get; init; } = true;

    public RandomQuery Whole(int depth)
    {
        var read = Query(depth, null);
        var (made, query) = (read, read.Query);
        if (chance.OneIn(6))
        {
            Uses("count");
            made = new(query.Count(), [new(Aggregate.Rows, Kind.Number, true)], w => [[(long)read.Rows(w).Count]], true, [], 1);
            query = made.Query;
        }
        else if (chance.OneIn(12) && IsLockable(query))
        {
            Uses("lock");
            query = chance.OneIn(2) ? query.ForUpdate() : query.ForShare();
        }

        var values = query.Values;
        if (Array.Exists(values, v => v is Parameter))
            query = query.Bind([.. _parameters.Where(p => values.Contains(p.Parameter)).Select(p => p.Bound)]);
        return made with { Query = query, Uses = _uses };
    }

    private void Uses(string name) => _uses.Add(name);

    private static bool IsLockable(Query query) => !query.IsReduced && !query.Table.IsMade && !Array.Exists(query.Chain(), p => p.Part is QueryPart.RightJoin or QueryPart.FullJoin);

    /// <summary>A query of any columns, or of one for each of some kinds.</summary>
    private RandomQuery Query(int depth, Kind[]? kinds)
    {
        var visible = _common.Count;
        var named = new List<Source>();
        while (depth > 0 && named.Count < 2 && chance.OneIn(6))
        {
            named.Add(Common(depth - 1));
            _common.Add(named[^1]);
        }

        var made = Read(depth, kinds);
        _common.RemoveRange(visible, named.Count);
        return named.Count == 0 ? made : made with { Query = named.Aggregate(made.Query, (q, n) => q.With(n.Table)) };
    }

    private RandomQuery Read(int depth, Kind[]? kinds)
    {
        var from = From(depth, kinds);
        var form = chance.Below(10);
        var groups = from.Scope.Where(f => f.Kind.IsComparable && f.Column.Term is null).ToArray();
        if (form < 3 && groups.Length > 0 && Grouped(from, groups, depth, kinds) is { } grouped)
            return grouped;
        var scope = from.Scope;
        var isDistinct = form == 3 && (kinds is null || kinds.All(k => groups.Any(g => g.Kind.Base == k.Base)));
        var chosen = kinds is not null ? Array.ConvertAll(kinds, k => chance.Pick(Array.FindAll(isDistinct ? groups : scope, f => f.Kind.Base == k.Base)))
            : isDistinct && groups.Length > 0 ? Some(groups, 3) : form == 4 ? from.First : Some(scope, 4);
        isDistinct &= Array.TrueForAll(chosen, c => groups.Contains(c));
        var query = form == 4 && kinds is null ? from.Query : from.Query.Select(Columns(chosen));
        if (isDistinct)
        {
            Uses("distinct");
            query = query.Distinct();
            var rows = from.Rows;
            return Ordered(query, chosen, chosen, w => Naive.Distinct(rows(w).Select(r => Array.ConvertAll(chosen, c => c.Get(r)))).ConvertAll(r => (object?[]?[])[r]), chosen, from.Size, isRow: true);
        }

        return Ordered(query, scope, chosen, from.Rows, from.Key, from.Size, isRow: false);
    }

    private RandomQuery? Grouped(Read from, Field[] candidates, int depth, Kind[]? kinds)
    {
        var groups = chance.OneIn(4) ? [] : Some(candidates, 2).DistinctBy(f => f.Column).ToArray();
        var aggregates = Enumerable.Range(0, 1 + chance.Below(3)).Select(_ => OfGroup(chance.Pick(candidates))).ToArray();
        Output[] outputs = [.. groups.Select(g => new Output(g.Column, g.Kind, g.Sums)), .. aggregates.Select(a => a.Output)];
        var scope = outputs.Select((o, i) => new Field(o.Column, o.Kind, o.Sums, row => row[0]![i])).ToArray();
        if (kinds is not null && !kinds.All(k => scope.Any(f => f.Kind.Base == k.Base)))
            return null;
        Uses(groups.Length > 0 ? "group by" : "aggregate of all");
        var chosen = kinds is not null ? Array.ConvertAll(kinds, k => chance.Pick(Array.FindAll(scope, f => f.Kind.Base == k.Base))) : Some(scope, 3);
        if (groups.Length == 0 && !chosen.Any(c => c.Column.IsAggregate))
            return null;
        var query = from.Query.GroupBy(Columns(groups)).Select(Columns(chosen));
        var having = new List<RandomCondition>();
        for (var left = chance.OneIn(2) ? 0 : chance.Below(3); left > 0; left--)
        {
            Uses("having");
            var condition = Condition(scope, depth);
            having.Add(condition);
            query = query.Having(condition.Add);
        }

        if (chance.OneIn(6) && Array.FindAll(scope, f => f.Kind.IsComparable) is { Length: > 0 } compared)
        {
            var (field, op) = (chance.Pick(compared), chance.Pick(Ops));
            var value = chance.Value(field.Kind.Pool);
            having.Add(new("having", g => g, (_, row) => Naive.Compare(field.Get(row), op, value)));
            query = field.Kind.Having(query, field.Column, op, value);
        }

        List<object?[]?[]> Rows(World world)
        {
            var all = from.Rows(world);
            var grouped = groups.Length == 0 ? [all] : all.GroupBy(r => Naive.KeyOf(groups.Select(g => g.Get(r)))).Select(g => g.ToList());
            return [.. grouped.Select(rows => (object?[]?[])[[.. groups.Select(g => g.Get(rows[0])), .. aggregates.Select(a => a.Of(rows))]])
                .Where(row => Naive.All(having.Select(h => h.Holds(world, row))) == true)];
        }

        return Ordered(query, [.. scope.Where(f => f.Kind.IsComparable)], chosen, Rows, scope[..groups.Length], groups.Length == 0 ? 1 : from.Size, isRow: false);
    }

    private (Output Output, Func<List<object?[]?[]>, object?> Of) OfGroup(Field field)
    {
        IEnumerable<object> Values(List<object?[]?[]> rows) => rows.Select(field.Get).OfType<object>();
        var (column, kind) = (field.Column, field.Kind);
        var form = chance.Below(8);
        switch (form)
        {
            case 2:
                Uses("count column");
                return (new(Aggregate.Count(column), Kind.Number, true), rows => (long)Values(rows).Count());
            case 3:
                Uses("count distinct");
                return (new(Aggregate.CountDistinct(column), Kind.Number, true), rows => (long)Values(rows).DistinctBy(v => Naive.KeyOf([v])).Count());
            case 4 when field.Sums:
                Uses("average");
                return (new(Aggregate.Average(column), Kind.PerhapsDouble, false), rows => Naive.Average(Values(rows)));
            case 5 when field.Sums:
                Uses("sum");
                return (Sum(column), rows => Naive.Sum(Values(rows)));
            case > 3 when kind.HasLeast:
                Uses(form % 2 == 0 ? "min" : "max");
                return form % 2 == 0
                    ? (new(kind.Least(column), kind, field.Sums), rows => Values(rows).Aggregate((object?)null, (a, b) => a is null || Naive.Order(b, a) < 0 ? b : a))
                    : (new(kind.Greatest(column), kind, field.Sums), rows => Values(rows).Aggregate((object?)null, (a, b) => a is null || Naive.Order(b, a) > 0 ? b : a));
            default:
                Uses("rows");
                return (new(Aggregate.Rows, Kind.Number, true), rows => (long)rows.Count);
        }
    }

    private static Output Sum(Column column) => column switch
    {
        Column<int> c => new(Aggregate.Sum(c), Kind.PerhapsNumber, true),
        Column<int?> c => new(Aggregate.Sum(c), Kind.PerhapsNumber, true),
        Column<long> c => new(Aggregate.Sum(c), Kind.PerhapsNumber, true),
        Column<long?> c => new(Aggregate.Sum(c), Kind.PerhapsNumber, true),
        Column<double> c => new(Aggregate.Sum(c), Kind.PerhapsHalf, true),
        _ => new(Aggregate.Sum((Column<double?>)column), Kind.PerhapsHalf, true),
    };

    /// <summary>The query with an order, a key and a limit.</summary>
    // Key: what tells rows apart; nothing where there is nothing.
    // IsRow: whether what is chosen is the row already.
    private RandomQuery Ordered(Query query, Field[] scope, Field[] chosen, Func<World, List<object?[]?[]>> rows, Field[]? key, int size, bool isRow)
    {
        if (isRow)
            scope = key = chosen = [.. chosen.Select((c, i) => c with { Get = row => row[0]![i] })];
        var order = new List<(Field Field, bool Descending, Nulls Nulls)>();
        var isTotal = key is not null && chance.OneIn(2);
        var simple = chance.OneIn(2); // in one direction, and without another place for NULL
        var down = chance.OneIn(2);
        foreach (var field in (Field[])[.. Some([.. scope.Where(f => f.Kind.IsComparable)], 2).Skip(chance.Below(3)), .. isTotal ? key! : []])
        {
            order.Add((field, simple ? down : chance.OneIn(2), simple ? Nulls.Greatest : (Nulls)chance.Below(3)));
            var (_, descending, nulls) = order[^1];
            query = descending ? query.OrderByDesc(field.Column, nulls) : query.OrderBy(field.Column, nulls);
            Uses("order");
            if (nulls != Nulls.Greatest)
                Uses("nulls");
        }

        object[]? after = null;
        if (!query.IsReduced && order.Count > 0 && order.TrueForAll(o => o.Field.Column.Term is null) && chance.OneIn(6))
        {
            Uses("after");
            after = [.. order.Select(o => chance.Value(o.Field.Kind.Pool))];
            query = query.After(after);
        }

        int? limit = null;
        if (isTotal ? chance.OneIn(3) : chance.OneIn(12))
        {
            limit = chance.OneIn(8) ? 0 : isTotal ? 1 + chance.Below(8) : 100_000;
            Uses(limit == 0 ? "limit 0" : "limit");
            query = query.Limit(limit.Value);
        }

        bool IsAfter(object?[]?[] row)
        {
            foreach (var ((field, descending, _), bound) in order.Zip(after!))
            {
                if (field.Get(row) is not { } value)
                    return false;
                if (Naive.Order(value, bound) is not 0 and var at)
                    return descending ? at < 0 : at > 0;
            }

            return false;
        }

        List<object?[]> Rows(World world)
        {
            var found = rows(world).Where(r => after is null || IsAfter(r)).ToList();
            var sorted = found.Order(Comparer<object?[]?[]>.Create((a, b) => order.Select(o => Naive.Order(o.Field.Get(a), o.Field.Get(b), o.Descending, o.Nulls)).FirstOrDefault(at => at != 0)));
            return [.. sorted.Take(limit ?? int.MaxValue).Select(r => Array.ConvertAll(chosen, c => c.Get(r)))];
        }

        var places = order.Select(o => Array.FindIndex(chosen, c => c.Column == o.Field.Column)).TakeWhile(i => i >= 0);
        return new(query, [.. chosen.Select(c => new Output(c.Column, c.Kind, c.Sums))], Remembered(Rows), isTotal, [.. places], limit is > 0 and < 100 ? limit.Value : size);
    }

    private Field[] Some(Field[] fields, int most) => fields.Length == 0 ? [] : [.. Enumerable.Range(0, 1 + chance.Below(most)).Select(_ => chance.Pick(fields))];

    private static Column[] Columns(Field[] fields) => Array.ConvertAll(fields, f => f.Column);

    // A sub-query is asked for again for each row.
    private static Func<World, T> Remembered<T>(Func<World, T> of)
        where T : class
    {
        (World? World, T? Value) last = (null, null);
        return world =>
        {
            if (!ReferenceEquals(last.World, world))
                last = (world, of(world));
            return last.Value!;
        };
    }
}
