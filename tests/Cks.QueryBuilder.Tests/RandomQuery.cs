using System.Text;
using CsCheck;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

/// <summary>A condition twice: as the library is told it, and as a plain function of a row (null: unknown, as in SQL).</summary>
internal sealed record RandomCondition(Func<ConditionGroup, ConditionGroup> And, Func<ConditionGroup, ConditionGroup> Or, Func<CrewRow, CenterRow[], bool?> Holds)
{
    private static readonly Gen<Op> Ops = Gen.Enum<Op>();

    private static readonly Gen<RandomCondition> Leaf = Gen.Frequency(
        (3, Compare(Name, Pools.Text, r => r.Name)), (2, Compare(CrewCenter, Pools.Code, r => r.CenterId)), (1, Compare(IsTest, Gen.Bool, r => r.IsTest)),
        (2, Compare(Age, Pools.Small.Select(v => (int?)v), r => r.Age)), (1, Compare(Points, Pools.Long, r => r.Points)), (1, Compare(Tag, Pools.Id, r => r.Tag)),
        (1, Compare(CreatedAt, Pools.Instant, r => r.CreatedAt)), (1, Compare(ArchivedAt, Pools.Instant.Select(v => (DateTimeOffset?)v), r => r.ArchivedAt)),
        (2, In(Name, Pools.Text, r => r.Name)), (1, In(IsTest, Gen.Bool, r => r.IsTest)), (1, In(Age, Pools.Small.Select(v => (int?)v), r => r.Age)),
        (1, In(Points, Pools.Long, r => r.Points)), (1, In(Tag, Pools.Id, r => r.Tag)), (1, In(CreatedAt, Pools.Instant, r => r.CreatedAt)),
        (2, Compare(Name, CrewCenter, r => r.Name, r => r.CenterId)), (1, Compare(CreatedAt, CreatedAt, r => r.CreatedAt, r => r.CreatedAt)),
        (1, Null(Name, r => r.Name)), (1, Null(ArchivedAt, r => r.ArchivedAt)), (1, Null(IsTest, r => r.IsTest)),
        (2, Search), (2, In()), (2, InSeveral), (2, NotIn()), (1, Gen.Const(new RandomCondition(g => g.WhereFalse(), g => g.OrWhere(x => x.WhereFalse()), (_, _) => false))));

    public static Gen<RandomCondition> Any(int depth) => depth == 0 ? Leaf : Gen.Frequency((5, Leaf), (2, Group(depth - 1)));

    private static Gen<RandomCondition> Search =>
        Gen.Select(Pools.Text, Gen.Bool).Select((text, anywhere) => anywhere
            ? new RandomCondition(g => g.WhereContains(Name, text), g => g.OrWhereContains(Name, text), (r, _) => r.Name is null ? null : Fold(r.Name).Contains(Fold(text), StringComparison.Ordinal))
            : new RandomCondition(g => g.WhereStarts(Name, text), g => g.OrWhereStarts(Name, text), (r, _) => r.Name is null ? null : Fold(r.Name).StartsWith(Fold(text), StringComparison.Ordinal)));

