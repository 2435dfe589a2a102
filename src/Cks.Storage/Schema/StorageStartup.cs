using Cks.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Cks.Storage;

/// <summary>Looks at the tables before anything else of the host starts, and refuses those of another version (CKS120).</summary>
internal sealed class StorageStartup(StorageDatabase database, IHostEnvironment environment, IConfiguration? configuration = null, ISchemaMigrator? migrator = null) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (migrator is not null && IsDevelopment(environment, configuration))
            await migrator.MigrateAsync(cancellationToken).ConfigureAwait(false);
        var report = await StorageSchema.CheckAsync(database, cancellationToken).ConfigureAwait(false);
        if (!report.IsCurrent)
            throw new CksConfigurationException(report.Findings(database.Dialect));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether tables are made at start: by the exact name (the framework's own test ignores case), set where the host was started and not by a line of code (S19).</summary>
    public static bool IsDevelopment(IHostEnvironment? environment, IConfiguration? configuration) =>
        environment?.EnvironmentName == Environments.Development && configuration?[HostDefaults.EnvironmentKey] == Environments.Development;
}
