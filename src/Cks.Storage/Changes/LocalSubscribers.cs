using System.Collections.Concurrent;
using Cks.Core;

namespace Cks.Storage;

/// <summary>The subscribers of this process, whatever brings the notices.</summary>
internal sealed class LocalSubscribers(SecurityEvents? events, TimeProvider time) : IDisposable
{
    // Whoever may log on can send what nobody can read, as fast as they like, and each call makes every host read everything.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly InProcessChangeBus _bus = new(events);
    private readonly ConcurrentDictionary<string, byte> _topics = new(StringComparer.Ordinal);
    private readonly Lock _calling = new();
    private long? _calledAt;
    private ITimer? _later;

    public async ValueTask<IAsyncDisposable> AddAsync(string topic, Func<ChangeNotice, CancellationToken, ValueTask> handler, CancellationToken cancellationToken)
    {
        var subscription = await _bus.SubscribeAsync(topic, handler, cancellationToken).ConfigureAwait(false);
        _topics.TryAdd(topic, 0);
        return subscription;
    }

    /// <summary>Hands a notice over; one that cannot be read says that something changed that only a later version knows how to say, and is told once a second at most.</summary>
    public void Tell(string text)
    {
        if (NoticeText.TryRead(text, out var notice))
            Tell(notice);
        else
            ResynchronizeSoon();
    }

    /// <summary>Notices may have been missed: everybody reads everything again.</summary>
    public void Resynchronize()
    {
        foreach (var topic in _topics.Keys)
            Tell(ChangeNotice.Resynchronize(topic));
    }

    /// <summary>Nothing is told later any more.</summary>
    public void Dispose()
    {
        lock (_calling)
        {
            _later?.Dispose();
            _later = null;
        }
    }

    private void ResynchronizeSoon()
    {
        lock (_calling)
        {
            if (_later is not null)
                return;
            if (_calledAt is { } called && time.GetElapsedTime(called) is var since && since < Quiet)
            {
                _later = time.CreateTimer(_ => ResynchronizeNow(), null, Quiet - since, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        ResynchronizeNow();
    }

    private void ResynchronizeNow()
    {
        lock (_calling)
        {
            _calledAt = time.GetTimestamp();
            _later?.Dispose();
            _later = null;
        }

        Resynchronize();
    }

    // Waits for nothing: it posts to the mailboxes of the subscribers.
    private void Tell(ChangeNotice notice) => _ = _bus.PublishAsync(notice, CancellationToken.None);
}
