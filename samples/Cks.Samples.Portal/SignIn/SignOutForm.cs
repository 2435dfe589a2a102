using System.Text.Encodings.Web;
using Cks.Auth.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;

namespace Cks.Samples.Portal.SignIn;

/// <summary>The button that ends a session, for pages whose caller has one to end.</summary>
internal static class SignOutForm
{
    /// <summary>Whether whoever asks came by cookie.</summary>
    public static bool IsByCookie(HttpContext context) => context.Features.Get<ICksSessionFeature>()?.Scheme == CksAuthenticationDefaults.CookieScheme;

    /// <summary>The form as HTML; empty for whoever came otherwise than by cookie.</summary>
    public static string Write(HttpContext context) => IsByCookie(context)
        ? $"""<form method="post" action="/sign-out">{AntiforgeryField(context)}<button>Sign out</button></form>"""
        : "";

    /// <summary>The hidden field that proves that a form is ours.</summary>
    public static string AntiforgeryField(HttpContext context)
    {
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        return $"""<input type="hidden" name="{tokens.FormFieldName}" value="{HtmlEncoder.Default.Encode(tokens.RequestToken!)}">""";
    }
}
