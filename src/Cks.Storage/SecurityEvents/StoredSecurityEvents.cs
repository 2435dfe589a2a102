using System.Threading.Channels;
using Cks.Core;
using Cks.QueryBuilder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cks.Storage;

/// <summary>
/// Security events on their way to a table. Whoever reports one does not wait: it is stored within moments, and what still waits when the process is killed is lost. Audit rows of what people do are not of these: they are
/// in the transaction of the effect.
/// </summary>
internal sealed class StoredSecurityEvents(StorageDatabase database, TimeProvider time, ILogger<StoredSecurityEvents> logger) : ISecurityEventSink, IHostedLifecycleService, IDisposable
{
    /// <summary>Events that wait at most; one more is refused, which is counted.</summary>
    public const int Capacity = 10_000;

    private const int Batch = 100;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly SecurityEventTable _table = database.Tables.SecurityEvents;
    private readonly Channel<(Guid Id, SecurityEvent Event)> _waiting = Channel.CreateBounded<(Guid, SecurityEvent)>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _ending = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Stores one event before what it is about goes on (S29).</summary>
    public static Task WriteAsync(StorageDatabase database, SecurityEvent happened, CancellationToken cancellationToken) =>
        database.WriteAsync([Row(database.Tables.SecurityEvents, Guid.CreateVersion7(happened.At), happened)], cancellationToken);

    public void Report(SecurityEvent securityEvent)
    {
        ArgumentNullException.ThrowIfNull(securityEvent);
        // The id is given once, so that an event is there once, however often it is tried.
        if (!_waiting.Writer.TryWrite((Guid.CreateVersion7(securityEvent.At), securityEvent)))
            throw new InvalidOperationException("Too many security events wait to be stored, or the host has ended.");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stores what still waits, when everything else of the host has stopped.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ending.CancelAsync().ConfigureAwait(false);
        if (!_running.IsCompletedSuccessfully)
            StorageLog.EventsLost(logger, _waiting.Reader.Count);
    }

    public void Dispose() => _ending.Cancel();

    private async Task RunAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync(_ending.Token).ConfigureAwait(false))
        {
            var batch = new List<Write>(Batch);
            while (batch.Count < Batch && _waiting.Reader.TryRead(out var next))
                batch.Add(Row(_table, next.Id, next.Event));
            await StoreAsync(batch).ConfigureAwait(false);
        }
    }

    private async Task StoreAsync(IReadOnlyList<Write> batch)
    {
        var retry = FirstRetry;
        while (true)
        {
            try
            {
                await database.WriteAsync(batch, _ending.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!_ending.IsCancellationRequested)
            {
                StorageLog.EventsNotStored(logger, batch.Count, e.GetType().Name);
                await Task.Delay(retry, time, _ending.Token).ConfigureAwait(false);
                retry = retry + retry > LastRetry ? LastRetry : retry + retry;
            }
        }
    }

    private static Write Row(SecurityEventTable table, Guid id, SecurityEvent happened) => Write.Insert(table.Table)
        .Set(table.Id, id).Set(table.At, happened.At).Set(table.Kind, happened.Kind.Id).Set(table.Severity, happened.Severity)
        .Set(table.Subject, happened.SubjectId).Set(table.Tenant, happened.TenantId).Set(table.Detail, happened.Detail)
        .OrSkip();
}
