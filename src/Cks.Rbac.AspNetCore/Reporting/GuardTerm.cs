using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace Cks.Rbac.AspNetCore;

/// <summary>One thing that a guard asks; all of them are asked.</summary>
/// <param name="Kind"><c>all</c> or <c>any</c> (of capabilities), <c>roles</c> (one of them), <c>signedIn</c>, <c>policy</c> (of the application's own), <c>anonymous</c> or <c>none</c>.</param>
/// <param name="Names">Its capabilities or roles, or the name of the policy.</param>
/// <param name="Asks">What the framework asks for it.</param>
internal sealed record GuardTerm(string Kind, IReadOnlyList<string> Names, IReadOnlyList<IAuthorizationRequirement> Asks)
{
    /// <summary>Everybody passes.</summary>
    public static GuardTerm Anonymous { get; } = new("anonymous", [], []);

    /// <summary>Nobody passes.</summary>
    public static GuardTerm None { get; } = new("none", [], [new NoRuleRequirement()]);

    /// <summary>What one requirement asks.</summary>
    public static GuardTerm Of(IAuthorizationRequirement requirement) => requirement switch
    {
        CapabilityRequirement guard => new(guard.Any ? "any" : "all", [.. guard.Capabilities.Select(c => c.Name)], [guard]),
        RoleRequirement guard => new("roles", guard.Roles, [guard]),
        RolesAuthorizationRequirement roles => new("roles", [.. roles.AllowedRoles], [roles]),
        DenyAnonymousAuthorizationRequirement => new("signedIn", [], [requirement]),
        NoRuleRequirement => None,
        _ => new("policy", [requirement.GetType().Name], [requirement]),
    };

    /// <summary>What a policy of the application asks, under its name.</summary>
    public static GuardTerm Of(string name, AuthorizationPolicy? policy) => new("policy", [name], policy?.Requirements ?? None.Asks);

    /// <summary>In words.</summary>
    public override string ToString() => Kind switch
    {
        "all" => string.Join(", ", Names),
        "any" => $"any of {string.Join(", ", Names)}",
        "roles" => $"role {string.Join(" or ", Names)}",
        "signedIn" => "signed in",
        "policy" => $"policy {Names[0]}",
        "anonymous" => "AllowAnonymous",
        _ => "no rule",
    };
}
