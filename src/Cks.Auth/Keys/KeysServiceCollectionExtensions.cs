using System.Diagnostics.Metrics;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cks.Auth;

/// <summary>Registration of what keeps signing keys.</summary>
internal static class KeysServiceCollectionExtensions
{
    internal static void AddKeys(this IServiceCollection services)
    {
        services.TryAddSingleton(s => new SecurityEvents(s.GetServices<ISecurityEventSink>(), s.GetService<IMeterFactory>(), s.GetService<TimeProvider>()));
        services.TryAddSingleton<KeyEndpoint>();
        services.TryAddSingleton<KeyMetrics>();
        services.TryAddSingleton<KeyRings>();
    }
}
