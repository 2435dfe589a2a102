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
    private Task? _flight;
    private DateTimeOffset _nextFetch = DateTimeOffset.MinValue;
    private TimeSpan _backoff = FirstBackoff;
    private string _problem = "not loaded yet";

    /// <summary>The key for an id and algorithm, or <see langword="null"/> when the issuer has none.</summary>
    public ValueTask<SigningKey?> FindAsync(string? keyId, string algorithm, CancellationToken cancellationToken)
    {
        if (_loaded is { } loaded && loaded.Keys.Find(keyId, algorithm) is { } key)
        {
            if (time.GetUtcNow() >= loaded.RefreshAt)
                _ = Fetch();
            return new(key);
        }

        return FetchAndFindAsync(keyId, algorithm, cancellationToken);
    }

    private async ValueTask<SigningKey?> FetchAndFindAsync(string? keyId, string algorithm, CancellationToken cancellationToken)
    {
        if (Fetch() is { } flight)
            await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _loaded is { } loaded ? loaded.Keys.Find(keyId, algorithm) : throw new SigningKeysUnavailableException(issuer, _problem);
    }

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
