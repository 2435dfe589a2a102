using System.Security.Claims;
using Cks.Core;

namespace Cks.Auth;

/// <summary>Somebody who is signed in: who they are at the identity provider, and what the portal's own store says about them.</summary>
public sealed record UserSession
{
    // The roles that the framework sees of a session in which somebody else acts.
    private const string SharedRole = "shared_role";

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

    /// <summary>Code of the own record of <see cref="Actor"/>; empty when the person acts themselves.</summary>
    public string ActorCode { get; init; } = "";

    /// <summary>Roles of <see cref="Actor"/> out of the store: what they may do themselves bounds what they may do here (S12). Empty when the person acts themselves.</summary>
    public IReadOnlyList<string> ActorRoles { get; init; } = [];

    /// <summary>Whether the person is of the test class and sees test rows only.</summary>
    public bool IsTest { get; init; }

    /// <summary>
    /// The session as a principal with the claims of <see cref="CksClaimTypes"/>; its authentication type is <see cref="CksClaimTypes.SessionIdentity"/>, by
    /// which the rest of the suite knows it. Where somebody acts in the person's place, <see cref="ClaimsPrincipal.IsInRole"/> is true for the roles that both have.
    /// </summary>
    public ClaimsPrincipal ToPrincipal() => ToPrincipal(Actor is null ? CksClaimTypes.Role : SharedRole);

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
        foreach (var role in Roles)
            Add(CksClaimTypes.Role, role);
        if (Actor is not null)
        {
            Add(CksClaimTypes.Actor, Actor.ToText());
            Add(CksClaimTypes.ActorCode, ActorCode);
            foreach (var role in ActorRoles)
                Add(CksClaimTypes.ActorRole, role);
            foreach (var role in Roles.Intersect(ActorRoles, StringComparer.Ordinal))
                Add(SharedRole, role);
        }

        return new(identity);

        // A claim that knows its identity is taken as it is; any other would be copied.
        void Add(string type, string value) => identity.AddClaim(new(type, value, ClaimValueTypes.String, Issuer, Issuer, identity));
    }

    /// <summary>Whether another session has the same rights: the same person of the same tenant, class, status, hub and roles, with the same actor of the same roles.</summary>
    internal bool HasRightsOf(UserSession other) =>
        (Issuer, Subject, Tenant, Code, Status, Hub, Actor, ActorCode, IsTest) == (other.Issuer, other.Subject, other.Tenant, other.Code, other.Status, other.Hub, other.Actor, other.ActorCode, other.IsTest)
        && Same(Roles, other.Roles) && Same(ActorRoles, other.ActorRoles);

    private static bool Same(IReadOnlyList<string> one, IReadOnlyList<string> other) => !one.Except(other, StringComparer.Ordinal).Any() && !other.Except(one, StringComparer.Ordinal).Any();

    /// <summary>The code alone, so that a session written into a log names nobody.</summary>
    public override string ToString() => Code;
}
