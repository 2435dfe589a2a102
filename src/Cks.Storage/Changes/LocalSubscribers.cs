using System.Collections.Concurrent;
using Cks.Core;

namespace Cks.Storage;

/// <summary>The subscribers of this process, whatever brings the notices.</summary>
internal sealed class LocalSubscribers(SecurityEvents? events)
{
    private readonly InProcessChangeBus _bus = new(events);
    private readonly ConcurrentDictionary<string, byte> _topics = new(StringComparer.Ordinal);

    public async ValueTask<IAsyncDisposable> AddAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken)
    {
        var subscription = await _bus.SubscribeAsync(topic, handler, cancellationToken).ConfigureAwait(false);
        _topics.TryAdd(topic, 0);
        return subscription;
    }

    /// <summary>Hands a notice over; one that cannot be read says that something changed that only a later version knows how to say.</summary>
    public void Tell(string text)
    {
        if (NoticeText.TryRead(text, out var notice))
            Tell(notice);
        else
            Resynchronize();
    }

    /// <summary>Notices may have been missed: everybody reads everything again.</summary>
    public void Resynchronize()
    {
        foreach (var topic in _topics.Keys)
            Tell(ChangeNotice.Resynchronize(topic));
    }

    // Waits for nothing: it posts to the mailboxes of the subscribers.
    private void Tell(ChangeNotice notice) => _ = _bus.PublishAsync(notice, CancellationToken.None);
}
