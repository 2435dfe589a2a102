using Microsoft.AspNetCore.Http;

namespace Cks.Rbac.AspNetCore;

/// <summary>The resource that the guard of an endpoint loaded and permitted. It counts for that endpoint only: a request that is run again for another one, an error page, has none.</summary>
internal sealed class ResourceFeature(Endpoint endpoint, Subject subject, string key, object resource)
{
    /// <summary>The resource of the endpoint that runs; <see langword="null"/> where none was loaded, or one of another type.</summary>
    public static T? Get<T>(HttpContext context)
        where T : class => context.Features.Get<ResourceFeature>() is { } feature && feature.IsOf(context.GetEndpoint()) ? feature.Value as T : null;

    /// <summary>
    /// Loads what the request names within the subject's scope; <see langword="null"/> for absent and outside. A filter of MVC asks a second time for the same request: about the very instance that the handler
    /// receives. It counts for the handler once it is set.
    /// </summary>
    public static async ValueTask<ResourceFeature?> LoadAsync(HttpContext context, Subject subject, IGuardedResource guarded)
    {
        if (guarded.KeyOf(context) is not { Length: > 0 } key)
            return null;
        if (context.Features.Get<ResourceFeature>() is { } feature && feature.IsOf(context.GetEndpoint()) && feature.IsFor(subject, key))
            return feature;
        return await guarded.LoadAsync(context, subject, key).ConfigureAwait(false) is { } resource ? new(context.GetEndpoint()!, subject, key, resource) : null;
    }

    /// <summary>The resource.</summary>
    public object Value { get; } = resource;

    private bool IsFor(Subject asking, string asked) => ReferenceEquals(subject, asking) && key == asked;

    private bool IsOf(Endpoint? running) => ReferenceEquals(endpoint, running);
}
