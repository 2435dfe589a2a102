using Cks.Auth;
using Cks.Auth.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of Cks.Auth.AspNetCore.</summary>
public static class CksBearerExtensions
{
    /// <summary>
    /// Adds the scheme <see cref="CksAuthenticationDefaults.BearerScheme"/>, which becomes the default when none is set. The application registers an <see cref="ISessionResolver"/>;
    /// without one, or with settings that cannot work, the host does not start (CKS109). Long connections end with their session; see <see cref="LongConnectionOptions"/>.
    /// </summary>
    /// <param name="builder">What <c>AddAuthentication</c> returned.</param>
    /// <param name="configure">Names the accepted issuers.</param>
    /// <param name="scheme">Where else than in the Authorization header a token may be: <c>s =&gt; s.CookieName = "__session"</c>.</param>
    public static AuthenticationBuilder AddCksBearer(this AuthenticationBuilder builder, Action<CksTokenOptions> configure, Action<CksBearerOptions>? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddCksAuth(configure);
        services.AddOptions<AuthenticationOptions>()
            .PostConfigure(o => o.DefaultScheme ??= CksAuthenticationDefaults.BearerScheme)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthenticationOptions>, SessionResolverCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, SessionHubCheck>());
        services.TryAddSingleton<SessionGate>();
        services.AddLongConnections();
        services.AddOptions<CksBearerOptions>(CksAuthenticationDefaults.BearerScheme).ValidateOnStart();
        return builder.AddScheme<CksBearerOptions, CksBearerHandler>(CksAuthenticationDefaults.BearerScheme, scheme);
    }
}
