using System.Globalization;
using System.Text;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// Everything about the one who acts that a decision can depend on, beside the policy, the grants, the ceiling and the time (S06). Two contexts are equal when all of it is, and permissions are remembered by
/// nothing else: an impersonated, key-limited or stepped-up call never gets, and never leaves, those of the plain user.
/// </summary>
public sealed record DecisionContext
{
    private string? _key;
    private int _hash;

    internal DecisionContext(string id, TenantId tenant, IReadOnlyList<string> roles) => (Id, Tenant, Roles) = (id, tenant, roles);

    // A copy that differs has a key of its own.
    private DecisionContext(DecisionContext original)
    {
        (Type, Issuer, Id, Tenant, Roles, Code) = (original.Type, original.Issuer, original.Id, original.Tenant, original.Roles, original.Code);
        (IsTest, Actor, Credential, CredentialCapabilities, SteppedUpAt) = (original.IsTest, original.Actor, original.Credential, original.CredentialCapabilities, original.SteppedUpAt);
        (ActorCode, ActorRoles) = (original.ActorCode, original.ActorRoles);
    }

    /// <summary>What kind of actor this is.</summary>
    public string Type { get; init; } = "user";

    /// <summary>Issuer that vouches for <see cref="Id"/>.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Identifier within the issuer.</summary>
    public string Id { get; init; }

    /// <summary>Whose data.</summary>
    public TenantId Tenant { get; init; }

    /// <summary>Roles of the session or of trusted claims; granted ones come on top.</summary>
    public IReadOnlyList<string> Roles { get; init; }

    /// <summary>Code of the actor's own record.</summary>
    public string Code { get; init; } = "";

    /// <summary>Test class.</summary>
    public bool IsTest { get; init; }

    /// <summary>Who acts in the subject's place; empty when it acts itself.</summary>
    public string Actor { get; init; } = "";

    /// <summary>Code of the own record of <see cref="Actor"/>.</summary>
    public string ActorCode { get; init; } = "";

    /// <summary>Roles of <see cref="Actor"/>; granted ones come on top. What they do not permit the actor is not permitted here either (S12).</summary>
    public IReadOnlyList<string> ActorRoles { get; init; } = [];

    /// <summary>The credential that was presented, when it is not the plain session: an API key's id.</summary>
    public string Credential { get; init; } = "";

    /// <summary>The only capabilities that the credential may be used for, by name; <see langword="null"/>: it sets no limit.</summary>
    public IReadOnlyList<string>? CredentialCapabilities { get; init; }

    /// <summary>When the subject last proved itself by something stronger; <see langword="null"/>: not in this session.</summary>
    public DateTimeOffset? SteppedUpAt { get; init; }

    /// <summary>Whoever acts in the subject's place as they are by themselves, of the same tenant and class; <see langword="null"/> when the subject acts itself. What they have proved by something stronger is not known here.</summary>
    internal DecisionContext? Acting => Actor.Length == 0 ? null : field ??= PersonId.TryParse(Actor, out var person)
        ? new(person.Value.Id, Tenant, ActorRoles) { Issuer = person.Value.Issuer, Code = ActorCode, IsTest = IsTest }
        : new(Actor, Tenant, ActorRoles) { Code = ActorCode, IsTest = IsTest };

    /// <summary>Whether nothing of the session but its roles says what the subject may do.</summary>
    internal bool IsOfRolesAlone => this is { Actor: "", Credential: "", CredentialCapabilities: null, SteppedUpAt: null };

    /// <summary>Everything above as one text in which each part stands behind its length, so that no two contexts have the same.</summary>
    internal string Key => _key ??= MakeKey();

    /// <summary>Whether both are the same in everything.</summary>
    public bool Equals(DecisionContext? other) => ReferenceEquals(this, other) || (other is not null
        && Id == other.Id && Tenant == other.Tenant && Issuer == other.Issuer && Type == other.Type && Code == other.Code && IsTest == other.IsTest
        && Actor == other.Actor && ActorCode == other.ActorCode && Credential == other.Credential && SteppedUpAt == other.SteppedUpAt
        && Same(Roles, other.Roles) && Same(ActorRoles, other.ActorRoles) && Same(CredentialCapabilities, other.CredentialCapabilities));

    /// <inheritdoc/>
    public override int GetHashCode() => _hash != 0 ? _hash : _hash = HashCode.Combine(Id, Tenant, Actor, Credential, Issuer, Code, SteppedUpAt, IsTest);

    /// <summary>Whether two lists say the same in the same order; no list and an empty one do not.</summary>
    internal static bool Same(IReadOnlyList<string>? one, IReadOnlyList<string>? other)
    {
        if (one is null || other is null || ReferenceEquals(one, other))
            return ReferenceEquals(one, other);
        if (one.Count != other.Count)
            return false;
        for (var i = 0; i < one.Count; i++)
            if (one[i] != other[i])
                return false;
        return true;
    }

    private string MakeKey()
    {
        var key = new StringBuilder();
        foreach (var part in (ReadOnlySpan<string>)[Type, Issuer, Id, Tenant.Value, Code, IsTest ? "test" : "", Actor, ActorCode, Credential])
            Append(key, part);
        Append(key, SteppedUpAt?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "");
        AppendAll(key, Roles);
        AppendAll(key, ActorRoles);
        AppendAll(key, CredentialCapabilities);
        return key.ToString();
    }

    private static void AppendAll(StringBuilder key, IReadOnlyList<string>? parts)
    {
        key.Append(parts?.Count ?? -1).Append(';');
        foreach (var part in parts ?? [])
            Append(key, part);
    }

    private static void Append(StringBuilder key, string part) => key.Append(part.Length).Append(':').Append(part);
}
