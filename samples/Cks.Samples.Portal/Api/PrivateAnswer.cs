using Microsoft.Net.Http.Headers;

namespace Cks.Samples.Portal.Api;

/// <summary>Answers that depend on who asks.</summary>
internal static class PrivateAnswer
{
    /// <summary>Keeps the answer out of shared caches, and lets a browser keep it only to ask again.</summary>
    public static RouteHandlerBuilder NeverShared(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter((context, next) =>
    {
        var headers = context.HttpContext.Response.Headers;
        headers.CacheControl = "private, no-cache";
        headers.Append(HeaderNames.Vary, "Authorization, Cookie");
        return next(context);
    });
}
