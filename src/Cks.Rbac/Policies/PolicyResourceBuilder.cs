using Cks.Core;

namespace Cks.Rbac;

/// <summary>Declares a resource in a <see cref="PolicyBuilder"/>.</summary>
public sealed class PolicyResourceBuilder
{
    private JsonMembers? _attributes;
    private JsonMembers? _relations;

    internal PolicyResourceBuilder()
    {
    }

    internal JsonMembers Members { get; } = new();

    /// <summary>What can be done to it; call it once.</summary>
    public PolicyResourceBuilder Actions(params ReadOnlySpan<string> actions) => Add("actions", actions);

    /// <summary>Its fields; call it once.</summary>
    public PolicyResourceBuilder Fields(params ReadOnlySpan<string> fields) => Add("fields", fields);

    /// <summary>Actions that are sensitive; call it once.</summary>
    public PolicyResourceBuilder Sensitive(params ReadOnlySpan<string> actions) => Add("sensitive", actions);

    /// <summary>Declares an attribute that is a text; of the values, where some are named.</summary>
    public PolicyResourceBuilder Text(string name, params ReadOnlySpan<string> values)
    {
        if (values.IsEmpty)
            Attributes.Add(name, "text");
        else
            Attributes.Add(name, values);
        return this;
    }

    /// <summary>Declares an attribute that is a number.</summary>
    public PolicyResourceBuilder Number(string name)
    {
        Attributes.Add(name, "number");
        return this;
    }

    /// <summary>Declares an attribute that is a number within bounds, both of which it can be.</summary>
    public PolicyResourceBuilder Number(string name, decimal from, decimal to)
    {
        var bounds = new JsonMembers();
        bounds.Add("from", json => json.WriteNumberValue(from));
        bounds.Add("to", json => json.WriteNumberValue(to));
        Attributes.Add(name, bounds);
        return this;
    }

    /// <summary>Declares an attribute that is a point in time.</summary>
    public PolicyResourceBuilder Time(string name)
    {
        Attributes.Add(name, "time");
        return this;
    }

    /// <summary>Declares an attribute that is true or false.</summary>
    public PolicyResourceBuilder Flag(string name)
    {
        Attributes.Add(name, "flag");
        return this;
    }

    /// <summary>Declares a relation that an <see cref="IRelationResolver"/> answers.</summary>
    public PolicyResourceBuilder Relation(string name)
    {
        Relations.Add(name, "resolved");
        return this;
    }

    /// <summary>Declares a relation that stands for a condition.</summary>
    public PolicyResourceBuilder Relation(string name, When meaning)
    {
        ArgumentNullException.ThrowIfNull(meaning);
        Relations.Add(name, meaning.WriteTo);
        return this;
    }

    private JsonMembers Attributes => Group(ref _attributes, "attributes");

    private JsonMembers Relations => Group(ref _relations, "relations");

    private JsonMembers Group(ref JsonMembers? group, string name)
    {
        if (group is null)
            Members.Add(name, group = new());
        return group;
    }

    private PolicyResourceBuilder Add(string name, ReadOnlySpan<string> values)
    {
        Members.Add(name, values);
        return this;
    }
}
