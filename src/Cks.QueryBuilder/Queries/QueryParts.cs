namespace Cks.QueryBuilder;

/// <summary>Where the parts of a query stand.</summary>
internal static class QueryParts
{
    public const int With = 1;
    public const int Join = 2;
    public const int Set = 5;
    public const int Condition = 6;
    public const int Group = 7;
    public const int Having = 8;
    public const int Order = 9;

    private const int Many = (1 << With) | (1 << Join) | (1 << Set) | (1 << Condition) | (1 << Group) | (1 << Having) | (1 << Order);

    private static ReadOnlySpan<byte> Ranks =>
    [
        0, With, Join, Join, Join, Join, Join, 3, 4, Set, Set, Set,
        Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition,
        Group, Having, Order, Order, 10, 11, 12, 13, 13, 14, 14, 14, 14, 14, 15, 16, 17,
    ];

    private static ReadOnlySpan<byte> Values =>
    [
        Whole, Whole, Whole, Whole, Whole, Whole, Whole, Whole, Whole, 1, 0, 1,
        1, Whole, 0, 0, 2, 1, Whole, Whole, Whole, Whole, Whole, 1, Whole, Whole, Whole, Whole,
        Whole, Whole, 0, 0, Whole, Whole, 0, 0, 0, 0, 0, Whole, 0, 0, Whole, Whole, Whole,
    ];

    /// <summary>In place of a number of values: there is more to the part than a column, an operator and values.</summary>
    public const int Whole = 255;

    public static int RankOf(QueryPart part) => Ranks[(int)part];

    /// <summary>How many values a part has beside those of its column, or <see cref="Whole"/>.</summary>
    public static int ValuesOf(QueryPart part) => Values[(int)part];

    /// <summary>Whether several of the rank stand beside each other; of the others, a later one replaces the earlier.</summary>
    public static bool IsMany(int rank) => (Many & (1 << rank)) != 0;

    public static bool IsSource(QueryPart part) => part == QueryPart.From || IsJoin(part);

    public static bool IsJoin(QueryPart part) => part is >= QueryPart.Join and <= QueryPart.CrossJoin;

    public static bool IsOrder(QueryPart part) => part is QueryPart.OrderBy or QueryPart.OrderByDesc;

    public static bool IsAssignment(QueryPart part) => part is QueryPart.Set or QueryPart.SetNull or QueryPart.Add;

    public static bool IsCondition(QueryPart part) => part is >= QueryPart.Compare and <= QueryPart.False;

    public static bool IsLock(QueryPart part) => part is QueryPart.ForUpdate or QueryPart.ForShare;
}