    public static int Order(object a, object b) => (a, b) switch
    {
        (string x, string y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)), // by code point, which UTF-16 is not
        (Guid x, Guid y) => string.CompareOrdinal($"{x:D}", $"{y:D}"),
        _ => ((IComparable)a).CompareTo(b),
    };

    private static string Fold(string text) => string.Create(text.Length, text, (span, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            span[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] + 32) : from[i];
    });

    private static Gen<RandomCondition> Compare<T>(Column<T> column, Gen<T> values, Func<CrewRow, object?> get) =>
        Gen.Select(Ops, values).Select((op, value) => new RandomCondition(
            g => g.Where(column, op, value), g => g.OrWhere(column, op, value), (r, _) => get(r) is { } is_ ? Compares(op, Order(is_, value!)) : null));

    private static Gen<RandomCondition> Compare<T>(Column<T> column, Column<T> other, Func<CrewRow, object?> get, Func<CrewRow, object?> getOther) =>
        Ops.Select(op => new RandomCondition(
            g => g.Where(column, op, other), g => g.OrWhere(column, op, other),
            (r, _) => get(r) is { } a && getOther(r) is { } b ? Compares(op, Order(a, b)) : null));

    private static bool Compares(Op op, int order) => op switch
    {
        Op.Eq => order == 0,
        Op.Ne => order != 0,
        Op.Lt => order < 0,
        Op.Le => order <= 0,
        Op.Gt => order > 0,
        _ => order >= 0,
    };

    private static Gen<RandomCondition> In<T>(Column<T> column, Gen<T> values, Func<CrewRow, object?> get) =>
        values.Array[0, 4].Select(list => new RandomCondition(
            g => g.WhereIn(column, list), g => g.OrWhereIn(column, list),
            (r, _) => list.Length == 0 ? false : get(r) is { } is_ ? Array.Exists(list, v => Order(is_, v!) == 0) : null));

    private static Gen<RandomCondition> Null(Column column, Func<CrewRow, object?> get) => Gen.Bool.Select(isNull => isNull
        ? new RandomCondition(g => g.WhereNull(column), g => g.OrWhereNull(column), (r, _) => get(r) is null)
        : new RandomCondition(g => g.WhereNotNull(column), g => g.OrWhereNotNull(column), (r, _) => get(r) is not null));

    // Some customers are codes of centers, some are NULL; a limit comes with an order, so that one evaluation is right.
    private static Gen<RandomKeys> Keys => Gen.Select(Ops, Pools.Small, Gen.Int[0, 4], Gen.Int[0, 3]).Select((op, size, form, limit) =>
    {
        var column = form % 2 == 0 ? CenterId : Customer;
        Func<CenterRow, string?> get = form % 2 == 0 ? c => c.CenterId : c => c.Customer;
        var all = Query.From(Centers).Select(column);
        return form switch
        {
            0 => new RandomKeys(all, centers => centers.Select(get)),
            < 3 => new RandomKeys(all.Where(Portal.Size, op, size), centers => centers.Where(c => c.Size is { } s && Compares(op, s.CompareTo(size))).Select(get)),
            _ => new RandomKeys(all.OrderByDesc(CenterId).Limit(limit), centers => centers.Reverse().Take(limit).Select(get)),
        };
    });

    private static Gen<RandomCondition> In() => Keys.Select(keys => new RandomCondition(
        g => g.WhereIn(CrewCenter, keys.Query), g => g.OrWhereIn(CrewCenter, keys.Query), (r, centers) => IsIn(r.CenterId, [.. keys.Evaluate(centers)])));

    private static Gen<RandomCondition> InSeveral => Keys.Array[0, 3].Select(several =>
    {
        var queries = Array.ConvertAll(several, k => k.Query);
        return new RandomCondition(
            g => g.WhereIn(CrewCenter, queries), g => g.OrWhereIn(CrewCenter, queries), (r, centers) => IsIn(r.CenterId, [.. several.SelectMany(k => k.Evaluate(centers))]));
    });

    private static Gen<RandomCondition> NotIn() => Keys.Select(keys => new RandomCondition(
        g => g.WhereNotIn(CrewCenter, keys.Query), g => g.OrWhereNotIn(CrewCenter, keys.Query),
        (r, centers) => r.CenterId is not null && !keys.Evaluate(centers).Contains(r.CenterId)));

    private static bool? IsIn(string? value, string?[] found) =>
        found.Length == 0 ? false : value is null ? null : found.Contains(value) ? true : found.Contains(null) ? null : false;

    private static Gen<RandomCondition> Group(int depth) => Any(depth).Array[1, 3].Array[1, 3].Select(alternatives =>
    {
        ConditionGroup Write(ConditionGroup group) => alternatives.Aggregate(group, (g, conditions) => conditions.Skip(1).Aggregate(conditions[0].Or(g), (x, c) => c.And(x)));
        return new RandomCondition(
            g => g.Where(Write), g => g.OrWhere(Write),
            (r, centers) => AnyOf(alternatives.Select(conditions => AllOf(conditions.Select(c => c.Holds(r, centers))))));
    });

    public static bool? AllOf(IEnumerable<bool?> values) => values.Aggregate((bool?)true, (a, b) => a & b);

    private static bool? AnyOf(IEnumerable<bool?> values) => values.Aggregate((bool?)false, (a, b) => a | b);
}

