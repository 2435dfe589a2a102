namespace Cks.QueryBuilder.Tests;

/// <summary>The tables of a query, joined and narrowed.</summary>
// Scope: what may be named.
// First: the columns of the first table.
// Key: what tells rows apart.
internal sealed record Read(Query Query, Field[] Scope, Field[] First, Field[]? Key, Func<World, List<object?[]?[]>> Rows, int Size);

/// <content>Tables, joins and queries that are used as tables.</content>
internal sealed partial class QueryMaker
{
    private static readonly TableKind[] Sets = [TableKind.Union, TableKind.UnionAll, TableKind.Except, TableKind.Intersect];

    private Read From(int depth, Kind[]? kinds)
    {
        while (true)
        {
            var first = NextSource(depth, []);
            var (query, sources, scope) = (QueryBuilder.Query.From(first.Table), new List<Source> { first }, With(first.At(0)));
            Func<World, List<object?[]?[]>> rows = w => [.. first.Rows(w).Select(r => (object?[]?[])[r])];
            while (sources.Count < 3 && chance.OneIn(3) && NextSource(depth, sources) is var next && sources.Aggregate(next.Size, (n, s) => n * s.Size) <= Largest)
                (query, scope, rows) = Join(query, sources, next, scope, rows, depth);
            if (kinds is not null && !Array.TrueForAll(kinds, k => Array.Exists(scope, f => f.Kind.Base == k.Base)))
                continue;
            var conditions = new List<RandomCondition>();
            query = Narrow(query, scope, 2, depth, conditions);
            var key = sources.Exists(s => s.Key is null) ? null : sources.SelectMany((s, at) => s.Key!.Select(k => s.At(at)[k])).ToArray();
            return new(query, scope, first.At(0), key, w => [.. rows(w).Where(r => Naive.All(conditions.Select(c => c.Holds(w, r))) == true)], sources.Aggregate(1, (n, s) => n * s.Size));
        }
    }

    private (Query Query, Field[] Scope, Func<World, List<object?[]?[]>> Rows) Join(
        Query query, List<Source> sources, Source next, Field[] scope, Func<World, List<object?[]?[]>> rows, int depth)
    {
        var place = sources.Count;
        sources.Add(next);
        Field[] all = [.. scope, .. With(next.At(place))];
        var pairs = (from mine in next.At(place) from its in scope where its.Column.Term is null && its.Kind.IsComparable && its.Kind.Base == mine.Kind.Base select (Mine: mine, Its: its)).ToArray();
        var ids = Array.FindAll(pairs, p => p.Mine.Kind.Base == typeof(string));
        var how = (QueryPart)((int)QueryPart.Join + chance.Below(5));
        if (pairs.Length == 0 && how == QueryPart.FullJoin)
            how = QueryPart.CrossJoin;
        Uses(how.ToString());
        if (how == QueryPart.CrossJoin)
            return (query.CrossJoin(next.Table), all, w => Naive.Join(how, rows(w), next.Rows(w), place, _ => true));
        if (pairs.Length > 0 && (how == QueryPart.FullJoin || chance.OneIn(2)))
        {
            var (mine, its) = chance.Pick(ids.Length > 0 && chance.OneIn(2) ? ids : pairs);
            var (table, column, other) = (next.Table, mine.Column, its.Column);
            query = how switch
            {
                QueryPart.Join => query.Join(table, column, other),
                QueryPart.LeftJoin => query.LeftJoin(table, column, other),
                QueryPart.RightJoin => query.RightJoin(table, column, other),
                _ => query.FullJoin(table, column, other),
            };
            return (query, all, w => Naive.Join(how, rows(w), next.Rows(w), place, row => Naive.Compare(mine.Get(row), Op.Eq, its.Get(row))));
        }

        Uses("on condition");
        var on = Enumerable.Range(0, 1 + chance.Below(2)).Select(_ => Condition(all, Math.Min(depth, 1))).ToArray();
        ConditionGroup On(ConditionGroup group) => on.Skip(1).Aggregate(on[0].Add(group), (g, c) => c.Add(g));
        query = how switch
        {
            QueryPart.Join => query.Join(next.Table, On),
            QueryPart.LeftJoin => query.LeftJoin(next.Table, On),
            _ => query.RightJoin(next.Table, On),
        };
        return (query, all, w => Naive.Join(how, rows(w), next.Rows(w), place, row => Naive.All(on.Select(c => c.Holds(w, row)))));
    }

