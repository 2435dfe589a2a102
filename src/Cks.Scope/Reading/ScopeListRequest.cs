namespace Cks.Scope;

/// <summary>Which page of a set is asked for. All of it may come from outside.</summary>
public sealed record ScopeListRequest
{
    /// <summary>Where the page begins: <see cref="ScopeSet.Next"/> of the page before; <see langword="null"/> for the first.</summary>
    public string? After { get; init; }

    /// <summary>Most rows on the page, 1 to <see cref="ScopeSet.PageSize"/>; anything else is taken as the nearest of these.</summary>
    /// <value>Default: 200.</value>
    public int Limit { get; init; } = ScopeSet.PageSize;

    /// <summary>Only rows whose field is exactly this text, for each entry. A field must be a text field that the viewer may read.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, string> Filter { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();
}
