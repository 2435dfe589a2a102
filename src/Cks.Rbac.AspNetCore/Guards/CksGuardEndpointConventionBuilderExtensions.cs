using Cks.Rbac.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Rules on endpoints and groups of endpoints.</summary>
public static class CksGuardEndpointConventionBuilderExtensions
{
    /// <summary>Lets only subjects pass that are permitted all of the capabilities.</summary>
    public static TBuilder RequireCaps<TBuilder>(this TBuilder builder, params string[] capabilities)
        where TBuilder : IEndpointConventionBuilder => builder.Guard(GuardName.OfCapabilities(capabilities));

    /// <summary>Lets only subjects pass that are permitted at least one of the capabilities.</summary>
    public static TBuilder RequireAnyCap<TBuilder>(this TBuilder builder, params string[] capabilities)
        where TBuilder : IEndpointConventionBuilder => builder.Guard(GuardName.OfAnyCapability(capabilities));

    /// <summary>Lets only subjects pass that have at least one of the roles. Prefer capabilities: they say what is done, not who does it.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder builder, params string[] roles)
        where TBuilder : IEndpointConventionBuilder => builder.Guard(GuardName.OfRoles(roles));

    private static TBuilder Guard<TBuilder>(this TBuilder builder, string policyName)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(policyName);
}
