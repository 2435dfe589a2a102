using Cks.Auth;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of API keys.</summary>
public static class CksApiKeyServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IApiKeyCheck"/> and <see cref="IApiKeys"/>. The application registers an <see cref="IApiKeyOwnerResolver"/>, and who makes keys needs an <see cref="IHoldings"/>, which <c>AddCksRbac</c> brings.
    /// Keys are in the memory of this process unless an <see cref="IApiKeyStore"/> is registered. A set-up that cannot work stops the host at start (CKS109).
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets at least <see cref="CksApiKeyOptions.Pepper"/>.</param>
    public static IServiceCollection AddCksApiKeys(this IServiceCollection services, Action<CksApiKeyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<CksApiKeyOptions>().Configure(configure).ValidateOnStart();
        services.AddMetrics();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CksApiKeyOptions>, CksApiKeyOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IApiKeyStore, InMemoryApiKeyStore>();
        services.TryAddSingleton<ApiKeyMetrics>();
        services.TryAddSingleton<ApiKeyHasher>();
        services.TryAddSingleton<ApiKeyClasses>();
        services.TryAddSingleton<ApiKeyMemory>();
        services.TryAddSingleton<ApiKeyUpkeep>();
        services.TryAddSingleton<ApiKeyCheck>();
        services.TryAddSingleton<IApiKeyCheck>(provider => provider.GetRequiredService<ApiKeyCheck>());
        services.TryAddScoped<IApiKeys>(provider => provider.GetService<IHoldings>() is null
            ? throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(IHoldings), "Nothing says what whoever makes API keys holds.", "Call AddCksRbac, or register an IHoldings of your own.")
            : ActivatorUtilities.CreateInstance<ApiKeys>(provider));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ApiKeySync>());
        return services;
    }
}
