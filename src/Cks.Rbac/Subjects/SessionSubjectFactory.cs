using System.Security.Claims;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// The default factory: believes the roles and the tenant of exactly one identity, the one made from a resolved session. Role claims of any other identity, a token's
/// for instance, give nothing.
/// </summary>
internal sealed class SessionSubjectFactory : ISubjectFactory
{
    public ValueTask<Subject> CreateAsync(ClaimsPrincipal user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        var sessions = user.Identities.Where(i => i.IsAuthenticated && i.AuthenticationType == CksClaimTypes.SessionIdentity).Take(2).ToArray();
        return ValueTask.FromResult(sessions is [var session] && user.Identities.Count(i => i.IsAuthenticated) == 1 ? From(session) : Subject.Nobody);
    }

    private static Subject From(ClaimsIdentity session)
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
}
