using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cks.HubConfig.Razor;

/// <summary>Answers the files of pages: to anybody, for a year, because they say nothing of anybody and never change.</summary>
internal static class AssetEndpoint
{
    public static async Task AnswerAsync(HttpContext context, ShellAssets assets)
    {
        var response = context.Response;
        if (assets.Find((string)context.Request.RouteValues["hash"]!, (string)context.Request.RouteValues["name"]!) is not { } asset)
        {
            (response.StatusCode, response.Headers.CacheControl) = (StatusCodes.Status404NotFound, "no-store");
            return;
        }

        var isPacked = context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value == "gzip" && e.Quality is not 0);
        var body = isPacked ? asset.Packed : asset.Content;
        // What stood before may have taken a cookie away or renewed one: that is nothing for a shared cache.
        response.Headers.CacheControl = response.Headers.SetCookie.Count > 0 ? "private, no-store" : "public, max-age=31536000, immutable";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        response.Headers.XContentTypeOptions = "nosniff";
        if (isPacked)
            response.Headers.ContentEncoding = "gzip";
        (response.ContentType, response.ContentLength) = (asset.ContentType, body.Length);
        await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
