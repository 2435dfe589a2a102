using Cks.HubConfig.Razor;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the shell of hubs.</summary>
public static class CksHubShellServiceCollectionExtensions
{
    /// <summary>
    /// Adds what pages of hubs are drawn with: <see cref="HubPageResult"/>, <see cref="HubDocument"/> and the components in it. Calling it again continues the same options. A host in which nothing answers the shell's files or <see cref="HubShellOptions.ViewPath"/> does not start (CKS109).
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">What draws widgets, and where things are.</param>
    public static IServiceCollection AddCksHubShell(this IServiceCollection services, Action<HubShellOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<HubShellOptions>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton<ShellAssets>();
        services.AddHostedService<ShellAddresses>();
        return services;
    }
}
