using System.Collections.Immutable;

namespace Cks.Core;

/// <summary>The bus of a single process. Holds no thread while nothing is published. Thread-safe.</summary>
/// <param name="events">Takes <see cref="SecurityEventKinds.SubscriberFailed"/>.</param>
public sealed class InProcessChangeBus(SecurityEvents? events = null) : IChangeBus
{
    /// <summary>Most keys that wait for one subscriber; one more and it is told to resynchronize.</summary>
    public const int Capacity = 1_024;

    private ImmutableDictionary<string, ImmutableList<Mailbox<string, ChangeNotice>>> _subscribers =
        ImmutableDictionary.Create<string, ImmutableList<Mailbox<string, ChangeNotice>>>(StringComparer.Ordinal);

    private readonly Lock _publishing = new();

    /// <inheritdoc/>
    public ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notice);
        cancellationToken.ThrowIfCancellationRequested();
        // Posting runs nobody's code, so the lock is short; with it all subscribers see one order.
        lock (_publishing)
        {
            foreach (var mailbox in Volatile.Read(ref _subscribers).GetValueOrDefault(notice.Topic, []))
                if (notice.IsResynchronize || !mailbox.TryPost(notice.Key, notice, Capacity))
                    mailbox.PostAlone("", ChangeNotice.Resynchronize(notice.Topic));
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IAsyncDisposable> SubscribeAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken = default)
    {
        ChangeNotice.Checked(topic);
        ArgumentNullException.ThrowIfNull(handler);
        cancellationToken.ThrowIfCancellationRequested();
        var mailbox = new Mailbox<string, ChangeNotice>(handler, e => events?.Report(SecurityEventKinds.SubscriberFailed, $"{topic}: {e.GetType().Name}"), (_, last) => last);
        ImmutableInterlocked.AddOrUpdate(ref _subscribers, topic, _ => [mailbox], (_, all) => all.Add(mailbox));
        return ValueTask.FromResult<IAsyncDisposable>(new Subscription(this, topic, mailbox));
    }

    private void Remove(string topic, Mailbox<string, ChangeNotice> mailbox) =>
        ImmutableInterlocked.Update(ref _subscribers, all => all.TryGetValue(topic, out var list) && list.Remove(mailbox) is var rest
            ? rest.IsEmpty ? all.Remove(topic) : all.SetItem(topic, rest)
            : all);

    private sealed class Subscription(InProcessChangeBus bus, string topic, Mailbox<string, ChangeNotice> mailbox) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            bus.Remove(topic, mailbox);
            mailbox.Close();
            return ValueTask.CompletedTask;
        }
    }
}
