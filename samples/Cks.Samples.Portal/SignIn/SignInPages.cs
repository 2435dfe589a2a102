using System.Text.Encodings.Web;
using Cks.Auth;
using Microsoft.AspNetCore.Authentication;
using NetEscapades.AspNetCore.SecurityHeaders;

namespace Cks.Samples.Portal.SignIn;

/// <summary>The few pages around a session: it ended, it was refused, it did not come about.</summary>
internal static class SignInPages
{
    private const string Again = """<p><a href="/sign-in">Sign in</a></p>""";

    public static Task WriteSignedOutAsync(HttpContext context) => WriteAsync(context, "You are signed out", Again);

    /// <summary>Tells somebody whom the provider knows why they may not work here.</summary>
    public static Task WriteRefusalAsync(HttpContext context, SessionRefusalReason reason) =>
        WriteAsync(context, "You cannot work here", $"""<p data-reason="{reason.ToText()}">{Explain(reason)} Ask your manager.</p>{Again}""");

    /// <summary>Answers a callback that did not end in a session.</summary>
    public static Task WriteFailureAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        if (context.Failure is { } failure && IsProviderDown(failure))
            return WriteProviderDownAsync(context.HttpContext);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return WriteAsync(context.HttpContext, "The sign-in failed", $"<p>It was begun elsewhere, took too long, or was refused.</p>{Again}");
    }

    public static Task WriteProviderDownAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return WriteAsync(context, "The identity provider does not answer", $"<p>Try again soon.</p>{Again}");
    }

    /// <summary>Whether a failure is the provider's or the network's and not the caller's.</summary>
    public static bool IsProviderDown(Exception exception) =>
        exception is HttpRequestException or IOException or TimeoutException or TaskCanceledException || (exception.InnerException is { } inner && IsProviderDown(inner));

    /// <summary>Writes a page; no script.</summary>
    public static Task WriteAsync(HttpContext context, string title, string html)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{HtmlEncoder.Default.Encode(title)}}</title>
            <link rel="icon" href="data:,">
            <style nonce="{{context.GetNonce()}}">
            body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1f2937; background: #f9fafb; }
            main { max-width: 32rem; margin: 4rem auto; padding: 1.5rem 2rem; background: #fff; border: 1px solid #d1d5db; border-radius: .5rem; } h1 { margin-top: 0; font-size: 1.4rem; }
            label { display: block; margin-bottom: 1rem; } input { display: block; font: inherit; padding: .4rem .6rem; width: 100%; box-sizing: border-box; } button { font: inherit; padding: .4rem 1.2rem; }
            a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
            </style>
            </head>
            <body>
            <main>
            <h1>{{HtmlEncoder.Default.Encode(title)}}</h1>
            {{html}}
            </main>
            </body>
            </html>
            """, context.RequestAborted);
    }

    private static string Explain(SessionRefusalReason reason) => reason switch
    {
        SessionRefusalReason.NotProvisioned => "Nobody in this portal is linked to your account.",
        SessionRefusalReason.Archived => "Your record is archived.",
        SessionRefusalReason.Suspended => "Your account is suspended.",
        SessionRefusalReason.UnknownRole => "Your record has no role that this portal knows.",
        SessionRefusalReason.IssuerNotBound => "Your account's provider does not vouch for people of your company.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
