using System.Security.Claims;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// The default factory: believes the roles and the tenant of exactly one identity, the one made from a resolved session, or one whose issuer the application said it trusts. Role claims of any other
/// identity, a token's for instance, give nothing (S25).
/// </summary>
internal sealed class SessionSubjectFactory(IEnumerable<TrustedRoleClaims> trusted, PermissionCache cache) : ISubjectFactory
{
    private readonly TrustedRoleClaims[] _trusted = [.. trusted];

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
        var identities = user.Identities.Where(i => i.IsAuthenticated).Take(2).ToArray();
        var subject = identities is not [var only] ? Subject.Nobody : only.AuthenticationType == CksClaimTypes.SessionIdentity ? OfSession(only) : OfForeign(only);
        var bound = await cache.BindAsync(subject, cancellationToken).ConfigureAwait(false);
        cache.Remember(user, count, bound);
        return bound;
    }

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
        };
    }

    private Subject OfForeign(ClaimsIdentity identity)
    {
        // The scheme writes the issuer on each claim; claims that the application or another issuer added to the identity say nothing here.
        var trust = Array.Find(_trusted, t => identity.HasClaim(c => c.Issuer == t.Issuer && c.Type == t.SubjectClaim));
        if (trust is null)
            return Subject.Nobody;
        string[] Values(string type) => [.. identity.FindAll(c => c.Type == type && c.Issuer == trust.Issuer).Select(c => c.Value)];
        if (Values(trust.SubjectClaim) is not [{ Length: > 0 } id] || Values(trust.TenantClaim) is not [var tenantText] || !TenantId.TryParse(tenantText, out var tenant))
            return Subject.Nobody;
        if (trust.Tenants.Count > 0 && !trust.Tenants.Contains(tenant.Value))
            return Subject.Nobody;
        return new(id, tenant, Values(trust.RoleClaim)) { Issuer = trust.Issuer, Code = Values(trust.CodeClaim) is [var code] ? code : "" };
    }
}
