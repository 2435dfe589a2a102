using Cks.Core;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Cks.Rbac.</summary>
public static class CksRbacServiceCollectionExtensions
{
    /// <summary>
    /// Adds the decision point and the subject factory. Name the policy with <see cref="CksRbacBuilder.AddPolicyFile"/>; without one, or with a broken one, the host does not start.
    /// </summary>
    public static CksRbacBuilder AddCksRbac(this IServiceCollection services)
    {
        services.TryAddSingleton<ISubjectFactory, SessionSubjectFactory>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<CksRbacOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CksRbacOptions>, CksRbacOptionsCheck>());
        services.TryAddSingleton<ResourceMaps>();
        services.TryAddSingleton(s => new RelationFacts([.. s.GetServices<IRelationResolver>()]));
        services.TryAddSingleton(s => new PermissionBuilder(s.GetRequiredService<SnapshotStore<Policy>>(), [.. s.GetServices<ICapabilityCeiling>()], s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new PermissionCache(s.GetRequiredService<PermissionBuilder>(), s.GetService<IGrantStore>(), s.GetRequiredService<IOptions<CksRbacOptions>>().Value));
        services.TryAddSingleton<ISubjectBinder, SubjectBinder>();
        services.TryAddScoped<IHoldings>(s => new PolicyHoldings(s.GetRequiredService<ISubjectFactory>(), s.GetRequiredService<PermissionBuilder>(), s.GetService<IGrantStore>()));
        services.TryAddSingleton(s => new PolicyDecisionPoint(
            s.GetRequiredService<PermissionBuilder>(), s.GetRequiredService<ResourceMaps>(), s.GetRequiredService<RelationFacts>(), usesGrants: s.GetService<IGrantStore>() is not null));
        services.TryAddSingleton<IPolicyDecisionPoint>(s => s.GetRequiredService<PolicyDecisionPoint>());
        services.TryAddSingleton<IPolicyPlanner>(s => s.GetRequiredService<PolicyDecisionPoint>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISnapshotAnalyzer<Policy>, PolicyFitsMaps>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISnapshotAnalyzer<Policy>, PolicyGains>());
        services.TryAddSingleton<IPolicyExplainer>(s => s.GetRequiredService<PolicyDecisionPoint>().ExplainerOver(s.GetService<IGrantLedger>()));
        services.AddHostedService<PolicyStartup>();
        return new(services);
    }

    /// <summary>Loads the policy and holds the mapped types against it before the host takes work.</summary>
    private sealed class PolicyStartup(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            if (services.GetService<SnapshotStore<Policy>>() is not { } policies)
                throw new CksConfigurationException(CksCodes.InvalidSetting, "AddCksRbac", "No policy is named.", "Call AddCksRbac().AddPolicyFile(\"policies/app.rbac.json\").");
            var findings = new DiagnosticBag();
            services.GetRequiredService<ResourceMaps>().CheckAgainst(policies.Current.Value, services.GetRequiredService<RelationFacts>().Resolvers, findings);
            GrantStartup.Check(services, policies.Current.Value, findings);
            findings.ThrowIfErrors();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
