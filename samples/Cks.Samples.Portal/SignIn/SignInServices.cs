using Cks.Auth.AspNetCore;
using Cks.Core;
using Cks.Samples.Portal.Sessions;
using Cks.Testing.AspNetCore;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Cks.Samples.Portal.SignIn;

/// <summary>Sign-in with a browser: authorization code with PKCE, and a cookie that says who it is and no more.</summary>
internal static class SignInServices
{
    /// <summary>Name of the OpenID Connect scheme.</summary>
    public const string Scheme = "OpenIdConnect";

    /// <summary>Where the provider sends the browser back to.</summary>
    public const string CallbackPath = "/sign-in/callback";

    /// <summary>Header in which a script sends the antiforgery token.</summary>
    public const string AntiforgeryHeader = "X-CSRF-TOKEN";

    /// <param name="builder">The portal.</param>
    /// <param name="issuer">The issuer for development, as which the portal's own provider signs people in; elsewhere the configuration names a provider, or nobody signs in.</param>
    public static void AddSignIn(this WebApplicationBuilder builder, TokenIssuer? issuer)
    {
        var provider = issuer is null ? SignInProvider.From(builder.Configuration) : new(null, DevelopmentProvider.ClientId, null);
        if (provider is null)
            return;
        var (services, prefix, secure) = (builder.Services, issuer is null ? "__Host-" : "portal-", issuer is null ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
        services.AddSingleton(provider);
        services.AddAuthentication()
            .AddCksCookie(o => (o.IsPage, o.RefusalPage) = (IsPage, SignInPages.WriteRefusalAsync))
            .AddOpenIdConnect(Scheme, o =>
            {
                (o.Authority, o.ClientId, o.ClientSecret) = (provider.Authority?.OriginalString, provider.ClientId, provider.ClientSecret);
                (o.SignInScheme, o.CallbackPath) = (CksAuthenticationDefaults.CookieScheme, CallbackPath);
                (o.ResponseType, o.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query); // a redirect, so that Lax cookies come along
                (o.CorrelationCookie.SameSite, o.CorrelationCookie.SecurePolicy) = (SameSiteMode.Lax, secure);
                (o.NonceCookie.SameSite, o.NonceCookie.SecurePolicy) = (SameSiteMode.Lax, secure);
                (o.RemoteSignOutPath, o.SignedOutCallbackPath) = (default, default); // nobody else ends a session here
                o.Scope.Clear();
                o.Scope.Add(OpenIdConnectScope.OpenId);
                (o.MapInboundClaims, o.DisableTelemetry) = (false, true);
                o.ClaimActions.Remove(CksClaimTypes.Issuer); // the framework would delete it, and a subject without issuer is nobody
                o.Events.OnRemoteFailure = SignInPages.WriteFailureAsync;
            });
        services.Configure<CookieAuthenticationOptions>(CksAuthenticationDefaults.CookieScheme, o => (o.Cookie.Name, o.Cookie.SecurePolicy) = (prefix + "session", secure));
        services.AddAntiforgery(o =>
        {
            (o.Cookie.Name, o.Cookie.Path, o.Cookie.SecurePolicy) = (prefix + "antiforgery", "/", secure);
            o.HeaderName = AntiforgeryHeader;
        });
        if (issuer is null)
            return;
        services.AddDataProtection().UseEphemeralDataProtectionProvider(); // the issuer's address may change at the next start, and with it everybody's identity
        services.AddDevelopmentProvider(issuer);
    }

    // Acting as somebody is answered without a redirect: who types the address wants to see why not.
    private static bool IsPage(HttpRequest request) => request.Path.StartsWithSegments("/hub") && !request.Query.ContainsKey(ActAsHandler.Parameter);
}
