using System.Data.Common;
using Cks.Core;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Cks.Storage;

/// <summary>
/// Notices over LISTEN and NOTIFY. Holds one connection from the first subscription on; when it is lost, another one is opened and everybody is told to read everything again, because PostgreSQL keeps nothing for whoever
/// does not listen.
/// </summary>
internal sealed class PostgresChangeBus(StorageDatabase database, TimeProvider time, ILogger<PostgresChangeBus> logger, SecurityEvents? events = null) : StoredChangeBus(events, time)
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

    private volatile TaskCompletionSource _listening = NotYet();

    // Where the connection is lost and nobody knows yet, what is published meanwhile is made up for by the call to read everything again.
    protected override Task Listening => _listening.Task;

    public override async ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default)
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

    protected override async Task RunAsync()
    {
        var retry = FirstRetry;
        var isAgain = false;
        while (!Stopping.IsCancellationRequested)
        {
            long? since = null;
            try
            {
                var connection = (NpgsqlConnection)await database.Source.OpenConnectionAsync(Stopping).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    connection.Notification += Hear;
                    await ExecuteAsync(connection, Listen, Stopping).ConfigureAwait(false);
                    since = Time.GetTimestamp();
                    if (isAgain)
                        Subscribers.Resynchronize();
                    isAgain = true;
                    _listening.TrySetResult();
                    await HearAsync(connection).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (!Stopping.IsCancellationRequested)
            {
                StorageLog.NoNotices(logger, e.GetType().Name);
            }
            catch (Exception)
            {
                break;
            }

            if (_listening.Task.IsCompleted)
                _listening = NotYet();
            if (since is { } listened && Time.GetElapsedTime(listened) >= Lasting)
                retry = FirstRetry;
            await Task.Delay(retry, Time, Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            retry = retry + retry > LastRetry ? LastRetry : retry + retry;
        }

        End(_listening);
    }

    private static TaskCompletionSource NotYet() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task HearAsync(NpgsqlConnection connection)
    {
        try
        {
            while (true)
            {
                if (!await connection.WaitAsync(Silence, Stopping).ConfigureAwait(false))
                    await ExecuteAsync(connection, Ask, Stopping).ConfigureAwait(false);
            }
        }
        finally
        {
            connection.Notification -= Hear;
            // A pool that does not clear its connections would hand this one on, and it would go on listening.
            if (Stopping.IsCancellationRequested && connection.FullState == System.Data.ConnectionState.Open)
                await ExecuteAsync(connection, Unlisten, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void Hear(object sender, NpgsqlNotificationEventArgs notification) => Subscribers.Tell(notification.Payload);

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
