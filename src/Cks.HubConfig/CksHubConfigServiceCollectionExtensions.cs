using System.Diagnostics.Metrics;
using Cks.Core;
using Cks.HubConfig;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Cks.HubConfig.</summary>
public static class CksHubConfigServiceCollectionExtensions
{
    /// <summary>
    /// Adds the catalog of hub documents and the composer. Name the documents with <see cref="CksHubConfigBuilder.AddRoles(string, string[])"/> and their targets with
    /// <see cref="CksHubConfigBuilder.AddTargets"/>. A permission that is false in a hub is denied to its role at the API as well; needs <c>AddCksRbac</c>. Without documents, or with a broken one, the host does not start. Calling it again continues the same set.
    /// </summary>
    public static CksHubConfigBuilder AddCksHubConfig(this IServiceCollection services)
    {
        if (services.FirstOrDefault(d => d.ServiceType == typeof(CksHubConfigBuilder))?.ImplementationInstance is CksHubConfigBuilder existing)
            return existing;
        var builder = new CksHubConfigBuilder(services);
        services.AddSingleton(builder);
        services.AddSecurityEvents();
        services.TryAddSingleton(Load);
        services.TryAddSingleton(HubPlugins.Of);
        services.TryAddSingleton(s => s.GetRequiredService<HubPlugins>().Modules);
        services.TryAddSingleton<IHubData>(s => new HubData(s.GetRequiredService<IHubComposer>(), s.GetRequiredService<HubPlugins>(), builder, s.GetRequiredService<IServiceScopeFactory>(), s.GetService<ILogger<HubData>>(), s.GetService<TimeProvider>()));
        services.TryAddSingleton<IHubComposer>(s => new HubComposer(s.GetRequiredService<HubCatalog>(), s.GetRequiredService<IPolicyDecisionPoint>(), s.GetRequiredService<IPolicyPlanner>(), s.GetService<TimeProvider>(), builder.RememberedViews, s.GetRequiredService<ExposureQueue>()));
        services.TryAddSingleton(new ExposureOptions());
        services.TryAddSingleton<ExposureQueue>();
        services.AddSingleton<IExposureSink, CountedExposures>();
        services.AddSingleton<ICapabilityCeiling>(s => new HubCeiling(s.GetRequiredService<HubCatalog>));
        services.AddSingleton<PolicyFitsHubs>();
        services.AddSingleton<ISnapshotAnalyzer<Policy>>(s => s.GetRequiredService<PolicyFitsHubs>());
        services.AddSingleton<ISnapshotAnalyzer<HubDocuments>, TenantsStay>();
        services.AddHostedService(s => new HubWatching(s, builder));
        services.AddHostedService(s => s.GetRequiredService<ExposureQueue>());
        return builder;
    }

    private static HubCatalog Load(IServiceProvider services)
    {
        var builder = services.GetRequiredService<CksHubConfigBuilder>();
        var isStored = services.GetService<DocumentOrigin<HubDocuments>>() is not null;
        if (isStored && (builder.Sources.Roles.Count > 0 || builder.Sources.HasLayers))
            throw new CksConfigurationException(CksCodes.InvalidSetting, "AddCksHubConfig", "Hub documents come from files and from the store.", "Call AddHubStore, or AddRoles and the layers beside it.");
        if (builder.Sources.Roles.Count == 0 && !isStored)
            throw new CksConfigurationException(CksCodes.InvalidSetting, "AddCksHubConfig", "No hub document is named.", "Call AddCksHubConfig().AddRoles(\"hubs/{role}.v1.json\").");
        var policies = services.GetService<SnapshotStore<Policy>>()
            ?? throw new CksConfigurationException(CksCodes.InvalidSetting, "AddCksHubConfig", "No policy is named.", "Call AddCksRbac().AddPolicyFile(\"policies/app.rbac.json\").");
        // A mistake in it is found now, and not when nothing else is left.
        if (isStored && builder.Sources.BuiltIn is { } builtIn)
            HubCatalog.ReadBuiltIn(builtIn, services.ContentRoot(), services.GetRequiredService<HubPlugins>().Targets, policies.Current.Value).GetOrThrow();
        var copy = services.GetKeyedService<SnapshotFile>(typeof(HubDocuments));
        var plugins = services.GetRequiredService<HubPlugins>();
        HubCatalog catalog = isStored
            ? new(plugins.Targets, policies, services.GetRequiredService<SnapshotLoader<HubDocuments>>(), services.GetService<ILoggerFactory>())
            {
                Copy = copy,
                PluginsOf = () => plugins.All,
                Revisions = services.GetRequiredService<RevisionPublisher>,
                IsStoreAway = () => services.GetService<RevisionWatching<HubDocuments>>()?.IsBroken == true,
            }
            : new(builder.Sources, services.ContentRoot(), plugins.Targets, policies, services.StartLoader, services.GetService<SecurityEvents>(), copy, services.GetService<ILoggerFactory>()) { PluginsOf = () => plugins.All };
        HubMetrics.Observe(services.GetService<IMeterFactory>(), catalog);
        return services.GetRequiredService<PolicyFitsHubs>().Hubs = catalog;
    }
}
