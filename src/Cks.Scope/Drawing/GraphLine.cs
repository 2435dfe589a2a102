namespace Cks.Scope;

/// <summary>How two entities belong together.</summary>
internal enum GraphKind
{
    /// <summary>A relation that puts a row under its parent.</summary>
    Parent,

    /// <summary>A relation by a column that holds the key.</summary>
    Key,

    /// <summary>A relation through a link table.</summary>
    Link,

    /// <summary>A relation by another column than the key.</summary>
    Sideways,

    /// <summary>A copied key; it leads from the ancestor to whose rows hold the copy.</summary>
    Copy,
}

/// <summary>A line between two entities, with what stands about it in the box of <see cref="In"/>.</summary>
internal sealed record GraphLine(GraphKind Kind, ScopeEntity From, ScopeEntity To, string Name, string Detail)
{
    /// <summary>The entity that declares it.</summary>
    public ScopeEntity In => Kind == GraphKind.Copy ? To : From;

    /// <summary>What the box says.</summary>
    public string Text => Kind == GraphKind.Copy ? $"{Name} = key of {From.Name}" : $"{Name} → {To.Name} ({Detail})";

    public static GraphLine Of(ScopeRelation relation) => new(
        relation.Link is not null ? GraphKind.Link : relation.On is not null ? GraphKind.Sideways : relation.IsParent ? GraphKind.Parent : GraphKind.Key,
        relation.From,
        relation.To,
        relation.Name,
        (relation.Link is { } link ? $"through {link.Entity.Name}" : relation.By!.Name) + (relation.On is { } on ? $" = {on.Name}" : ""));

    public static GraphLine Of(ScopeKey key) => new(GraphKind.Copy, key.Ancestor, key.Entity, key.Column.Name, "");
}
