using System.Data.Common;
using Cks.Core;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Cks.Storage;

/// <summary>
/// Notices over LISTEN and NOTIFY. Holds one connection from the first subscription on; when it is lost, another one is opened and everybody is told to read everything again, because PostgreSQL keeps nothing for whoever
/// does not listen.
/// </summary>
internal sealed class PostgresChangeBus(StorageDatabase database, TimeProvider time, ILogger<PostgresChangeBus> logger, SecurityEvents? events = null) : IChangeBus, IAsyncDisposable
{
    private const string Listen = "LISTEN cks_changes";
    private const string Unlisten = "UNLISTEN cks_changes";
    private const string Notify = "SELECT pg_catalog.pg_notify('cks_changes', $1)";
    private const string Ask = "SELECT 1";
    private const int AskSeconds = 5;

    // A connection that is dead without a word is asked after so long.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    // One that is lost before has not lasted: whoever loses each as soon as it listens must not ask for the next ten times a second.
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private readonly LocalSubscribers _subscribers = new(events);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private volatile TaskCompletionSource _listening = NotYet();
    private Task? _running;

    public async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var connection = await database.Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = Notify;
                var text = command.CreateParameter();
                text.Value = NoticeText.Write(notice);
                command.Parameters.Add(text);
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default)
    {
        var subscription = await _subscribers.AddAsync(topic, handler, cancellationToken).ConfigureAwait(false);
        try
        {
            Start();
            // Where the connection is lost and nobody knows yet, what is published meanwhile is made up for by the call to read everything again.
            await _listening.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return subscription;
        }
        catch
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task? running;
        lock (_starting)
            running = _running;
        if (running is not null)
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TaskCompletionSource NotYet() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Start()
    {
        lock (_starting)
        {
            ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
            // Whoever happens to subscribe first has no part in what is heard: neither their identity nor their trace.
            using (ExecutionContext.SuppressFlow())
                _running ??= Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        var retry = FirstRetry;
        var isAgain = false;
        while (!_stopping.IsCancellationRequested)
        {
            long? since = null;
            try
            {
                var connection = (NpgsqlConnection)await database.Source.OpenConnectionAsync(_stopping.Token).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    connection.Notification += Hear;
                    await ExecuteAsync(connection, Listen, _stopping.Token).ConfigureAwait(false);
                    since = time.GetTimestamp();
                    if (isAgain)
                        _subscribers.Resynchronize();
                    isAgain = true;
                    _listening.TrySetResult();
                    await HearAsync(connection).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                StorageLog.NoNotices(logger, e.GetType().Name);
            }
            catch (Exception)
            {
                break;
            }

            if (_listening.Task.IsCompleted)
                _listening = NotYet();
            if (since is { } listened && time.GetElapsedTime(listened) >= Lasting)
                retry = FirstRetry;
            await Task.Delay(retry, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            retry = retry + retry > LastRetry ? LastRetry : retry + retry;
        }

        _listening.TrySetException(new ObjectDisposedException(nameof(PostgresChangeBus)));
        // Nobody may be left to look at it.
        _ = _listening.Task.Exception;
    }

    private async Task HearAsync(NpgsqlConnection connection)
    {
        try
        {
            while (true)
            {
                if (!await connection.WaitAsync(Silence, _stopping.Token).ConfigureAwait(false))
                    await ExecuteAsync(connection, Ask, _stopping.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            connection.Notification -= Hear;
            // A pool that does not clear its connections would hand this one on, and it would go on listening.
            if (_stopping.IsCancellationRequested && connection.FullState == System.Data.ConnectionState.Open)
                await ExecuteAsync(connection, Unlisten, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void Hear(object sender, NpgsqlNotificationEventArgs notification) => _subscribers.Tell(notification.Payload);

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            (command.CommandText, command.CommandTimeout) = (sql, AskSeconds);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
