using Cks.Core;
using Microsoft.Extensions.Hosting;

namespace Cks.Storage;

/// <summary>Looks at the tables before anything else of the host starts, and refuses those of another version (CKS120).</summary>
internal sealed class StorageStartup(StorageDatabase database, IHostEnvironment environment, ISchemaMigrator? migrator = null) : IHostedLifecycleService
{
    // Exactly so (S19); the framework's own test ignores case.
    private const string Development = "Development";

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (migrator is not null && environment.EnvironmentName == Development)
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
}