/// <summary>A query of codes of centers twice: as the library is told it, and as a plain function of the centers.</summary>
internal sealed record RandomKeys(Query Query, Func<CenterRow[], IEnumerable<string?>> Evaluate);

/// <summary>A query twice: as the library is told it, and as the ids that a naive evaluation gives. A key is the row that was read last, which may be gone.</summary>
internal sealed record RandomQuery(RandomCondition[] Conditions, (int Column, bool Descending)[] Order, bool CodeDescending, CrewRow? Key, int? Limit)
{
    private static readonly (Column Column, Func<CrewRow, object?> Get)[] Sortable =
        [(Name, r => r.Name), (CrewCenter, r => r.CenterId), (IsTest, r => r.IsTest), (Age, r => r.Age), (Points, r => r.Points), (Tag, r => r.Tag), (CreatedAt, r => r.CreatedAt), (ArchivedAt, r => r.ArchivedAt), (CrewId, r => r.CrewId)];

    public static readonly Gen<RandomQuery> Gen = Of(RandomCondition.Any(2).Array[0, 4], Sortable.Length - 1, 2, CsCheck.Gen.Int[-20, 20]);

    // Short queries from small pools: about one pair in ten is of one shape.
    public static readonly Gen<RandomQuery> Short = Of(RandomCondition.Any(1).Array[0, 1], 1, 1, CsCheck.Gen.Int[-3, 2]);

    public Query Narrow(Query query) => Conditions.Aggregate(query, (q, c) => q.Where(g => c.And(g)));

    public Query ToQuery()
    {
        var query = Narrow(Query.From(Crew).Select(CrewId));
        foreach (var (column, _, descending) in Keys())
        {
            query = descending ? query.OrderByDesc(column) : query.OrderBy(column);
            query = Key is null ? query : query.WhereNotNull(column); // that is for whom a key is
        }

        if (Key is not null)
            query = query.After([.. Keys().Select(k => k.Get(Key)!)]);
        return Limit is { } limit ? query.Limit(limit) : query;
    }

    public string[] Evaluate(CrewRow[] crew, CenterRow[] centers)
    {
        var rows = crew.Where(r => RandomCondition.AllOf(Conditions.Select(c => c.Holds(r, centers))) == true)
            .Where(r => Key is null || (Keys().All(k => k.Get(r) is not null) && Compare(r, Key) > 0));
        return [.. rows.Order(Comparer<CrewRow>.Create(Compare)).Select(r => r.CrewId).Take(Limit ?? int.MaxValue)];
    }

    private static Gen<RandomQuery> Of(Gen<RandomCondition[]> conditions, int lastSortable, int mostOrders, Gen<int> limits) =>
        CsCheck.Gen.Select(
                conditions, CsCheck.Gen.Select(CsCheck.Gen.Int[0, lastSortable], CsCheck.Gen.Bool).Array[0, mostOrders], CsCheck.Gen.Bool,
                CsCheck.Gen.Frequency((2, CsCheck.Gen.Const(() => (CrewRow?)null)), (1, Pools.Key.Select(k => (CrewRow?)k))), limits)
            .Select((conditions, order, descending, key, limit) => new RandomQuery(conditions, order, descending, key, limit < 0 ? null : limit));

    private IEnumerable<(Column Column, Func<CrewRow, object?> Get, bool Descending)> Keys() =>
        Order.Append((Sortable.Length - 1, CodeDescending)).Select(o => (Sortable[o.Item1].Column, Sortable[o.Item1].Get, o.Item2));

    private int Compare(CrewRow a, CrewRow b) =>
        Keys().Select(k => (k.Descending ? -1 : 1) * (k.Get(a), k.Get(b)) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            var (x, y) => Math.Sign(RandomCondition.Order(x, y)),
        }).FirstOrDefault(order => order != 0);
}
