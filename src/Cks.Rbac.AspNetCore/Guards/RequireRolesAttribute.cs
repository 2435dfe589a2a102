using Microsoft.AspNetCore.Authorization;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Needs at least one of the roles, as the subject has them and not as a token claims them. It is an <see cref="AuthorizeAttribute"/> that carries the policy name <c>cks:role:a,b</c>, so a surface that has
/// never heard of Cks enforces it as well. Prefer capabilities: they say what is done, not who does it.
/// </summary>
/// <param name="roles">Roles of the policy; at least one.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireRolesAttribute(params string[] roles) : AuthorizeAttribute(GuardName.OfRoles(roles))
{
    /// <summary>The roles, of which one is enough.</summary>
    public IReadOnlyList<string> AnyOf { get; } = roles;

    /// <summary>The policy's name. It is the guard, so it cannot be set to another one beside it.</summary>
    public new string? Policy => base.Policy;
}
