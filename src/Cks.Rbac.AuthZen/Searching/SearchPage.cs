namespace Cks.Rbac.AuthZen;

/// <summary>What a search found: ids, or names of actions.</summary>
/// <param name="Results">In the order of the source.</param>
/// <param name="Last">Behind what the next page begins; <see langword="null"/> at the end.</param>
internal sealed record SearchPage(IReadOnlyList<string> Results, string? Last)
{
    public static SearchPage Empty { get; } = new([], null);
}
