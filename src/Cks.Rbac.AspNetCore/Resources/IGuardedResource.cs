using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>Which resource an endpoint is about, whatever its type.</summary>
internal interface IGuardedResource
{
    /// <summary>Its type.</summary>
    Type Type { get; }

    /// <summary>The value of the route that names it.</summary>
    string RouteValue { get; }

    /// <summary>Whether the application registered who loads it.</summary>
    bool HasLoader(IServiceProviderIsService services);

    /// <summary>What the request names; empty for nothing.</summary>
    string KeyOf(HttpContext context);

    /// <summary>The resource in the subject's scope; <see langword="null"/> for absent and outside.</summary>
    ValueTask<object?> LoadAsync(HttpContext context, Subject subject, string key);

    /// <summary>The decision on what was loaded.</summary>
    ValueTask<Decision> CheckAsync(IPolicyDecisionPoint decisions, Subject subject, CapabilityId capability, object resource, CancellationToken cancellationToken);
}
