using Cks.Core;

namespace Cks.Scope;

/// <summary>Declares an entity in a <see cref="ScopeModelBuilder"/>.</summary>
public sealed class ScopeEntityBuilder
{
    private JsonMembers? _fields;

    internal ScopeEntityBuilder(string table, string key)
    {
        Members.Add("table", table);
        Members.Add("key", key);
    }

    internal JsonMembers Members { get; } = new();

    /// <summary>Whose a row is, and of which test class; call it once.</summary>
    /// <param name="tenant">Column of the tenant.</param>
    /// <param name="test">Column that marks test rows.</param>
    public ScopeEntityBuilder Tenant(string tenant, string test) => Add("tenant", tenant).Add("test", test);

    /// <summary>Rows are for every tenant, instead of <see cref="Tenant"/>.</summary>
    /// <param name="reason">Why.</param>
    public ScopeEntityBuilder Shared(string reason) => Add("shared", reason);

    /// <summary>Column that says when a row was archived.</summary>
    public ScopeEntityBuilder Archived(string column) => Add("archived", column);

    /// <summary>The capability that is needed to see rows; <c>{name}:view</c> without it.</summary>
    public ScopeEntityBuilder View(string capability) => Add("view", capability);

    /// <summary>Orders rows by a timestamp, newest first, instead of by key.</summary>
    public ScopeEntityBuilder NewestFirst(string column) => Add("newestFirst", column);

    /// <summary>How codes are written; call it once.</summary>
    /// <param name="prefix">The canonical prefix.</param>
    /// <param name="aliases">Prefixes that are accepted on input.</param>
    public ScopeEntityBuilder Code(string prefix, params ReadOnlySpan<string> aliases)
    {
        var code = new JsonMembers();
        code.Add("prefix", prefix);
        if (!aliases.IsEmpty)
            code.Add("aliases", aliases);
        Members.Add("code", code);
        return this;
    }

    /// <summary>A field that rows show.</summary>
    /// <param name="name">Name in answers, masks and conditions.</param>
    /// <param name="column">Its column.</param>
    /// <param name="type">What it holds.</param>
    public ScopeEntityBuilder Field(string name, string column, FieldType type = FieldType.Text)
    {
        if (_fields is null)
            Members.Add("fields", _fields = new());
        if (type == FieldType.Text)
        {
            _fields.Add(name, column);
            return this;
        }

        var field = new JsonMembers();
        field.Add("column", column);
        field.Add("type", EntityReader.NameOf(type));
        _fields.Add(name, field);
        return this;
    }

    private ScopeEntityBuilder Add(string name, string value)
    {
        Members.Add(name, value);
        return this;
    }
}
