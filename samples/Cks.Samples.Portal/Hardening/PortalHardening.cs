using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Net.Http.Headers;

namespace Cks.Samples.Portal.Hardening;

/// <summary>What stands before every endpoint. The order is the way of a request: from whom, over what, whose page, how often, who, what.</summary>
internal static class PortalHardening
{
    public static void AddHardening(this WebApplicationBuilder builder)
    {
        var (settings, services) = (HardeningSettings.From(builder.Configuration), builder.Services);
        services.AddSingleton(settings);
        services.AddSingleton<IAuthorizationHandler, AdminNetworks>();
        services.AddRequestLimits(settings);
        services.AddSecurityHeaders();
        RequestLog.Add(services);
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        services.AddHsts(o => o.MaxAge = TimeSpan.FromDays(365));
        // No cookies: a page elsewhere works with a token that it was given.
        services.AddCors(o => o.AddDefaultPolicy(p => p
            .WithOrigins([.. settings.Origins])
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete)
            .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.IfNoneMatch)
            .WithExposedHeaders(HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate)));
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            (o.ForwardedHeaders, o.ForwardLimit) = (ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, settings.Hops);
            o.KnownProxies.Clear(); // the framework's own is loopback
            o.KnownIPNetworks.Clear();
            foreach (var network in settings.Proxies)
                o.KnownIPNetworks.Add(network);
        });
    }

    public static void UseHardening(this WebApplication app, bool isDevelopment)
    {
        var settings = app.Services.GetRequiredService<HardeningSettings>();
        // With empty lists the middleware would believe everybody.
        if (settings.Proxies is not [])
            app.UseForwardedHeaders();
        app.UseHttpLogging();
        app.UseSecurityHeaders();
        if (!isDevelopment)
        {
            app.UseHsts();
            app.UseHttpsRedirection();
        }

        if (settings.Origins is not [])
            app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter(); // a person is known by now, and a refused token costs as much as a good one
        app.UseAuthorization();
    }
}
