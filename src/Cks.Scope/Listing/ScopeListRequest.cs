namespace Cks.Scope;

/// <summary>Which page of a set is asked for. All of it may come from outside.</summary>
public sealed record ScopeListRequest
{
    /// <summary>Most filters of a request: 32.</summary>
    public const int MostFilters = 32;

    /// <summary>Where the page begins: <see cref="ScopeSet.Next"/> of the page before; <see langword="null"/> for the first.</summary>
    public string? After { get; init; }

    /// <summary>Most rows on the page, 1 to <see cref="ScopeSet.PageSize"/>; anything else is taken as the nearest of these.</summary>
    /// <value>Default: 200.</value>
    public int Limit { get; init; } = ScopeSet.PageSize;

    /// <summary>Keeps the rows that meet all of them.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<FieldFilter> Filter { get; init => field = value ?? []; } = [];

    /// <summary>A field that the viewer may read and sort by, by which the rows are ordered; with <c>-</c> before it from the greatest down. Rows without a value come last either way, and rows of one value by their key.</summary>
    /// <value>Default: <see langword="null"/>, the order of the entity.</value>
    public string? Sort { get; init; }

    /// <summary>What the page says about the number of rows on all pages.</summary>
    /// <value>Default: nothing.</value>
    public ScopeCount Count { get; init; }
}
