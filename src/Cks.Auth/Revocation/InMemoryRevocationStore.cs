namespace Cks.Auth;

/// <summary>The record of a single process, which is lost with it.</summary>
internal sealed class InMemoryRevocationStore(TimeProvider time) : IRevocationStore
{
    private static readonly TimeSpan TidyInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<StoredRevocation> _entries = [];
    private readonly Dictionary<(string Issuer, string Id), WebhookDelivery> _deliveries = [];
    private readonly Dictionary<(string Issuer, string Id), (DateTimeOffset At, DateTimeOffset ExpiresAt)> _objects = [];
    private long _last;
    private DateTimeOffset _tidied = DateTimeOffset.MinValue;

    /// <summary>How much is kept, entries and webhooks.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count + _deliveries.Count + _objects.Count;
        }
    }

    public ValueTask<DeliveryReceipt> AppendAsync(IReadOnlyList<Revocation> revocations, WebhookDelivery? delivery, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Tidy();
            var receipt = delivery is null ? default : Receive(delivery);
            if (receipt.IsRepeated)
                return new(receipt);
            foreach (var revocation in revocations)
            {
                if (revocation.IsAboutSubjects)
                    _entries.RemoveAll(earlier => revocation.Ends(earlier.Revocation));
                _entries.Add(new(++_last, revocation));
            }

            return new(receipt);
        }
    }

    public ValueTask CompleteAsync(string issuer, string deliveryId, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_deliveries.TryGetValue((issuer, deliveryId), out var delivery))
                _deliveries[(issuer, deliveryId)] = delivery with { IsHandled = true };
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<RevocationPage> ReadAsync(long after, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            // From the end: most readers have read nearly all of it.
            var first = _entries.Count;
            while (first > 0 && _entries[first - 1].Sequence > after)
                first--;
            return new(new RevocationPage(_entries[first..], _last));
        }
    }

    private DeliveryReceipt Receive(WebhookDelivery delivery)
    {
        var known = (delivery.Issuer, delivery.ObjectId);
        var hasObject = delivery.ObjectId.Length > 0;
        var isStale = hasObject && _objects.TryGetValue(known, out var seen) && delivery.ObjectAt < seen.At;
        if (_deliveries.TryGetValue((delivery.Issuer, delivery.Id), out var earlier))
            return new(true, earlier.IsHandled, isStale);
        _deliveries.Add((delivery.Issuer, delivery.Id), delivery);
        if (hasObject && !isStale)
            _objects[known] = (delivery.ObjectAt, delivery.ExpiresAt);
        return new(false, delivery.IsHandled, isStale);
    }

    private void Tidy()
    {
        var now = time.GetUtcNow();
        if (now - _tidied < TidyInterval)
            return;
        _tidied = now;
        _entries.RemoveAll(entry => entry.Revocation.ExpiresAt <= now);
        foreach (var (key, delivery) in _deliveries)
        {
            if (delivery.ExpiresAt <= now)
                _deliveries.Remove(key);
        }

        foreach (var (key, seen) in _objects)
        {
            if (seen.ExpiresAt <= now)
                _objects.Remove(key);
        }
    }
}
