using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.HubConfig.Razor;

/// <summary>Answers a page of a hub as <see cref="HubDocument"/> draws it: 200, <c>text/html</c>, kept by nobody.</summary>
/// <param name="page">The page.</param>
public sealed class HubPageResult(HubPage page) : IResult
{
    /// <summary>What stands in the head of the page beside the name of the hub.</summary>
    public RenderFragment? Header { get; init; }

    /// <summary>The content of the page below its heading.</summary>
    public RenderFragment? Content { get; init; }

    /// <summary>Draws the page and writes it.</summary>
    /// <exception cref="InvalidOperationException">The nonce is none: without one that counts a page has neither style nor script.</exception>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (!IsNonce(page.Nonce))
            throw new InvalidOperationException("HubPage.Nonce is no nonce: take that of the answer's content security policy, at least 16 random bytes in base64.");
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(HubDocument.Page)] = page with { PathBase = httpContext.Request.PathBase.ToUriComponent() },
            [nameof(HubDocument.Header)] = Header,
            [nameof(HubDocument.ChildContent)] = Content,
        });
        var renderer = new HtmlRenderer(httpContext.RequestServices, httpContext.RequestServices.GetRequiredService<ILoggerFactory>());
        await using var ended = renderer.ConfigureAwait(false);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<HubDocument>(parameters).ConfigureAwait(true)).ToHtmlString()).ConfigureAwait(false);
        httpContext.Response.Headers.CacheControl = "private, no-store";
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        await httpContext.Response.WriteAsync(html, Encoding.UTF8, httpContext.RequestAborted).ConfigureAwait(false);
    }

    // base64 or base64url, as the grammar of nonces has it; 22 characters are 16 bytes.
    private static bool IsNonce(string? text) => text?.TrimEnd('=') is { Length: >= 22 } value && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_');
}
