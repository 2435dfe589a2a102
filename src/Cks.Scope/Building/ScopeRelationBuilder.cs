using Cks.Core;

namespace Cks.Scope;

/// <summary>Declares a relation in a <see cref="ScopeModelBuilder"/>.</summary>
public sealed class ScopeRelationBuilder
{
    internal ScopeRelationBuilder(string name, string from, string to)
    {
        Members.Add("name", name);
        Members.Add("from", from);
        Members.Add("to", to);
    }

    internal JsonMembers Members { get; } = new();

    /// <summary>By a column of the entity below that holds the key of the one above.</summary>
    public ScopeRelationBuilder By(string column) => Add("by", column);

    /// <summary>With <see cref="By"/>: the column of the entity above that is matched instead of its key.</summary>
    public ScopeRelationBuilder On(string column) => Add("on", column);

    /// <summary>Through a table that links both, instead of <see cref="By"/>.</summary>
    /// <param name="entity">The entity of the link table.</param>
    /// <param name="from">Its column with the key of the entity above.</param>
    /// <param name="to">Its column with the key of the entity below.</param>
    public ScopeRelationBuilder Through(string entity, string from, string to)
    {
        var through = new JsonMembers();
        through.Add("entity", entity);
        through.Add("from", from);
        through.Add("to", to);
        Members.Add("through", through);
        return this;
    }

    /// <summary>It puts the entity below under its parent.</summary>
    /// <param name="since">Column of the entity below that says since when; <see langword="null"/> where nobody knows.</param>
    public ScopeRelationBuilder Parent(string? since = null)
    {
        Members.Add("parent", json => json.WriteBooleanValue(true));
        return since is null ? this : Add("since", since);
    }

    private ScopeRelationBuilder Add(string name, string value)
    {
        Members.Add(name, value);
        return this;
    }
}
