using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;

namespace Cks.Http;

/// <summary>An answer that is another one for each who asks: no cache gives it to anybody else (S06, S22).</summary>
internal static class OwnAnswer
{
    private const string CacheControl = "private, no-cache";
    private const string Vary = "Authorization, Cookie";

    /// <summary>The cache of answers in this process, which asks no header.</summary>
    public static void KeepFromStores(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } cache)
            cache.Context.AllowCacheStorage = false;
    }

    /// <summary>Says so to all others, whatever the application says; the last word before the answer starts.</summary>
    public static void Mark(HttpResponse response)
    {
        var headers = response.Headers;
        // Never stored at all is more than this.
        if (!headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase))
            headers.CacheControl = CacheControl;
        if (headers.Vary is not [.., Vary])
            headers.Vary = StringValues.Concat(headers.Vary, Vary);
    }
}
