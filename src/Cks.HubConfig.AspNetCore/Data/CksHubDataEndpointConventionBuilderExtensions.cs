using Cks.HubConfig;
using Cks.HubConfig.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Lets an endpoint that hubs read their data from answer as they say.</summary>
public static class CksHubDataEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Sends <c>Cache-Control: private, max-age=...</c> with what is answered 200 to a <c>GET</c>, as <c>dataFetching.caching</c> says of this path in the hub of whoever asks, and no longer than their view lives
    /// (<see cref="HubView.Until"/>, 60 seconds at most); with <c>staleWhileRevalidate</c> also <c>stale-while-revalidate</c>, for as long again within the same bound. All other answers are <c>private, no-cache</c>: where
    /// their hub says nothing of the path or 0 seconds, where a request has neither <c>Authorization</c> nor <c>Cookie</c> to tell people apart by, is made by a key, in another's place or by a step-up (S06), and where the application
    /// says <c>no-cache</c> already, as a mask, row capabilities and permission endpoints do. A <c>max-age</c> of the application is only shortened, and <c>no-store</c> stays (S22).
    /// For that time the browser shows what it was answered: also to who may no longer ask, and to whoever sends the same two headers. Where people are told apart by something else (a gateway's header, a certificate), leave this out.
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
