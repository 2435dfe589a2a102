namespace Cks.QueryBuilder;

/// <summary>Where NULL stands in an order.</summary>
public enum Nulls
{
    /// <summary>Last where the order ascends, first where it descends, as if NULL were the greatest.</summary>
    Greatest,

    /// <summary>Before everything.</summary>
    First,

    /// <summary>Behind everything.</summary>
    Last,
}
