using Cks.Core;

namespace Cks.Scope;

/// <summary>Declares a transformer in a <see cref="ScopeModelBuilder"/>; <see cref="RowTransformerBuilder"/> makes one that only code can say.</summary>
public sealed class ScopeTransformerBuilder
{
    private JsonMembers? _renames;
    private JsonMembers? _formats;
    private JsonMembers? _texts;

    internal ScopeTransformerBuilder(string entity) => Members.Add("entity", entity);

    internal JsonMembers Members { get; } = new();

    /// <summary>Keeps these fields only; call it once.</summary>
    public ScopeTransformerBuilder Only(params ReadOnlySpan<string> fields) => Add("only", fields);

    /// <summary>Leaves fields out; call it once.</summary>
    public ScopeTransformerBuilder Omit(params ReadOnlySpan<string> fields) => Add("omit", fields);

    /// <summary>Gives a field another name.</summary>
    public ScopeTransformerBuilder Rename(string field, string name)
    {
        Group(ref _renames, "rename").Add(field, name);
        return this;
    }

    /// <summary>Writes a timestamp or an integer as a text, by a format of .NET.</summary>
    public ScopeTransformerBuilder Format(string field, string format)
    {
        Group(ref _formats, "format").Add(field, format);
        return this;
    }

    /// <summary>Adds a text of fields in braces.</summary>
    /// <param name="name">Its name in the payload.</param>
    /// <param name="text">The text.</param>
    /// <param name="own">Other words for whoever a field names.</param>
    public ScopeTransformerBuilder Text(string name, string text, params IReadOnlyList<(string Field, string Text)> own)
    {
        ArgumentNullException.ThrowIfNull(own);
        var texts = Group(ref _texts, "text");
        if (own.Count == 0)
        {
            texts.Add(name, text);
            return this;
        }

        var members = new JsonMembers();
        members.Add("is", text);
        members.Add("own", ScopeModelBuilder.Texts(own.Select(o => KeyValuePair.Create(o.Field, o.Text))));
        texts.Add(name, members);
        return this;
    }

    private JsonMembers Group(ref JsonMembers? group, string name)
    {
        if (group is null)
            Members.Add(name, group = new());
        return group;
    }

    private ScopeTransformerBuilder Add(string name, ReadOnlySpan<string> values)
    {
        Members.Add(name, values);
        return this;
    }
}
