using Microsoft.AspNetCore.Http;

namespace Cks.Rbac.AspNetCore;

/// <summary>The resource that the guard of an endpoint loaded and permitted. It counts for that endpoint only: a request that is run again for another one, an error page, has none.</summary>
internal sealed class ResourceFeature(Endpoint endpoint, Subject subject, string key, object resource)
{
    /// <summary>The resource of the endpoint that runs; <see langword="null"/> where none was loaded, or one of another type.</summary>
    public static T? Get<T>(HttpContext context)
        where T : class => context.Features.Get<ResourceFeature>() is { } feature && feature.IsOf(context.GetEndpoint()) ? feature.Value as T : null;

    /// <summary>What was loaded for this subject and key before; <see langword="null"/> where it is to be loaded.</summary>
    public static object? Find(HttpContext context, Subject subject, string key) =>
        context.Features.Get<ResourceFeature>() is { } feature && feature.IsOf(context.GetEndpoint()) && feature.IsFor(subject, key) ? feature.Value : null;

    private object Value { get; } = resource;

    private bool IsFor(Subject asking, string asked) => ReferenceEquals(subject, asking) && key == asked;

    private bool IsOf(Endpoint? running) => ReferenceEquals(endpoint, running);
}
