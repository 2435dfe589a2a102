using Cks.Auth;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of secrets that change while the host runs.</summary>
public static class CksSecretsServiceCollectionExtensions
{
    /// <summary>Looks at secrets again while the host runs, and reports to the application's <see cref="ISecurityEventSink"/>s when one was rotated, cannot be read, or comes of age.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="source">The source that handed out the secrets.</param>
    public static IServiceCollection AddCksSecrets(this IServiceCollection services, SecretSource source)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(source);
        services.TryAddSingleton(s => new SecurityEvents(s.GetServices<ISecurityEventSink>(), s.GetService<System.Diagnostics.Metrics.IMeterFactory>(), s.GetService<TimeProvider>()));
        services.AddSingleton<IHostedService>(s => new SecretWatch(source, s.GetRequiredService<SecurityEvents>()));
        return services;
    }
}
