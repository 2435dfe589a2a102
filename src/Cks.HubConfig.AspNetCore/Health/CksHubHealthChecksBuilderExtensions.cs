using Cks.HubConfig;
using Cks.HubConfig.AspNetCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health check of hubs.</summary>
public static class CksHubHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that says how the hubs are (<see cref="HubCatalog.Health"/>): degraded where documents or layers were refused or a source does not answer, unhealthy where the built-in ones permit nobody anything or the
    /// copy on disk is too old (S26). Its data has the <c>revision</c> in use, by which hosts are compared, its <c>version</c> and <c>origin</c>.
    /// </summary>
    /// <param name="builder">The checks of the application.</param>
    /// <param name="name">Name of the check.</param>
    /// <param name="tags">Tags of the check, such as <c>ready</c>.</param>
    public static IHealthChecksBuilder AddCksHubs(this IHealthChecksBuilder builder, string name = "cks-hubs", params string[] tags)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new(name, services => new HubHealthCheck(services.GetRequiredService<HubCatalog>()), HealthStatus.Unhealthy, tags));
    }
}
