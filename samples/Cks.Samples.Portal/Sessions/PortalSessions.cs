using Cks.Auth;
using Cks.Rbac;

namespace Cks.Samples.Portal.Sessions;

/// <summary>How long sessions last, who somebody is, and how long a host relies on what it has read.</summary>
internal static class PortalSessions
{
    /// <summary>For how long, 1 to 60 seconds, a host relies on what it has read where nobody tells it that something changed: who somebody is, their session, their grants, their keys. Left out: what the packages say.</summary>
    public const string LifetimeKey = "Portal:CacheLifetime";

    /// <summary>Adds sessions and whose they are.</summary>
    public static void AddSessions(this WebApplicationBuilder builder, bool isDevelopment)
    {
        var services = builder.Services;
        services.AddSingleton<People>();
        services.AddSingleton<PersonChanges>();
        services.AddCksBootstrap<PortalPeople>();
        // A token without "sid" is refused outside Development: the provider has to write it into access tokens (docs/sessions.md).
        services.AddCksSessions(o =>
        {
            // By the roles of the record: whoever is admin by a grant has the longer limits.
            o.Roles["admin"] = new(TimeSpan.FromMinutes(15), TimeSpan.FromHours(8));
            if (isDevelopment)
                o.AllowUnnamed("the issuer for development gives tokens to curl, which begins no session");
        });
        if (builder.Configuration.GetValue<TimeSpan?>(LifetimeKey) is not { } lifetime)
            return;
        services.Configure<CksBootstrapOptions>(o => o.CacheLifetime = lifetime);
        services.Configure<CksSessionOptions>(o => o.TouchInterval = lifetime);
        services.Configure<CksRbacOptions>(o => o.CacheLifetime = lifetime);
        services.Configure<CksApiKeyOptions>(o => o.CacheLifetime = lifetime);
    }
}
