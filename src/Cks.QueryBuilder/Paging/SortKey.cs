namespace Cks.QueryBuilder;

/// <summary>One column of an order.</summary>
/// <param name="Column">The column.</param>
/// <param name="IsDescending">Whether the greatest value comes first.</param>
public readonly record struct SortKey(Column Column, bool IsDescending);
