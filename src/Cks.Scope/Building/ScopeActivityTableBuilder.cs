using Cks.Core;

namespace Cks.Scope;

/// <summary>Names the columns of the application's own table of events in a <see cref="ScopeModelBuilder"/>. Each but <see cref="Reference"/> is called once, and all are needed.</summary>
public sealed class ScopeActivityTableBuilder
{
    private JsonMembers? _ids;

    internal ScopeActivityTableBuilder(string table) => Members.Add("table", table);

    internal JsonMembers Members { get; } = new();

    /// <summary>Whose an event is, and of which test class.</summary>
    public ScopeActivityTableBuilder Tenant(string tenant, string test) => Add("tenant", tenant).Add("test", test);

    /// <summary>Its key, its kind, when it was, and its description.</summary>
    public ScopeActivityTableBuilder Event(string id, string type, string at, string description) => Add("id", id).Add("type", type).Add("at", at).Add("description", description);

    /// <summary>Who did it, in which role.</summary>
    public ScopeActivityTableBuilder Actor(string actor, string role) => Add("actor", actor).Add("actorRole", role);

    /// <summary>What it was done to, and the name of that entity.</summary>
    public ScopeActivityTableBuilder Target(string target, string type) => Add("target", target).Add("targetType", type);

    /// <summary>Another column with a key.</summary>
    /// <param name="id">Name of the id.</param>
    /// <param name="column">The column.</param>
    /// <param name="entity">The entity whose key it holds.</param>
    public ScopeActivityTableBuilder Reference(string id, string column, string entity)
    {
        if (_ids is null)
            Members.Add("ids", _ids = new());
        var members = new JsonMembers();
        members.Add("column", column);
        members.Add("entity", entity);
        _ids.Add(id, members);
        return this;
    }

    private ScopeActivityTableBuilder Add(string name, string value)
    {
        Members.Add(name, value);
        return this;
    }
}
