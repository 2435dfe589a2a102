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
        (1, Null(Name, r => r.Name)), (1, Null(ArchivedAt, r => r.ArchivedAt)), (1, Null(IsTest, r => r.IsTest)),
        (2, Search), (2, Centers()), (1, Gen.Const(new RandomCondition(g => g.WhereFalse(), g => g.OrWhere(x => x.WhereFalse()), (_, _) => false))));

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

    private static Gen<RandomCondition> Centers() => Gen.Select(Ops, Pools.Small, Gen.Bool).Select((op, size, all) =>
    {
        var keys = all ? Query.From(Portal.Centers).Select(CenterId) : Query.From(Portal.Centers).Select(CenterId).Where(Portal.Size, op, size);
        return new RandomCondition(
            g => g.WhereIn(CrewCenter, keys), g => g.OrWhereIn(CrewCenter, keys),
            (r, centers) =>
            {
                var found = centers.Where(c => all || (c.Size is { } s && Compares(op, s.CompareTo(size)))).ToArray();
                return found.Length == 0 ? false : r.CenterId is null ? null : found.Any(c => c.CenterId == r.CenterId);
            });
    });

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

/// <summary>A query twice: as the library is told it, and as the ids that a naive evaluation gives.</summary>
internal sealed record RandomQuery(RandomCondition[] Conditions, (int Column, bool Descending)[] Order, int? Limit)
{
    private static readonly (Column Column, Func<CrewRow, object?> Get)[] Sortable =
        [(Name, r => r.Name), (CrewCenter, r => r.CenterId), (IsTest, r => r.IsTest), (Age, r => r.Age), (Points, r => r.Points), (Tag, r => r.Tag), (CreatedAt, r => r.CreatedAt), (ArchivedAt, r => r.ArchivedAt)];

    public static readonly Gen<RandomQuery> Gen =
        CsCheck.Gen.Select(RandomCondition.Any(2).Array[0, 4], CsCheck.Gen.Select(CsCheck.Gen.Int[0, Sortable.Length - 1], CsCheck.Gen.Bool).Array[0, 2], CsCheck.Gen.Int[-20, 20])
            .Select((conditions, order, limit) => new RandomQuery(conditions, order, limit < 0 ? null : limit));

    public Query Narrow(Query query) => Conditions.Aggregate(query, (q, c) => q.Where(g => c.And(g)));

    public Query ToQuery()
    {
        var query = Order.Aggregate(Narrow(Query.From(Crew).Select(CrewId)), (q, o) => o.Descending ? q.OrderByDesc(Sortable[o.Column].Column) : q.OrderBy(Sortable[o.Column].Column));
        query = query.OrderBy(CrewId);
        return Limit is { } limit ? query.Limit(limit) : query;
    }

    public string[] Evaluate(CrewRow[] crew, CenterRow[] centers)
    {
        var rows = crew.Where(r => RandomCondition.AllOf(Conditions.Select(c => c.Holds(r, centers))) == true).OrderBy(_ => 0);
        foreach (var (column, descending) in Order)
        {
            var comparer = Comparer<object?>.Create((a, b) => (a, b) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                _ => RandomCondition.Order(a, b),
            });
            rows = descending ? rows.ThenByDescending(Sortable[column].Get, comparer) : rows.ThenBy(Sortable[column].Get, comparer);
        }

        return [.. rows.ThenBy(r => r.CrewId, StringComparer.Ordinal).Select(r => r.CrewId).Take(Limit ?? int.MaxValue)];
    }
}
