using System.Diagnostics.Metrics;

namespace Cks.HubConfig;

/// <summary>What hubs measure. No tag has a name of a role or tenant.</summary>
public static class HubMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Cks.HubConfig";

    /// <summary>Gauge: <see cref="HubCatalog.Revision"/>, by which hosts on one store are compared.</summary>
    public const string RevisionGauge = "cks.hub.revision";

    /// <summary>Gauge: <see cref="HubHealth.State"/>, 0 good, 1 degraded, 2 unhealthy.</summary>
    public const string HealthGauge = "cks.hub.health";

    /// <summary>Gauge: how many tenants have a layer that cannot be used.</summary>
    public const string TenantFaultsGauge = "cks.hub.tenant_faults";

    /// <summary>Counter: units that were handed a view in a variant, by <c>experiment</c> and <c>variant</c>, which are names of layers below the tenants'.</summary>
    public const string Exposures = "cks.hub.exposures";

    /// <summary>Counter: exposures that a sink was not told of, because too many waited or the host ended.</summary>
    public const string ExposuresDropped = "cks.hub.exposures.dropped";

    /// <summary>Gauge: how many plugins are listed and not in use, or not asked because their calls do not end.</summary>
    public const string PluginFaultsGauge = "cks.hub.plugin_faults";

    internal static void Observe(IMeterFactory? meters, HubCatalog catalog)
    {
        if (meters?.Create(MeterName) is not { } meter)
            return;
        meter.CreateObservableGauge(RevisionGauge, () => catalog.Revision, "{revision}", "Revision of the hub documents in use.");
        meter.CreateObservableGauge(HealthGauge, () => (int)catalog.Health.State, "{state}", "0: what stands at the source is in use; 1: something is wrong; 2: nobody is permitted anything, or the copy is too old.");
        meter.CreateObservableGauge(TenantFaultsGauge, () => catalog.TenantFaults.Count, "{tenant}", "Tenants whose layer cannot be used.");
        meter.CreateObservableGauge(PluginFaultsGauge, () => catalog.Plugins.Count(p => p.Problem.Length > 0), "{plugin}", "Plugins that are listed and not in use, or not asked because their calls do not end.");
    }
}
