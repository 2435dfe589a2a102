using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Says which resource the guard of an action or page is about: after the capability was checked it is loaded once in the subject's scope, outside is 404 and not permitted 403, and the handler receives that
/// very instance as a service. For endpoints in code there is <c>.OnResource&lt;T&gt;("id")</c>.
/// </summary>
/// <param name="routeValue">The value of the route that <see cref="IResourceLoader{T}"/> is asked for.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OnResourceAttribute<T>(string routeValue) : Attribute, IGuardedResource
    where T : class
{
    /// <summary>The value of the route.</summary>
    public string RouteValue { get; } = !string.IsNullOrWhiteSpace(routeValue) ? routeValue : throw new ArgumentException("Name the value of the route.", nameof(routeValue));

    Type IGuardedResource.Type => typeof(T);

    bool IGuardedResource.HasLoader(IServiceProviderIsService services) => services.IsService(typeof(IResourceLoader<T>));

    string IGuardedResource.KeyOf(HttpContext context) => Convert.ToString(context.Request.RouteValues.GetValueOrDefault(RouteValue), CultureInfo.InvariantCulture) ?? "";

    async ValueTask<object?> IGuardedResource.LoadAsync(HttpContext context, Subject subject, string key) =>
        await context.RequestServices.GetRequiredService<IResourceLoader<T>>().LoadAsync(subject, key, context.RequestAborted).ConfigureAwait(false);

    ValueTask<Decision> IGuardedResource.CheckAsync(IPolicyDecisionPoint decisions, Subject subject, CapabilityId capability, object resource, CancellationToken cancellationToken) =>
        decisions.CheckAsync(subject, capability, (T)resource, cancellationToken);
}
