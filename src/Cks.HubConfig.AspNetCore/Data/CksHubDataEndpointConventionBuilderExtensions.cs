using Cks.HubConfig;
using Cks.HubConfig.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Lets an endpoint that hubs read their data from answer as they say.</summary>
public static class CksHubDataEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Sends <c>Cache-Control: private, max-age=...</c> with what is answered 200 to a <c>GET</c>, as <c>dataFetching.caching</c> says of this path in the hub of whoever asks; with <c>staleWhileRevalidate</c> also
    /// <c>stale-while-revalidate</c>, for as long again. Never for a shared cache, and never in place of <c>no-store</c> (S22). Where their hub says nothing of the path, or says 0 seconds, nothing is kept.
    /// For that time the browser shows what it was answered: also to who may no longer ask.
    /// </summary>
    /// <param name="endpoint">The endpoint; its path is that of a data source (<see cref="HubTargets.AddDataSource"/>).</param>
    public static TBuilder WithCksHubCaching<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        endpoint.Finally(built =>
        {
            if (built.RequestDelegate is { } next)
                built.RequestDelegate = context => HubCaching.RunAsync(context, next);
        });
        return endpoint;
    }
}
