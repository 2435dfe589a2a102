using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// Who acts: made once a request from what the session says, never from what a token claims. It is bound to one policy, one state of its grants and one moment, so that one request sees one of each: when
/// <see cref="ISubjectFactory"/> makes it, else by the first decision. Make a new one for each message of a long connection.
/// </summary>
public sealed class Subject
{
    private EffectivePermissions? _permissions;
    private Remembrance _remembered;

    /// <summary>Names an actor.</summary>
    /// <param name="id">Identifier within the issuer (<c>sub</c>); may be empty for nobody.</param>
    /// <param name="tenant">Whose data; the default value sees no row.</param>
    /// <param name="roles">Roles, compared ordinally; a role that the policy does not know gives nothing.</param>
    public Subject(string id, TenantId tenant, IEnumerable<string> roles)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(roles);
        Context = new(id, tenant, roles is string[] { Length: 0 } ? [] : [.. roles]);
    }

    private Subject(Subject unbound, EffectivePermissions permissions) => (Context, Name, _permissions) = (unbound.Context, unbound.Name, permissions);

    /// <summary>A subject without identity, tenant and roles: nothing is permitted to it.</summary>
    public static Subject Nobody => new("", default, []);

    /// <summary>All of it that decisions can depend on.</summary>
    public DecisionContext Context { get; private init; }

    /// <summary>What kind of actor this is.</summary>
    /// <value>Default: <c>user</c>.</value>
    public string Type { get => Context.Type; init => Context = Context with { Type = value }; }

    /// <summary>Issuer that vouches for <see cref="Id"/>; a person is the pair of both.</summary>
    public string Issuer { get => Context.Issuer; init => Context = Context with { Issuer = value }; }

    /// <summary>Identifier within the issuer.</summary>
    public string Id => Context.Id;

    /// <summary>Whose data.</summary>
    public TenantId Tenant => Context.Tenant;

    /// <summary>Roles from the session.</summary>
    public IReadOnlyList<string> Roles => Context.Roles;

    /// <summary>Code of the actor's own record, such as <c>CON-010</c>; empty where there is none.</summary>
    public string Code { get => Context.Code; init => Context = Context with { Code = value }; }

    /// <summary>Display name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Test class: a test subject sees test rows only, every other never sees one.</summary>
    public bool IsTest { get => Context.IsTest; init => Context = Context with { IsTest = value }; }

    /// <summary>Who acts in the subject's place; empty when it acts itself.</summary>
    public string Actor { get => Context.Actor; init => Context = Context with { Actor = value }; }

    /// <summary>Code of the own record of <see cref="Actor"/>; empty where there is none.</summary>
    public string ActorCode { get => Context.ActorCode; init => Context = Context with { ActorCode = value }; }

    /// <summary>Roles from the session of <see cref="Actor"/>. Whoever acts in the subject's place may do what both may (S12): without roles and grants of their own that is nothing.</summary>
    public IReadOnlyList<string> ActorRoles { get => Context.ActorRoles; init => Context = Context with { ActorRoles = [.. value] }; }

    /// <summary>The credential that was presented, when it is not the plain session: an API key's id.</summary>
    public string Credential { get => Context.Credential; init => Context = Context with { Credential = value }; }

    /// <summary>The only capabilities that the credential may be used for, by name; <see langword="null"/>: it sets no limit.</summary>
    public IReadOnlyList<string>? CredentialCapabilities { get => Context.CredentialCapabilities; init => Context = Context with { CredentialCapabilities = value is null ? null : [.. value] }; }

    /// <summary>When the subject last proved itself by something stronger; <see langword="null"/>: not in this session.</summary>
    public DateTimeOffset? SteppedUpAt { get => Context.SteppedUpAt; init => Context = Context with { SteppedUpAt = value }; }

    /// <summary>
    /// The next moment at which what it is bound to may be another: a rule or grant begins or ends, a step-up is too old, or the memory of permissions ends. The greatest moment where none is known, and before it is bound.
    /// </summary>
    public DateTimeOffset BoundUntil
    {
        get
        {
            var (own, remembered) = (Permissions?.Until ?? DateTimeOffset.MaxValue, _remembered.Until);
            return remembered != default && remembered < own ? remembered : own;
        }
    }

    internal EffectivePermissions? Permissions => Volatile.Read(ref _permissions);

    internal ref Remembrance Remembered => ref _remembered;

    internal Subject Bind(EffectivePermissions permissions) => new(this, permissions);

    /// <summary>Of two that decide first at once one wins, for both.</summary>
    internal EffectivePermissions BindOnce(EffectivePermissions fresh, EffectivePermissions? seen) =>
        Interlocked.CompareExchange(ref _permissions, fresh, seen) is { } winner && ReferenceEquals(winner.Source, fresh.Source) ? winner : fresh;
}
