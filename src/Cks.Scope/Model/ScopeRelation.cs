using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>One step from a row to rows that belong to it: by a column of the target that holds a key, or through a link table. Made by <see cref="ScopeModelReader"/>.</summary>
public sealed class ScopeRelation
{
    internal ScopeRelation(string name, ScopeEntity from, ScopeEntity to) => (Name, From, To) = (name, from, to);

    /// <summary>Name of the set, such as <c>customers</c>.</summary>
    public string Name { get; }

    /// <summary>Entity above.</summary>
    public ScopeEntity From { get; }

    /// <summary>Entity below.</summary>
    public ScopeEntity To { get; }

    /// <summary>Column of the target that holds the key of <see cref="From"/>, or its <see cref="On"/>; <see langword="null"/> when there is a link table.</summary>
    public Column<string>? By { get; internal init; }

    /// <summary>Column of <see cref="From"/> that is matched instead of its key; <see langword="null"/> for most.</summary>
    public Column<string>? On { get; internal init; }

    /// <summary>Whether it is the one that puts the target under its parent.</summary>
    public bool IsParent { get; internal init; }

    /// <summary>Column of the target that says since when it has hung under its parent; <see langword="null"/> where nobody knows.</summary>
    public Column? Since { get; internal init; }

    internal ScopeLink? Link { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>A table that joins two entities many to many.</summary>
internal sealed record ScopeLink(ScopeEntity Entity, Column<string> From, Column<string> To);
