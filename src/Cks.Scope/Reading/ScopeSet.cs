namespace Cks.Scope;

/// <summary>The rows of one relationship that the viewer sees.</summary>
/// <param name="Items">The first rows, ordered by code in ordinal order; at most <see cref="PageSize"/>.</param>
/// <param name="Count">How many rows there are, exact up to <see cref="CountLimit"/>.</param>
/// <param name="More">Whether there are more than <paramref name="Count"/> says.</param>
public sealed record ScopeSet(IReadOnlyList<Row> Items, long Count, bool More)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 200;

    /// <summary>Up to here a count is exact.</summary>
    public const int CountLimit = 1_000;
}
