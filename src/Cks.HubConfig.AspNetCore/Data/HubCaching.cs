using Cks.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Cks.HubConfig.AspNetCore;

/// <summary>Says with an answer how long the browser of whoever asks may keep it. Documents choose how long within what code allows; never for a shared cache, whatever either says (S22).</summary>
internal static class HubCaching
{
    public static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        OwnAnswer.KeepFromStores(context);
        var rule = await KeepingRule.OfAsync(context).ConfigureAwait(false);
        // The last word: after the handler, its filters and a mask have said theirs.
        context.Response.OnStarting(() =>
        {
            Mark(context, rule);
            return Task.CompletedTask;
        });
        await next(context).ConfigureAwait(false);
    }

    private static void Mark(HttpContext context, KeepingRule? rule)
    {
        var response = context.Response;
        var header = response.Headers.CacheControl;
        CacheControlHeaderValue? written = null;
        var isUnderstood = header.Count == 0 || CacheControlHeaderValue.TryParse(header.ToString(), out written);
        OwnAnswer.Mark(response);
        // What the application does not want kept, such as what somebody may do, stays so.
        if (rule is null || !isUnderstood || written?.NoStore == true || response.StatusCode != StatusCodes.Status200OK)
            return;
        var clock = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        if (rule.Within(written ?? new(), clock.GetUtcNow()) is { } kept)
            response.Headers.CacheControl = kept.ToString();
    }
}
