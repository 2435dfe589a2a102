using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// Who acts: made once a request from what the session says, never from what a token claims. The first decision binds it to the policy in use at that moment,
/// so that one request sees one policy; make a new one for each message of a long connection.
/// </summary>
public sealed class Subject
{
    private Authority? _authority;

    /// <summary>Names an actor.</summary>
    /// <param name="id">Identifier within the issuer (<c>sub</c>); may be empty for nobody.</param>
    /// <param name="tenant">Whose data; the default value sees no row.</param>
    /// <param name="roles">Roles, compared ordinally; a role that the policy does not know gives nothing.</param>
    public Subject(string id, TenantId tenant, IEnumerable<string> roles)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(roles);
        (Id, Tenant, Roles) = (id, tenant, [.. roles]);
    }

    /// <summary>A subject without identity, tenant and roles: nothing is permitted to it.</summary>
    public static Subject Nobody => new("", default, []);

    /// <summary>What kind of actor this is.</summary>
    /// <value>Default: <c>user</c>.</value>
    public string Type { get; init; } = "user";

    /// <summary>Issuer that vouches for <see cref="Id"/>; a person is the pair of both.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Identifier within the issuer.</summary>
    public string Id { get; }

    /// <summary>Whose data.</summary>
    public TenantId Tenant { get; }

    /// <summary>Roles from the session.</summary>
    public IReadOnlyList<string> Roles { get; }

    /// <summary>Code of the actor's own record, such as <c>CON-010</c>; empty where there is none.</summary>
    public string Code { get; init; } = "";

    /// <summary>Display name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Test class: a test subject sees test rows only, every other never sees one.</summary>
    public bool IsTest { get; init; }

    internal Authority AuthorityUnder(SnapshotStore<Policy> store)
    {
        var authority = Volatile.Read(ref _authority);
        if (authority is not null && ReferenceEquals(authority.Store, store))
            return authority;
        var fresh = new Authority(store, store.Current, this);
        return Interlocked.CompareExchange(ref _authority, fresh, authority) is { } winner && ReferenceEquals(winner.Store, store) ? winner : fresh;
    }
}
