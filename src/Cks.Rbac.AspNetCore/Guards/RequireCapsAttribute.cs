using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Needs all of the capabilities. It is an <see cref="AuthorizeAttribute"/> that carries the policy name <c>cks:a,b</c>, so a surface that has never heard of Cks enforces it as well.
/// </summary>
/// <param name="capabilities">Capabilities such as <c>orders:accept</c>; at least one.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireCapsAttribute([StringSyntax("CksCapability")] params string[] capabilities) : AuthorizeAttribute(GuardName.OfCapabilities(capabilities))
{
    /// <summary>The capabilities.</summary>
    public IReadOnlyList<string> Capabilities { get; } = capabilities;

    /// <summary>The policy's name. It is the guard, so it cannot be set to another one beside it.</summary>
    public new string? Policy => base.Policy;
}
