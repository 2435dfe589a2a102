using System.Data.Common;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Cks.Scope.</summary>
public static class CksScopeServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IScopeService"/>, <see cref="IScopeChecker"/>, <see cref="IScopeQueries"/> with <see cref="ScopedReader"/>, <see cref="IRowTransformers"/> and, for who registers an <see cref="IScopeAudit"/>, <see cref="IScopeInspector"/>. Name the model with <see cref="CksScopeBuilder.AddModelFile"/>, and register the database as a <see cref="DbDataSource"/> and its dialect as a
    /// <see cref="SqlCompiler"/>; without any of the three or a policy of Cks.Rbac, or with a broken model, the host does not start.
    /// </summary>
    public static CksScopeBuilder AddCksScope(this IServiceCollection services)
    {
        services.TryAddSingleton(s => new QueryReader(s.GetRequiredService<DbDataSource>(), s.GetRequiredService<SqlCompiler>(), s.GetRequiredService<IOptions<CksScopeOptions>>().Value.Budget));
        services.TryAddSingleton(s => new SqlDatabase(s.GetRequiredService<DbDataSource>(), s.GetRequiredService<SqlCompiler>()));
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<CksScopeOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CksScopeOptions>, CksScopeOptionsCheck>());
        services.TryAddSingleton<ScopeCursors>();
        services.TryAddSingleton<IScopeService, ScopeService>();
        services.TryAddSingleton<IScopeChecker, ScopeChecker>();
        services.TryAddSingleton<IScopeQueries, ScopeQueries>();
        services.TryAddSingleton(s => new ScopedReader(s.GetRequiredService<QueryReader>(), s.GetRequiredService<IScopeIdentity>()));
        services.TryAddSingleton<IScopeIdentity, ScopeIdentity>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRelationResolver, ScopeRelations>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISnapshotAnalyzer<Policy>, PolicyFitsModel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISnapshotAnalyzer<ScopeModel>, ModelFitsPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISnapshotAnalyzer<ScopeModel>, TransformersFitModel>());
        services.TryAddSingleton<IRowTransformers, RowTransformers>();
        services.TryAddSingleton<IActivityLog, ActivityLog>();
        services.TryAddSingleton<IActivityFeed, ActivityFeed>();
        services.TryAddSingleton<IScopeInspector>(s => ActivatorUtilities.CreateInstance<ScopeInspector>(s, s.GetService<IScopeAudit>() ?? throw new CksConfigurationException(
            CksCodes.InvalidSetting, nameof(IScopeInspector), "Nobody writes inspections down.", "Register your IScopeAudit as a singleton.")));
        services.AddHostedService<ScopeStartup>();
        return new(services);
    }

    /// <summary>Loads the model before the host takes work.</summary>
    private sealed class ScopeStartup(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            Require<SnapshotStore<ScopeModel>>("Call AddCksScope().AddModelFile(\"scopes/app.scope.json\").");
            Require<DbDataSource>("Register the database: services.AddSingleton<DbDataSource>(...).");
            Require<SqlCompiler>("Register the dialect: services.AddSingleton<SqlCompiler>(PostgresCompiler.Default).");
            Require<IPolicyPlanner>("Call AddCksRbac().AddPolicyFile(\"policies/app.rbac.json\"): the policy decides what of a scope is shown.");
            // Cks.Rbac decides what is shown, so names that the two documents do not share would show nothing, silently.
            if (services.GetService<SnapshotStore<Policy>>() is { } policy)
            {
                var findings = new DiagnosticBag();
                ScopeNames.Check(services.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Value, policy.Current.Value, findings);
                findings.ThrowIfErrors();
            }

            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private void Require<T>(string fix)
        {
            if (services.GetService(typeof(T)) is null)
                throw new CksConfigurationException(CksCodes.InvalidSetting, "AddCksScope", $"No {typeof(T).Name.Split('`')[0]} is registered.", fix);
        }
    }
}
