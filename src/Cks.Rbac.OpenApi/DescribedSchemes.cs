using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Cks.Rbac.OpenApi;

/// <summary>The authentication schemes that a client of an API can use: bearer tokens and cookies. One that only leads somebody through a sign-in is none.</summary>
internal static class DescribedSchemes
{
    public static async Task<IReadOnlyList<(string Name, OpenApiSecurityScheme Scheme)>> OfAsync(IServiceProvider services)
    {
        if (services.GetService<IAuthenticationSchemeProvider>() is not { } provider)
            return [];
        var cookies = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>();
        return [.. (await provider.GetAllSchemesAsync().ConfigureAwait(false)).OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => (s.Name, Scheme: Describe(s, cookies)!)).Where(s => s.Scheme is not null)];
    }

    private static OpenApiSecurityScheme? Describe(AuthenticationScheme scheme, IOptionsMonitor<CookieAuthenticationOptions> cookies)
    {
        if (scheme.HandlerType.IsAssignableTo(typeof(CookieAuthenticationHandler)))
            return new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = cookies.Get(scheme.Name).Cookie.Name ?? CookieAuthenticationDefaults.CookiePrefix + scheme.Name };
        // Ours and JwtBearer, neither of which this package knows.
        return scheme.HandlerType.Name.EndsWith("BearerHandler", StringComparison.Ordinal) ? new() { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" } : null;
    }
}
