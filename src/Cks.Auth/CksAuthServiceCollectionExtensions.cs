using Cks.Auth;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of Cks.Auth.</summary>
public static class CksAuthServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ITokenValidator"/>. May be called several times; the settings add up. A set-up that cannot work stops the host at start (CKS109).
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Names at least one issuer, for example <c>o =&gt; o.AddOidc("https://login.example", audience: "portal")</c>.</param>
    public static IServiceCollection AddCksAuth(this IServiceCollection services, Action<CksTokenOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<CksTokenOptions>().Configure(configure).ValidateOnStart();
        services.AddMetrics();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CksTokenOptions>, CksTokenOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AuthMetrics>();
        services.AddKeys();
        services.TryAddSingleton<IssuerRegistry>();
        services.TryAddSingleton<IIssuerRegistry>(provider => provider.GetRequiredService<IssuerRegistry>());
        services.AddRevocation();
        services.TryAddSingleton<ITokenValidator>(provider => ActivatorUtilities.CreateInstance<TokenValidator>(provider));
        services.AddLiveSessions();
        return services;
    }
}
