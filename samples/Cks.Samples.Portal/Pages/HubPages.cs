using Cks.Auth.AspNetCore;
using Cks.HubConfig;
using Cks.Rbac;
using Cks.Samples.Portal.Hardening;
using Cks.Samples.Portal.Pages.Forms;
using Cks.Samples.Portal.Sessions;
using Cks.Samples.Portal.SignIn;
using Microsoft.AspNetCore.Authorization;
using NetEscapades.AspNetCore.SecurityHeaders;

namespace Cks.Samples.Portal.Pages;

/// <summary>The hub as pages: what the view offers, with the rows and numbers that the scope gives. Everything works with a keyboard, and without script but for what is read again by itself.</summary>
internal static class HubPages
{
    public static void MapHubPages(this WebApplication app, bool isDevelopment)
    {
        app.Services.GetRequiredService<PageContents>(); // a target that cannot be drawn stops the host here
        var pages = app.MapGet("/hub/{page?}", AnswerAsync).RequireCaps(Caps.Hub.View).AdministersOn("page", "directory", "assign", "archive");
        app.MapHubForms();
        app.MapCksHubShell().AllowUnknownRevocation("The files of pages say nothing of anybody.");
        if (isDevelopment)
            pages.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = $"{CksAuthenticationDefaults.BearerOrCookieScheme},{ActAsHandler.Scheme}" });
    }

    private static async Task<IResult> AnswerAsync(string? page, HttpContext context, Subject me, IHubComposer hubs, PageContents contents, CancellationToken cancellationToken)
    {
        var path = "/" + page;
        // A page that the view does not offer is not there, whoever types its address.
        if (await hubs.ComposeAsync(me, cancellationToken) is not { } view || view.Navigation.FirstOrDefault(n => n.Path.Value == path) is not { } item || contents.Find(path) is not { } content)
            return Results.NotFound();
        var mayWrite = SignOutForm.IsByCookie(context);
        var request = new PageRequest(me, view, item, context.Request.Query, mayWrite ? Html.Made(SignOutForm.AntiforgeryField(context)) : default);
        if (await content.WriteAsync(request, cancellationToken) is not { } html)
            return Results.NotFound();
        return Frame.Of(request, content, html, contents, Html.Made(SignOutForm.Write(context)), context.GetNonce());
    }
}
