using Microsoft.Extensions.Logging;

namespace Cks.Auth;

/// <summary>
/// The signing keys of one issuer, kept fresh. Readers that find their key never wait. All others share one fetch, at most one per cool-down, so neither a
/// crowd at a cold
/// start nor a storm of made-up key ids reaches the provider. Keys that were good stay in use while the provider is down.
/// </summary>
internal sealed class KeyRing(string issuer, KeySource source, TimeSpan lifetime, TimeSpan cooldown, TimeProvider time, ILogger logger)
{
    // The first retry of a cold start comes soon, because every request fails until it works; it doubles up to the cool-down.
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private volatile Loaded? _loaded;
    private int _generation;
    private Task? _flight;
    private DateTimeOffset _nextFetch = DateTimeOffset.MinValue;
    private TimeSpan _backoff = FirstBackoff;
    private string _problem = "not loaded yet";

    /// <summary>Changes whenever a key that verified before may not any more; a remembered token of an earlier generation is verified again.</summary>
    public int Generation => _generation;

    /// <summary>Whether there are keys that may be used now.</summary>
    public bool IsUsable => _loaded is not null;

    /// <summary>What is in memory, without waiting; starts a fetch in the background when the keys have come of age.</summary>
    public KeyFinding Find(bool hasKeyId, ReadOnlySpan<char> keyId, string algorithm)
    {
        if (_loaded is not { } loaded)
            return default;
        if (time.GetUtcNow() >= loaded.RefreshAt)
            _ = Fetch();
        return loaded.Keys.Find(hasKeyId, keyId, algorithm);
    }

    /// <summary>What there is after a fetch, if one is allowed now.</summary>
    /// <exception cref="SigningKeysUnavailableException">There are no usable keys, and none can be had.</exception>
    public async ValueTask<KeyFinding> FindAsync(string? keyId, string algorithm, CancellationToken cancellationToken)
    {
        if (Fetch() is { } flight)
            await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _loaded is { } loaded ? loaded.Keys.Find(keyId is not null, keyId, algorithm) : throw new SigningKeysUnavailableException(issuer, _problem);
    }

    /// <summary>Fetches now, whatever the cool-down says, and waits.</summary>
    /// <exception cref="SigningKeysUnavailableException">The fetch failed.</exception>
    public Task RefreshAsync(CancellationToken cancellationToken) => FindAsync(null, "", cancellationToken).AsTask();

    /// <summary>Joins the fetch under way or starts one; <see langword="null"/> while it is too early for the next.</summary>
    private Task? Fetch()
    {
        lock (_gate)
        {
            if (_flight is { IsCompleted: false })
                return _flight;
            var now = time.GetUtcNow();
            if (now < _nextFetch)
                return null;
            _nextFetch = now + cooldown;
            // Not tied to the caller who happens to be first: the others wait for the same answer.
            return _flight = Task.Run(LoadAsync, CancellationToken.None);
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            var keys = await source.LoadAsync().ConfigureAwait(false);
            var now = time.GetUtcNow();
            lock (_gate)
            {
                _loaded = new(keys, now + lifetime);
                _generation++;
                (_nextFetch, _backoff) = (now + cooldown, FirstBackoff);
            }

            AuthLog.KeysLoaded(logger, issuer, keys.Ignored);
        }
        catch (SigningKeysUnavailableException e)
        {
            lock (_gate)
            {
                _problem = e.Problem;
                if (_loaded is null)
                {
                    _nextFetch = time.GetUtcNow() + _backoff;
                    _backoff = _backoff * 2 < cooldown ? _backoff * 2 : cooldown;
                }
            }

            AuthLog.KeysUnavailable(logger, issuer, e.Problem, _loaded is not null);
        }
    }

    private sealed record Loaded(KeySet Keys, DateTimeOffset RefreshAt);
}
