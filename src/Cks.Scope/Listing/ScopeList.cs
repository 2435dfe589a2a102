using System.Diagnostics.CodeAnalysis;

namespace Cks.Scope;

/// <summary>A page of a set, or why there is none.</summary>
public sealed class ScopeList
{
    private ScopeList(ScopeSet? set, ScopeListReason reason) => (Set, Reason) = (set, reason);

    /// <summary>Whether there is a page; one without rows is one.</summary>
    [MemberNotNullWhen(true, nameof(Set))]
    public bool IsFound => Set is not null;

    /// <summary>The page.</summary>
    public ScopeSet? Set { get; }

    /// <summary>Why there is none.</summary>
    public ScopeListReason Reason { get; }

    internal static ScopeList Found(ScopeSet set) => new(set, ScopeListReason.Found);

    internal static ScopeList NotFound(ScopeListReason reason) => new(null, reason);
}
