using System.Security.Cryptography;
using Cks.Auth.AspNetCore;
using Cks.HubConfig;
using Cks.Rbac;
using Cks.Samples.Portal.Sessions;
using Cks.Samples.Portal.SignIn;
using Cks.Scope;
using Microsoft.AspNetCore.Authorization;

namespace Cks.Samples.Portal.Pages;

/// <summary>The hub as pages: what the view says, with the numbers and rows that the scope gives. No script; every link works with a keyboard.</summary>
internal static class HubPages
{
    // Which set of the scope a page of the hub lists.
    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["/contractors"] = "contractors",
        ["/customers"] = "customers",
        ["/centers"] = "centers",
        ["/crews"] = "crew",
        ["/services"] = "services",
    };

    public static void MapHubPages(this WebApplication app, bool isDevelopment)
    {
        var pages = app.MapGet("/hub/{page?}", AnswerAsync).RequireCaps("hub:view");
        if (isDevelopment)
            pages.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = $"{CksAuthenticationDefaults.BearerOrCookieScheme},{ActAsHandler.Scheme}" });
    }

    private static async Task<IResult> AnswerAsync(string? page, HttpContext context, Subject me, IHubComposer hubs, IScopeService scopes, CancellationToken cancellationToken)
    {
        var path = "/" + page;
        // A page that the view does not offer is not there, whoever types its address.
        if (await hubs.ComposeAsync(me, cancellationToken) is not { } view || view.Navigation.FirstOrDefault(n => n.Path.Value == path) is not { } item
            || await scopes.GetScopeAsync(me, cancellationToken) is not { } scope)
            return Results.NotFound();
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var signOut = SignOutForm.Write(context);
        var html = new HubPage(view, scope, me, item, nonce, signOut, context.Request.Query[ActAsHandler.Parameter]);
        var body = Lists.TryGetValue(path, out var set)
            ? scope.Relationships.TryGetValue(set, out var rows) ? html.List(rows) : null
            : html.Dashboard();
        if (body is null)
            return Results.NotFound();
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; base-uri 'none'; form-action {(signOut.Length == 0 ? "'none'" : "'self'")}; frame-ancestors 'none'";
        return Results.Text(body, "text/html; charset=utf-8");
    }
}
