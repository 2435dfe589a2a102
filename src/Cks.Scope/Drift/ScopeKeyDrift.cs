namespace Cks.Scope;

/// <summary>How many rows of a copied key are, or were, not what the chain of parents says.</summary>
/// <param name="Key">The copied key.</param>
/// <param name="Rows">How many; exact. After a repair, those that were written.</param>
public sealed record ScopeKeyDrift(ScopeKey Key, long Rows)
{
    /// <summary>The first few of them, by tenant and key.</summary>
    public IReadOnlyList<DriftedRow> Examples { get; init; } = [];
}
