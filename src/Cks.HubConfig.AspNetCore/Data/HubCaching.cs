using System.Globalization;
using Cks.Http;
using Microsoft.AspNetCore.Http;

namespace Cks.HubConfig.AspNetCore;

/// <summary>How long the browser of whoever asks may keep an answer, as their hub says of the path that was asked for.</summary>
internal static class HubCaching
{
    public static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        OwnAnswer.KeepFromStores(context);
        if ((HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && await CallerView.OfAsync(context).ConfigureAwait(false) is { } view && RuleOf(view, context.Request.Path.Value) is { } rule)
            context.Response.OnStarting(() => Mark(context.Response, rule));
        await next(context).ConfigureAwait(false);
    }

    // Where a path has several names the shortest time counts.
    private static HubCacheRule? RuleOf(HubView view, string? path)
    {
        HubCacheRule? least = null;
        foreach (var (name, rule) in view.Caching)
            if (view.Endpoints[name].Value == path && (least is null || rule.Ttl < least.Ttl))
                least = rule;
        return least;
    }

    // The last word: after the handler, its filters and a mask have said theirs. Never for a shared cache, whatever a document says (S22).
    private static Task Mark(HttpResponse response, HubCacheRule rule)
    {
        if (response.StatusCode != StatusCodes.Status200OK || response.Headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase))
            return Task.CompletedTask;
        OwnAnswer.Mark(response);
        var seconds = (long)rule.Ttl.TotalSeconds;
        if (seconds > 0)
            response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"private, max-age={seconds}{(rule.StaleWhileRevalidate ? $", stale-while-revalidate={seconds}" : "")}");
        return Task.CompletedTask;
    }
}
