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

    /// <summary>
    /// Says which resource the guard is about. After the capability was checked it is loaded once in the subject's scope, by the application's <see cref="IResourceLoader{T}"/>: absent and outside are 404, not
    /// permitted is 403, and the handler receives that very instance as a parameter. Answers <see cref="DecisionReason.NeedsResource"/>, so the endpoint needs no <see cref="ChecksInHandler"/>.
    /// </summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="routeValue">The value of the route that names the resource.</param>
    /// <typeparam name="T">A type of <c>AddCksResource</c>.</typeparam>
    public static RouteHandlerBuilder OnResource<T>(this RouteHandlerBuilder builder, string routeValue)
        where T : class => builder.WithMetadata(new OnResourceAttribute<T>(routeValue));

    /// <inheritdoc cref="OnResource{T}(RouteHandlerBuilder, string)"/>
    public static IEndpointConventionBuilder OnResource<T>(this IEndpointConventionBuilder builder, string routeValue)
        where T : class => builder.WithMetadata(new OnResourceAttribute<T>(routeValue));

    private static TBuilder Guard<TBuilder>(this TBuilder builder, string policyName)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(policyName);
}