    /// <summary>The columns and a few paths in them.</summary>
    public Field[] With(Field[] columns)
    {
        var json = Array.FindAll(columns, c => !c.Kind.IsComparable);
        if (json.Length == 0)
            return columns;
        Field Path(int form)
        {
            var (of, path) = (chance.Pick(json), chance.OneIn(2) ? chance.Below(2) : chance.Below(Json.Paths));
            return form switch { 0 => Json.Text(of, path), 1 => Json.Number(of, path), _ => Json.Flag(of, path) };
        }

        return [.. columns, Path(0), Path(1), Path(chance.Below(3))];
    }

    private Source NextSource(int depth, List<Source> beside)
    {
        bool IsFree(Table table) => !beside.Exists(s => s.Table.ToString() == table.ToString());
        var form = chance.Below(8);
        if (form == 0 && _common.Find(c => IsFree(c.Table) && chance.OneIn(2)) is { } common)
        {
            Uses("common read");
            return common;
        }

        if (depth > 0 && form is 1 or 2 or 3)
        {
            var number = Enumerable.Range(1, Table.LastNumber).First(n => !beside.Exists(s => s.Table.ToString() == $"#{n}"));
            if (form == 1)
            {
                Uses("derived");
                var query = Query(depth - 1, null);
                return Of(query.Query.AsTable(number), query.Columns, query.Rows, query.Size);
            }

            if (form == 2 && number == 1)
                return Set(depth - 1);
        }

        var table = chance.Below(World.Tables.Length);
        var alias = chance.OneIn(4) ? 1 + chance.Below(2) : 0;
        var source = World.Source(table, alias);
        while (!IsFree(source.Table))
            source = World.Source(table, ++alias);
        if (alias > 0)
            Uses("alias");
        return source;
    }

    private Source Set(int depth)
    {
        var kind = chance.Pick(Sets);
        Uses(kind.ToString());
        RandomQuery[] arms = [Query(depth, kind == TableKind.UnionAll ? null : [.. Enumerable.Range(0, 1 + chance.Below(2)).Select(_ => Combined())])];
        arms = [.. arms, .. Enumerable.Range(0, 1 + chance.Below(2)).Select(_ => Query(depth, Array.ConvertAll(arms[0].Columns, c => c.Kind)))];
        Query[] others = [.. arms.Skip(1).Select(a => a.Query)];
        var query = kind switch
        {
            TableKind.Union => arms[0].Query.Union(others),
            TableKind.UnionAll => arms[0].Query.UnionAll(others),
            TableKind.Except => arms[0].Query.Except(others),
            _ => arms[0].Query.Intersect(others),
        };
        return Of(query.Table, [.. arms[0].Columns.Select((c, i) => c with { Sums = arms.All(a => a.Columns[i].Sums) })],
            w => Naive.Combine(kind, [.. arms.Select(a => a.Rows(w))]), arms.Sum(a => a.Size));
    }

    private Kind Combined() => chance.Pick(chance.OneIn(2) ? Combinable[..1] : Combinable);

    private static readonly Kind[] Combinable = [Kind.Text, Kind.SmallInt, Kind.Flag, Kind.Number, Kind.Half, Kind.Id, Kind.Instant, Kind.Day, Kind.Bytes];

