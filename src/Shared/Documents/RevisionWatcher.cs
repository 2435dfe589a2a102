using Microsoft.Extensions.Hosting;

namespace Cks.Core;

/// <summary>
/// Reads a document again when another revision of it is in force: at once where somebody says so, and every few seconds without that, because a notice may be lost. What is refused is told once, and the next revision is
/// read. A rollback in this process alone stays until then.
/// </summary>
internal sealed class RevisionWatcher<T>(IRevisionStore store, string document, DocumentReload<T> reload, TimeSpan interval, TimeProvider clock) : BackgroundService
    where T : class
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _again;

    /// <summary>Whether the store could not be read when it was last looked at.</summary>
    public bool IsBroken => reload.IsBroken;

    /// <summary>Reads the revision in force anew: what it was held against has changed.</summary>
    public void Again()
    {
        Volatile.Write(ref _again, true);
        Look();
    }

    /// <summary>Hears of other hosts' revisions from a bus, until the token ends it. Returns at once: a bus that does not answer holds up nobody.</summary>
    public void Listen(IChangeBus bus, CancellationToken cancellationToken) => _ = Task.Run(() => ListenAsync(bus, cancellationToken), CancellationToken.None);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var inUse = reload.Current.Provenance;
        var handled = inUse.Origin == SnapshotOrigin.LastKnownGood ? -1 : inUse.Revision ?? 0;
        while (true)
        {
            // Before the look: what is said while it is taken leads to another one.
            var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _said, said);
            if (Interlocked.Exchange(ref _again, false) && reload.MayJudgeAgain)
                handled = -1;
            try
            {
                var inForce = (await store.HeadAsync(document, stoppingToken).ConfigureAwait(false)).InForce?.Sequence ?? 0;
                if (inForce != handled ? reload.Try() : reload.IsUnconfirmed && reload.Try())
                    handled = inForce;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                reload.Broken(e);
            }

            await said.Task.WaitAsync(interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private async Task ListenAsync(IChangeBus bus, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var subscription = await bus.SubscribeAsync(RevisionDocuments.Topic, Hear, cancellationToken).ConfigureAwait(false);
                await using (subscription.ConfigureAwait(false))
                {
                    // What was said until now was not heard.
                    Look();
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
            catch (Exception)
            {
                // The look by the clock is still taken.
                await Task.Delay(Retry, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private ValueTask Hear(ChangeNotice notice, CancellationToken cancellationToken)
    {
        if (notice.IsResynchronize || notice.Key == document)
            Look();
        return ValueTask.CompletedTask;
    }

    private void Look() => Volatile.Read(ref _said).TrySetResult();
}
