namespace Cks.QueryBuilder;

/// <summary>What a query does with a column.</summary>
[Flags]
public enum ColumnUses
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What stands in it is returned, or is chosen by a query inside.</summary>
    Chosen = 1,

    /// <summary>Which rows there are depends on it: it is compared, joined or grouped by, counted, summed, or tells rows apart.</summary>
    Compared = 2,

    /// <summary>The order of the rows depends on it.</summary>
    Ordered = 4,
}
