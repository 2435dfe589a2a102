using System.Data.Common;
using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Cks.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of the durable stores.</summary>
public static class CksStorageServiceCollectionExtensions
{
    /// <summary>
    /// Keeps revocations, webhooks, sessions, API keys, revisions of documents and security events in a database, and tells other hosts of changes (<see cref="IChangeBus"/>, unless there is one already). Grants as well with <see cref="UseStoredGrants"/>. The host
    /// does not start where the tables are of another version (CKS120); <c>cks db migrate</c> makes them. It is no part of <c>AddCks</c>; call it beside.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Names the database, unless it is the <see cref="DbDataSource"/> that is registered.</param>
    public static IServiceCollection AddCksStorage(this IServiceCollection services, Action<CksStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<CksStorageOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        if (services.Any(s => s.ServiceType == typeof(StorageDatabase)))
            return services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CksStorageOptions>, CksStorageOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => StorageDatabase.Of(s.GetRequiredService<IOptions<CksStorageOptions>>().Value.DataSource ?? s.GetService<DbDataSource>() ?? throw NoDatabase()));
        // First of all that is hosted, so that nothing reads tables of another version.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, StorageStartup>());
        services.AddSingleton<IRevocationStore, StoredRevocations>();
        services.AddSingleton<IApiKeyStore, StoredApiKeys>();
        services.AddSingleton<ISessionStore, StoredSessions>();
        services.AddSingleton<StoredSecurityEvents>();
        services.AddSingleton<ISecurityEventSink>(s => s.GetRequiredService<StoredSecurityEvents>());
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<StoredSecurityEvents>());
        services.TryAddSingleton<SecurityEvents>();
        // Documents of the store are read while the host is put together, before it has looked at the tables.
        services.AddSingleton<IRevisionStore>(s => new EarlyRevisions(
            s.GetRequiredService<StorageDatabase>(), s.GetRequiredService<TimeProvider>(), s.GetService<ISchemaMigrator>() is not null && StorageStartup.IsDevelopment(s.GetService<IHostEnvironment>(), s.GetService<IConfiguration>())));
        // In place of what documents of the store have registered: settings have a rule as well, where configuration holds them.
        services.Replace(ServiceDescriptor.Singleton(s => new RevisionPublisher(
            s.GetRequiredService<IRevisionStore>(),
            StoredSettings.In(s.GetService<IConfiguration>()) is { } settings ? [settings.Rule, .. s.GetServices<IRevisionRule>()] : s.GetServices<IRevisionRule>(),
            s.GetService<IChangeBus>(), s.GetService<SecurityEvents>(), s.GetRequiredService<TimeProvider>())));
        services.AddSingleton(s => StoredSettings.In(s.GetService<IConfiguration>())?.Settings
            ?? throw new CksConfigurationException(CksCodes.InvalidSetting, "AddCksStore", "The configuration has no settings of a store.", "Call builder.Configuration.AddCksStore(...)."));
        services.AddKeyedSingleton(typeof(RuntimeSettings), (s, _) => StoredSettings.In(s.GetService<IConfiguration>())?.LastKnownGood
            ?? throw new CksConfigurationException(CksCodes.InvalidSetting, "AddCksStore", "No copy of the settings is kept.", "Call KeepLastKnownGood in AddCksStore(o => ...)."));
        services.AddHostedService<StoredSettings>();
        services.TryAddSingleton<IChangeBus>(s => s.GetRequiredService<StorageDatabase>().Dialect == StorageDialect.Postgres
            ? ActivatorUtilities.CreateInstance<PostgresChangeBus>(s)
            : ActivatorUtilities.CreateInstance<PollingChangeBus>(s));
        return services;
    }

    /// <summary>Counts what people are granted, as <c>UseGrants</c> does, and keeps it with its history in the database of <see cref="AddCksStorage"/>.</summary>
    /// <param name="builder">The builder of <c>AddCksRbac</c>.</param>
    public static CksRbacBuilder UseStoredGrants(this CksRbacBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseGrants(s => new StoredGrantLedger(
            s.GetService<StorageDatabase>() ?? throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(UseStoredGrants), "There is no database for grants.", "Call AddCksStorage as well."),
            s.GetRequiredService<TimeProvider>()));
    }

    private static CksConfigurationException NoDatabase() => new(
        CksCodes.InvalidSetting, nameof(AddCksStorage), "No database is named.", "Register a DbDataSource, or set CksStorageOptions.DataSource.");
}
