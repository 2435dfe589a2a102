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

    private static ReadOnlySpan<byte> Ranks =>
    [
        0, With, Join, Join, Join, Join, Join, 3, 4, Set, Set, Set,
        Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition, Condition,
        Group, Having, Order, Order, 10, 11, 12, 13, 13, 14, 14, 14, 14, 14, 15, 16, 17,
    ];

    public static int RankOf(QueryPart part) => Ranks[(int)part];

    /// <summary>Whether several of the rank stand beside each other; of the others, a later one replaces the earlier.</summary>
    public static bool IsMany(int rank) => rank is With or Join or Set or Condition or Group or Having or Order;

    public static bool IsSource(QueryPart part) => part == QueryPart.From || IsJoin(part);

    public static bool IsJoin(QueryPart part) => part is >= QueryPart.Join and <= QueryPart.CrossJoin;

    public static bool IsOrder(QueryPart part) => part is QueryPart.OrderBy or QueryPart.OrderByDesc;

    public static bool IsAssignment(QueryPart part) => part is QueryPart.Set or QueryPart.SetNull or QueryPart.Add;

    public static bool IsCondition(QueryPart part) => part is >= QueryPart.Compare and <= QueryPart.False;

    public static bool IsLock(QueryPart part) => part is QueryPart.ForUpdate or QueryPart.ForShare;
}
