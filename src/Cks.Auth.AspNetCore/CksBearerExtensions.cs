using Cks.Auth;
using Cks.Auth.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of Cks.Auth.AspNetCore.</summary>
public static class CksBearerExtensions
{
    /// <summary>
    /// Adds the scheme <see cref="CksAuthenticationDefaults.BearerScheme"/>, which becomes the default when none is set. The application registers an
    /// <see cref="ISessionResolver"/>;
    /// without one, or with settings that cannot work, the host does not start (CKS109).
    /// </summary>
    /// <param name="builder">What <c>AddAuthentication</c> returned.</param>
    /// <param name="configure">Names the accepted issuers.</param>
    public static AuthenticationBuilder AddCksBearer(this AuthenticationBuilder builder, Action<CksTokenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddCksAuth(configure);
        builder.Services.AddOptions<AuthenticationOptions>()
            .PostConfigure(o => o.DefaultScheme ??= CksAuthenticationDefaults.BearerScheme)
            .ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuthenticationOptions>, SessionResolverCheck>());
        return builder.AddScheme<AuthenticationSchemeOptions, CksBearerHandler>(CksAuthenticationDefaults.BearerScheme, null);
    }
}
