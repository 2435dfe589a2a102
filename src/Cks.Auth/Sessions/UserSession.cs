using System.Security.Claims;
using Cks.Core;

namespace Cks.Auth;

/// <summary>Somebody who is signed in: who they are at the identity provider, and what the portal's own store says about them.</summary>
public sealed record UserSession
{
    /// <summary>The token's issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>The person at that issuer.</summary>
    public required string Subject { get; init; }

    /// <summary>Whose data the person works with.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Code of the person's own record.</summary>
    public required string Code { get; init; }

    /// <summary>Roles out of the store, at least one; never out of the token.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Account status, normalized.</summary>
    public required string Status { get; init; }

    /// <summary>Display name; empty when unknown.</summary>
    public string Name { get; init; } = "";

    /// <summary>The hub in which the person works; <see langword="null"/> where their role says it.</summary>
    public string? Hub { get; init; }

    /// <summary>Who acts in the person's place; <see langword="null"/> when they act themselves. Set by the schemes of the suite, never by an <see cref="ISessionResolver"/>.</summary>
    public SessionActor? Actor { get; init; }

    /// <summary>Whether the person is of the test class and sees test rows only.</summary>
    public bool IsTest { get; init; }

    /// <summary>
    /// The session as a principal with the claims of <see cref="CksClaimTypes"/>; its authentication type is <see cref="CksClaimTypes.SessionIdentity"/>, by
    /// which the rest of the suite knows it.
    /// </summary>
    public ClaimsPrincipal ToPrincipal() => ToPrincipal(CksClaimTypes.Role);

    /// <param name="roleType">The claims that the framework takes for roles.</param>
    internal ClaimsPrincipal ToPrincipal(string roleType)
    {
        var identity = new ClaimsIdentity(CksClaimTypes.SessionIdentity, CksClaimTypes.Name, roleType);
        Add(CksClaimTypes.Issuer, Issuer);
        Add(CksClaimTypes.Subject, Subject);
        Add(CksClaimTypes.Name, Name);
        Add(CksClaimTypes.Tenant, Tenant.Value);
        Add(CksClaimTypes.Code, Code);
        Add(CksClaimTypes.Status, Status);
        Add(CksClaimTypes.Test, IsTest ? "true" : "false");
        if (Actor is not null)
            Add(CksClaimTypes.Actor, Actor.ToText());
        foreach (var role in Roles)
            Add(CksClaimTypes.Role, role);
        return new(identity);

        // A claim that knows its identity is taken as it is; any other would be copied.
        void Add(string type, string value) => identity.AddClaim(new(type, value, ClaimValueTypes.String, Issuer, Issuer, identity));
    }

    /// <summary>Whether another session has the same rights: the same person of the same tenant, class, status, hub and roles, with the same actor.</summary>
    internal bool HasRightsOf(UserSession other) =>
        (Issuer, Subject, Tenant, Code, Status, Hub, Actor, IsTest) == (other.Issuer, other.Subject, other.Tenant, other.Code, other.Status, other.Hub, other.Actor, other.IsTest)
        && Roles.Count == other.Roles.Count && !Roles.Except(other.Roles, StringComparer.Ordinal).Any();

    /// <summary>The code alone, so that a session written into a log names nobody.</summary>
    public override string ToString() => Code;
}
