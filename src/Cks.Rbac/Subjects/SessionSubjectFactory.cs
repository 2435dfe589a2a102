using System.Security.Claims;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// The default factory: believes the roles and the tenant of exactly one identity, the one made from a resolved session, or one whose issuer the application said it trusts. Role claims of any other
/// identity, a token's for instance, give nothing (S25).
/// </summary>
internal sealed class SessionSubjectFactory(IEnumerable<TrustedRoleClaims> trusted, PermissionCache cache, IEnumerable<TrustedIdentity>? identities = null, GrantTenants? tenants = null) : ISubjectFactory
{
    private const string Act = "act";

    private readonly TrustedRoleClaims[] _trusted = [.. trusted];
    private readonly TrustedIdentity[] _identities = [.. identities ?? []];

    public ValueTask<Subject> CreateAsync(ClaimsPrincipal user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        // A second identity may have come to a principal that was seen before.
        var count = user.Identities.TryGetNonEnumeratedCount(out var known) ? known : user.Identities.Count();
        return cache.Find(user, count) is { } subject ? new(subject) : BindAsync(user, count, cancellationToken);
    }

    private async ValueTask<Subject> BindAsync(ClaimsPrincipal user, int count, CancellationToken cancellationToken)
    {
        // Which of several is meant would be a guess.
        var found = user.Identities.Where(i => i.IsAuthenticated).Take(2).ToArray();
        var subject = found is not [var only] ? Subject.Nobody : only.AuthenticationType == CksClaimTypes.SessionIdentity ? OfSession(only)
            : ActsForAnother(only) ? Subject.Nobody : OfForeign(only) ?? await OfGrantsAsync(only, cancellationToken).ConfigureAwait(false);
        var bound = await cache.BindAsync(subject, cancellationToken).ConfigureAwait(false);
        cache.Remember(user, count, bound);
        return bound;
    }

    // Of an identity that is not a session's nobody has asked who acts, and whether they may (S12).
    private static bool ActsForAnother(ClaimsIdentity identity) => identity.Actor is not null || identity.HasClaim(c => c.Type is Act or CksClaimTypes.Actor or ClaimTypes.Actor);

    private static Subject OfSession(ClaimsIdentity session)
    {
        string Value(string type) => session.FindFirst(type)?.Value ?? "";
        TenantId.TryParse(Value(CksClaimTypes.Tenant), out var tenant);
        return new(Value(CksClaimTypes.Subject), tenant, session.FindAll(CksClaimTypes.Role).Select(c => c.Value))
        {
            Issuer = Value(CksClaimTypes.Issuer),
            Code = Value(CksClaimTypes.Code),
            Name = Value(CksClaimTypes.Name),
            IsTest = Value(CksClaimTypes.Test) == "true",
            Actor = Value(CksClaimTypes.Actor),
            ActorCode = Value(CksClaimTypes.ActorCode),
            ActorRoles = [.. session.FindAll(CksClaimTypes.ActorRole).Select(c => c.Value)],
            Credential = Value(CksClaimTypes.Credential),
            CredentialCapabilities = session.HasClaim(c => c.Type is CksClaimTypes.Credential or CksClaimTypes.CredentialCapabilities)
                ? Value(CksClaimTypes.CredentialCapabilities).Split(' ', StringSplitOptions.RemoveEmptyEntries) : null,
        };
    }

    private Subject? OfForeign(ClaimsIdentity identity)
    {
        // The scheme writes the issuer on each claim; claims that the application or another issuer added to the identity say nothing here.
        var trust = Array.Find(_trusted, t => identity.HasClaim(c => c.Issuer == t.Issuer && c.Type == t.SubjectClaim));
        if (trust is null)
            return null;
        string[] Values(string type) => [.. identity.FindAll(c => c.Type == type && c.Issuer == trust.Issuer).Select(c => c.Value)];
        if (Values(trust.SubjectClaim) is not [{ Length: > 0 } id] || Values(trust.TenantClaim) is not [var tenantText] || !TenantId.TryParse(tenantText, out var tenant))
            return Subject.Nobody;
        if (trust.Tenants.Count > 0 && !trust.Tenants.Contains(tenant.Value))
            return Subject.Nobody;
        return new(id, tenant, Values(trust.RoleClaim)) { Issuer = trust.Issuer, Code = Values(trust.CodeClaim) is [var code] ? code : "" };
    }

    /// <summary>Who somebody is by the principal, and all else by grants.</summary>
    private async ValueTask<Subject> OfGrantsAsync(ClaimsIdentity identity, CancellationToken cancellationToken)
    {
        var trust = Array.Find(_identities, t => identity.HasClaim(c => c.Issuer == t.Issuer && c.Type == t.SubjectClaim));
        if (trust is null || tenants is null)
            return Subject.Nobody;
        var person = identity.FindAll(c => c.Type == trust.SubjectClaim && c.Issuer == trust.Issuer).Select(c => new PersonId(trust.Issuer, c.Value)).Take(2).ToArray();
        if (person is not [{ IsUsable: true } only])
            return Subject.Nobody;
        var has = (await tenants.OfAsync(only, cancellationToken).ConfigureAwait(false)).Where(t => trust.Tenants.Count == 0 || trust.Tenants.Contains(t.Value)).ToArray();
        var chosen = trust.TenantClaim.Length == 0 ? [] : identity.FindAll(trust.TenantClaim).Select(c => c.Value).Distinct(StringComparer.Ordinal).Take(2).ToArray();
        var tenant = chosen switch
        {
            [] => has is [var sole] ? sole : default,
            [var name] => Array.Find(has, t => t.Value == name),
            _ => default,
        };
        // Without a tenant still this person, so that the next change of their grants is seen.
        return new(only.Id, tenant, []) { Issuer = only.Issuer };
    }
}
