using Cks.Auth;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
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
        services.TryAddSingleton<KeyEndpoint>();
        services.TryAddSingleton<ITokenValidator>(provider => new TokenValidator(
            provider.GetRequiredService<IOptions<CksTokenOptions>>(),
            provider.GetRequiredService<KeyEndpoint>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<AuthMetrics>(),
            provider.GetService<ILoggerFactory>()?.CreateLogger<TokenValidator>() ?? NullLogger<TokenValidator>.Instance));
        return services;
    }
}
