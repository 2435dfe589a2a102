using Cks.Auth.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cks.Samples.Portal.SignIn;

/// <summary>In, out, and the page for those who left.</summary>
internal static class SignInEndpoints
{
    private const string Home = "/hub";

    public static void MapSignIn(this WebApplication app)
    {
        if (app.Services.GetService<SignInProvider>() is not { } provider)
            return;
        app.UseMiddleware<CookieWritesNeedAntiforgery>();
        app.MapGet("/sign-in", SignInAsync).AllowAnonymous();
        app.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
        app.MapGet("/signed-out", SignInPages.WriteSignedOutAsync).AllowAnonymous();
        if (provider.Authority is null)
            app.MapDevelopmentProvider();
    }

    private static async Task SignInAsync(string? returnUrl, HttpContext context)
    {
        var target = RedirectHttpResult.IsLocalUrl(returnUrl) && returnUrl[0] == '/' ? returnUrl : Home;
        try
        {
            await context.ChallengeAsync(SignInServices.Scheme, new() { RedirectUri = target });
        }
        catch (Exception exception) when (SignInPages.IsProviderDown(exception))
        {
            await SignInPages.WriteProviderDownAsync(context);
        }
    }

    // Whoever has a session needs the antiforgery token to get here.
    private static async Task SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(CksAuthenticationDefaults.CookieScheme);
        context.Response.Redirect("/signed-out");
    }
}
