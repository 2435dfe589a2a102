namespace Cks.Samples.Portal.Hardening;

/// <summary>What stands before every endpoint. The order is the way of a request: from whom, over what, whose page, how often, who, what.</summary>
internal static class PortalHardening
{
    public static void AddHardening(this WebApplicationBuilder builder)
    {
        var (settings, services) = (HardeningSettings.From(builder.Configuration), builder.Services);
        services.AddSingleton(settings);
        services.AddRequestLimits(settings);
        services.AddSecurityHeaders();
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
    }

    public static void UseHardening(this WebApplication app, bool isDevelopment)
    {
        app.UseSecurityHeaders();
        app.UseAuthentication();
        app.UseRateLimiter(); // a person is known by now, and a refused token costs as much as a good one
        app.UseAuthorization();
    }
}
