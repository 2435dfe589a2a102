using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cks.HubConfig.AspNetCore;

/// <summary>Says what the catalog says of itself.</summary>
internal sealed class HubHealthCheck(HubCatalog catalog) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = catalog.Health;
        var data = new Dictionary<string, object>
        {
            ["revision"] = health.Revision.ToString(CultureInfo.InvariantCulture),
            ["version"] = health.Version.ToString(),
            ["origin"] = health.Origin.ToString(),
        };
        var status = health.State switch { HubHealthState.Good => HealthStatus.Healthy, HubHealthState.Degraded => HealthStatus.Degraded, _ => context.Registration.FailureStatus };
        return Task.FromResult(new HealthCheckResult(status, string.Join(' ', health.Problems), data: data));
    }
}
