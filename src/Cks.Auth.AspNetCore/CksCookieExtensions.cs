using Cks.Auth;
using Cks.Auth.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of sessions by cookie.</summary>
public static class CksCookieExtensions
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);

    /// <summary>
    /// Adds the scheme <see cref="CksAuthenticationDefaults.CookieScheme"/>, into which a remote scheme such as OpenID Connect signs in, and
    /// <see cref="CksAuthenticationDefaults.BearerOrCookieScheme"/>, which becomes the default where bearer was. The cookie holds <c>iss</c>, <c>sub</c>, <c>sid</c> and <c>auth_time</c> of the
    /// principal that signs in, an id of its own and nothing else; signing out ends every copy of it. At every request the <see cref="ISessionResolver"/> says who that is now. A request with an Authorization header beside the cookie is
    /// <c>multiple_credentials</c>. Needs <c>AddCksBearer</c>.
    /// </summary>
    /// <remarks>The cookie is <c>__Host-session</c>, HttpOnly, Secure, SameSite=Lax and ends after 8 hours, used or not: <c>SlidingExpiration</c> has no effect.</remarks>
    /// <param name="builder">What <c>AddAuthentication</c> returned.</param>
    /// <param name="configure">Says which requests are pages.</param>
    public static AuthenticationBuilder AddCksCookie(this AuthenticationBuilder builder, Action<CksCookieOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<CksCookieOptions>().Configure(configure ?? (_ => { }));
        builder.Services.TryAddScoped<CksCookieEvents>();
        builder.Services.AddOptions<CookieAuthenticationOptions>(CksAuthenticationDefaults.CookieScheme).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CookieAuthenticationOptions>, CookieLifetimeCheck>());
        builder.Services.AddOptions<AuthenticationOptions>().PostConfigure(o =>
        {
            if (o.DefaultScheme is null or CksAuthenticationDefaults.BearerScheme)
                o.DefaultScheme = CksAuthenticationDefaults.BearerOrCookieScheme;
        });
        return builder
            .AddPolicyScheme(CksAuthenticationDefaults.BearerOrCookieScheme, null, o => o.ForwardDefaultSelector = context =>
                HoldsToken(context) ? CksAuthenticationDefaults.BearerScheme : CksAuthenticationDefaults.CookieScheme)
            .AddCookie(CksAuthenticationDefaults.CookieScheme, o =>
            {
                (o.Cookie.Name, o.Cookie.Path, o.Cookie.HttpOnly) = ("__Host-session", "/", true);
                (o.Cookie.SecurePolicy, o.Cookie.SameSite) = (CookieSecurePolicy.Always, SameSiteMode.Lax);
                (o.ExpireTimeSpan, o.SlidingExpiration) = (Lifetime, false);
                (o.LoginPath, o.ReturnUrlParameter) = ("/sign-in", "returnUrl");
                o.EventsType = typeof(CksCookieEvents);
            });
    }

    private static bool HoldsToken(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0
        || context.RequestServices.GetService<ApiKeyHeader>()?.Read(context.Request, out _) > 0
        || (context.RequestServices.GetRequiredService<IOptionsMonitor<CksBearerOptions>>().Get(CksAuthenticationDefaults.BearerScheme).CookieName is { } name
            && SessionCookie.Read(context.Request.Headers.Cookie, name, out _) > 0);
}
