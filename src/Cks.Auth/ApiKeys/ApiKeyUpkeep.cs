using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>What is written of keys beside the requests: when they were used, once a minute for each at most, and their hashes under the next pepper. Bounded; what is lost is noted at the next use.</summary>
internal sealed class ApiKeyUpkeep(IApiKeyStore store, ApiKeyMemory memory, IOptions<CksApiKeyOptions> options, TimeProvider time, ILogger<ApiKeyUpkeep>? logger = null)
{
    private const int Batch = 1_000;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _uses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Id, int Number), Renewal> _renewals = new();
    private readonly Dictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);
    private readonly ILogger _log = logger ?? NullLogger<ApiKeyUpkeep>.Instance;

    /// <summary>How much waits to be written, and how much is remembered of what was.</summary>
    public int Count => _uses.Count + _renewals.Count + _written.Count;

    public void Use(string keyId, DateTimeOffset at)
    {
        if (_uses.Count < options.Value.Remembered)
            _uses.AddOrUpdate(keyId, static (_, now) => now, static (_, before, now) => now > before ? now : before, at);
    }

    public void Renew(ApiKey key, ApiKeyHash secret, byte[] hash)
    {
        if (_renewals.Count < options.Value.Remembered)
            _renewals[(key.Id, secret.Number)] = new(key.Owner, secret.Value, hash);
    }

    /// <summary>Writes what waits; one at a time. What cannot be written waits for the next time.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await WriteUsesAsync(cancellationToken).ConfigureAwait(false);
        await WriteRenewalsAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteUsesAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (id, at) in _written)
            if (now - at >= Between)
                _written.Remove(id);
        // What was written less than a minute ago waits.
        foreach (var chunk in _uses.Where(u => !_written.ContainsKey(u.Key)).Chunk(Batch))
        {
            ApiKeyUse[] uses = [.. chunk.Where(_uses.TryRemove).Select(u => new ApiKeyUse(u.Key, u.Value))];
            try
            {
                await store.TouchAsync(uses, cancellationToken).AsTask().WaitAsync(WriteTimeout, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                AuthLog.ApiKeyUpkeepFailed(_log, e.GetType().Name);
                foreach (var use in uses)
                    Use(use.KeyId, use.At);
                return;
            }

            foreach (var use in uses)
                _written[use.KeyId] = now;
        }
    }

    private async Task WriteRenewalsAsync(CancellationToken cancellationToken)
    {
        foreach (var waiting in _renewals)
        {
            var ((id, number), renewal) = waiting;
            try
            {
                var write = store.ChangeAsync(renewal.Owner, held => Renewed(held, id, number, renewal) is { } renewed ? new([renewed], [], null) : null, cancellationToken);
                await write.AsTask().WaitAsync(WriteTimeout, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                AuthLog.ApiKeyUpkeepFailed(_log, e.GetType().Name);
                return;
            }

            _renewals.TryRemove(waiting);
            await memory.ChangedAsync([id]).ConfigureAwait(false);
        }
    }

    // Only what is still there as it was when it was found: somebody may have rotated meanwhile.
    private static StoredApiKey? Renewed(IReadOnlyList<StoredApiKey> held, string id, int number, Renewal renewal)
    {
        if (held.FirstOrDefault(s => s.Key.Id == id) is not { } stored)
            return null;
        bool Is(ApiKeyHash? hash) => hash?.Number == number && hash.Value.Span.SequenceEqual(renewal.Before.Span);
        return Is(stored.Current) ? stored with { Current = stored.Current with { Value = renewal.Next } }
            : Is(stored.Previous) ? stored with { Previous = stored.Previous! with { Value = renewal.Next } } : null;
    }

    private sealed record Renewal(ApiKeyOwner Owner, ReadOnlyMemory<byte> Before, byte[] Next);
}