    private Source Common(int depth)
    {
        var number = Enumerable.Range(1, Table.LastNumber).First(n => !_common.Exists(s => s.Table.ToString() == $"#{n}"));
        if (chance.OneIn(2))
            return Recursive(depth, number);
        Uses("common");
        var query = Query(depth, null);
        return Of(query.Query.AsCommonTable(number), query.Columns, query.Rows, query.Size);
    }

    /// <summary>A walk along a column, most often from person to parent.</summary>
    private Source Recursive(int depth, int number)
    {
        Uses("recursive");
        var start = Query(depth, chance.OneIn(2) ? [Kind.Text] : [Kind.Text, Combined()]);
        IReadOnlyList<object?[]> found = [];
        Func<World, object?[]?[], bool?> holds = null!;
        Field[] chosen = null!;
        var (next, selfFirst) = (World.Source(chance.Below(World.Tables.Length), 0), chance.OneIn(2));
        var table = start.Query.AsRecursiveTable(
            self =>
            {
                var its = new Source(self, Named(self, start.Columns), null, _ => found, 1);
                var (a, b) = selfFirst ? (its, next) : (next, its);
                Field[] scope = [.. a.At(0), .. b.At(1)];
                var (mine, other) = (its.At(selfFirst ? 0 : 1)[0], chance.Pick(next.At(selfFirst ? 1 : 0)[..2]));
                var query = QueryBuilder.Query.From(a.Table);
                if (other.Kind.Base == typeof(string) && chance.Below(5) > 0)
                {
                    query = selfFirst ? query.Join(b.Table, other.Column, mine.Column) : query.Join(b.Table, mine.Column, other.Column);
                    holds = (_, row) => Naive.Compare(mine.Get(row), Op.Eq, other.Get(row));
                }
                else
                {
                    var on = Condition(scope, 0);
                    query = query.Join(b.Table, on.Add);
                    holds = on.Holds;
                }

                var conditions = new List<RandomCondition>();
                query = Narrow(query, scope, 1, 1, conditions);
                var join = holds;
                holds = (w, row) => join(w, row) & Naive.All(conditions.Select(c => c.Holds(w, row)));
                chosen = Array.ConvertAll(start.Columns, c => chance.Pick(Array.FindAll(scope, f => f.Kind.Base == c.Kind.Base)));
                return query.Select(Columns(chosen));
            },
            number);
        return Of(table, [.. start.Columns.Select((c, i) => c with { Sums = c.Sums && chosen[i].Sums })], Remembered<IReadOnlyList<object?[]>>(world =>
        {
            var all = Naive.Distinct(start.Rows(world));
            var known = all.Select(Naive.KeyOf).ToHashSet();
            for (found = all; found.Count > 0; all = [.. all, .. found])
            {
                var step = from row in found from r in next.Rows(world) let pair = selfFirst ? (object?[]?[])[row, r] : [r, row] where holds(world, pair) == true select Array.ConvertAll(chosen, c => c.Get(pair));
                found = [.. step.ToList().Where(r => known.Add(Naive.KeyOf(r)))];
            }

            return all;
        }), 60);
    }

    private Source Of(Table table, Output[] columns, Func<World, List<object?[]>> rows, int size) => Of(table, columns, (Func<World, IReadOnlyList<object?[]>>)rows, size);

    private Source Of(Table table, Output[] columns, Func<World, IReadOnlyList<object?[]>> rows, int size) =>
        new(table, Named(table, columns), Array.TrueForAll(columns, c => c.Kind.IsComparable) ? [.. Enumerable.Range(0, columns.Length)] : null, rows, size);

    /// <summary>The columns that a table has for those of a query; by the column, or where that was chosen twice by its place.</summary>
    private static Output[] Named(Table table, Output[] columns) => [.. columns.Select((c, i) =>
    {
        var named = c.Kind.In(table, c.Column);
        if (Array.FindIndex(columns, o => o.Column.Key == c.Column.Key && o.Column.Legs.SequenceEqual(c.Column.Legs)) == i)
            Assert.Same(table.Columns[i], named);
        return c with { Column = table.Columns[i] };
    })];
}
