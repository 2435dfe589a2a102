using System.Diagnostics.CodeAnalysis;
using Cks.Rbac;
using Cks.Rbac.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Rules on endpoints and groups of endpoints.</summary>
public static class CksGuardEndpointConventionBuilderExtensions
{
    /// <summary>Lets only subjects pass that are permitted all of the capabilities.</summary>
    public static TBuilder RequireCaps<TBuilder>(this TBuilder builder, [StringSyntax("CksCapability")] params string[] capabilities)
        where TBuilder : IEndpointConventionBuilder => builder.Guard(GuardName.OfCapabilities(capabilities));

    /// <summary>Lets only subjects pass that are permitted at least one of the capabilities.</summary>
    public static TBuilder RequireAnyCap<TBuilder>(this TBuilder builder, [StringSyntax("CksCapability")] params string[] capabilities)
        where TBuilder : IEndpointConventionBuilder => builder.Guard(GuardName.OfAnyCapability(capabilities));

    /// <summary>Lets only subjects pass that have at least one of the roles. Prefer capabilities: they say what is done, not who does it.</summary>
    public static TBuilder RequireRoles<TBuilder>(this TBuilder builder, params string[] roles)
        where TBuilder : IEndpointConventionBuilder => builder.Guard(GuardName.OfRoles(roles));

    /// <summary>
    /// Lets the guard pass where the answer depends on the resource (<see cref="DecisionReason.NeedsResource"/>), because the handler loads it and asks
    /// <see cref="IPolicyDecisionPoint.CheckAsync"/>, or lists by <see cref="IPolicyPlanner.Plan"/>. Everything else the guard refuses as before. An endpoint whose
    /// capability has a rule with a condition does not start without it.
    /// </summary>
    /// <param name="builder">Endpoint, hub or group.</param>
    /// <param name="reason">Where and how it is checked, for whoever reviews the endpoint.</param>
    public static TBuilder ChecksInHandler<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return builder.WithMetadata(new ChecksInHandlerMetadata(reason));
    }

    private static TBuilder Guard<TBuilder>(this TBuilder builder, string policyName)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(policyName);
}
