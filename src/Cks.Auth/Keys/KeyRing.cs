namespace Cks.Auth;

/// <summary>
/// The signing keys of one issuer, kept fresh. Readers that find their key never wait. All others share one fetch, at most one per cool-down, so neither a crowd at a cold start nor a storm of made-up key ids
/// reaches the provider. Keys that were good stay in use while the provider is down, up to a hard limit. Thread-safe.
/// </summary>
internal sealed class KeyRing
{
    // The first retry of a cold start comes soon, because every request fails until it works; it doubles up to the cool-down.
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    // With keys in hand there is time; but a key that is new after an outage should not wait long for its first fetch.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(2);

    // A set without any key is a broken deployment more often than a decision: a provider that withdraws a key publishes another. But it is the provider's word, and holds if it still says so after this.
    private static readonly TimeSpan EmptyGrace = TimeSpan.FromMinutes(10);

    // A step that clocks make every day changes nothing; after a greater one every time in here may lie too far ahead.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly string _issuer;
    private readonly KeySource _source;
    private readonly CksTokenOptions _settings;
    private readonly TimeProvider _time;
    private readonly KeyReport _report;
    private readonly KeyCopy? _copy;
    private readonly Lock _gate = new();
    private volatile Loaded? _loaded;
    private volatile Task<bool>? _flight;
    private volatile bool _hasTokensWithoutId;
    private volatile string _problem = "not loaded yet";
    private int _generation;
    private int _failures;
    private long _nextFetch;
    private long _judgedAt;
    private long? _emptySince;
    private bool _hasReadCopy;

    public KeyRing(string issuer, KeySource source, CksTokenOptions settings, TimeProvider time, KeyReport report, KeyCopy? copy = null)
    {
        (_issuer, _source, _settings, _time, _report, _copy) = (issuer, source, settings, time, report, copy);
        if (source.Given is not { } given)
            return;
        report.Ignored(given);
        (_loaded, _nextFetch) = (new(given, long.MaxValue, long.MaxValue), long.MaxValue);
    }

    /// <summary>
    /// Grows when a key that verified before may not any more: it was withdrawn or changed. Read before the key is, so that a remembered token of an earlier generation is verified again.
    /// </summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Whether there are keys that may be used now. Starts a fetch in the background when they have come of age.</summary>
    public bool IsUsable => Current(Now) is not null;

    /// <summary>Whether a fetch is under way.</summary>
    public bool IsFetching => UnderWay is not null;

    private long Now => _time.GetUtcNow().UtcTicks;

    /// <summary>What is in memory, without waiting; starts a fetch in the background when the keys have come of age.</summary>
    public KeyFinding Find(bool hasKeyId, ReadOnlySpan<char> keyId, string algorithm)
    {
        // Noted before the keys are read, and looked at after they were changed: a token that gets the only key is seen by whoever takes it away.
        if (!hasKeyId && !_hasTokensWithoutId)
        {
            _hasTokensWithoutId = true;
            Interlocked.MemoryBarrier();
        }

        return Current(Now)?.Find(hasKeyId, keyId, algorithm) ?? default;
    }

    /// <summary>What there is after a fetch, if one is allowed now.</summary>
    /// <exception cref="SigningKeysUnavailableException">There are no usable keys, and none can be had.</exception>
    public async ValueTask<KeyFinding> FindAsync(string? keyId, string algorithm, CancellationToken cancellationToken)
    {
        // No id is looked for twice between two fetches, and none is remembered: who guesses the next one could else make it be refused for longer than the cool-down.
        if (Fetch(Now) is { } flight)
            await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Current(Now) is { } keys ? keys.Find(keyId is not null, keyId, algorithm) : throw new SigningKeysUnavailableException(_issuer, _problem);
    }

    /// <summary>Fetches now, whatever the cool-down says, and waits. A fetch under way may have asked before the change that the caller knows of, so another one follows it, for all who call meanwhile.</summary>
    /// <exception cref="SigningKeysUnavailableException">The fetch failed; earlier keys stay in use within their limit.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_source.Given is not null)
            return;
        // With the lock, in which one starts: it may ask the provider before it is known here.
        Task<bool>? earlier;
        lock (_gate)
            earlier = _flight;
        if (earlier is { IsCompleted: false })
            await earlier.WaitAsync(cancellationToken).ConfigureAwait(false);
        Task<bool> flight;
        // Another one began after the call, be it over or not.
        lock (_gate)
            flight = _flight is { } other && other != earlier ? other : Start();
        if (!await flight.WaitAsync(cancellationToken).ConfigureAwait(false))
            throw new SigningKeysUnavailableException(_issuer, _problem);
    }

    private Task<bool>? UnderWay => _flight is { IsCompleted: false } flight ? flight : null;

    /// <summary>The keys, if they may be used.</summary>
    private KeySet? Current(long now)
    {
        if (_loaded is not { } loaded)
            return null;
        if ((now >= loaded.RefreshAt || WentBack(now)) && IsTimeFor(now))
            _ = Fetch(now);
        return now < loaded.UsableUntil ? loaded.Keys : null;
    }

    /// <summary>Joins the fetch under way or starts one; <see langword="null"/> while it is too early for the next.</summary>
    private Task<bool>? Fetch(long now)
    {
        if (UnderWay is { } flight)
            return flight;
        if (!IsTimeFor(now))
            return null;
        lock (_gate)
        {
            if (UnderWay is { } other)
                return other;
            return IsTimeFor(now) ? Start() : null;
        }
    }

    private bool IsTimeFor(long now) => now >= Volatile.Read(ref _nextFetch) || WentBack(now);

    /// <summary>Whether the clock was set back since the last fetch, so that the times that it gave are still to come and might be for years.</summary>
    private bool WentBack(long now) => Volatile.Read(ref _judgedAt) > now + ClockTolerance.Ticks;

    private Task<bool> Start()
    {
        // Nobody's in particular: the caller who happens to be first may give up, and what belongs to that request must not stay in the fetch.
        using AsyncFlowControl? alone = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        return _flight = Task.Run(LoadAsync, CancellationToken.None);
    }

    private async Task<bool> LoadAsync()
    {
        try
        {
            var keys = await _source.LoadAsync().ConfigureAwait(false);
            _report.Ignored(keys);
            if (keys.IsUsable ? Use(keys) : UseNone(keys))
                return true;
            Fail("the provider publishes no usable signing key");
        }
        catch (SigningKeysUnavailableException e)
        {
            Fail(e.Problem);
        }
        catch (Exception e)
        {
            _report.Broken(e);
            Fail($"unexpected {e.GetType().Name}");
        }

        return false;
    }

    private bool Use(KeySet keys)
    {
        lock (_gate)
        {
            var now = Now;
            // A tenth of the lifetime earlier at most, so that the hosts of an application do not ask together.
            var refreshAt = now + (long)(_settings.KeyLifetime.Ticks * (1 - (Random.Shared.NextDouble() / 10)));
            Swap(new(keys, refreshAt, now + _settings.KeyHardLimit.Ticks));
            (_failures, _emptySince, _nextFetch) = (0, null, now + _settings.KeyCooldown.Ticks);
            Volatile.Write(ref _judgedAt, now);
        }

        _report.Loaded(keys);
        _copy?.Save(keys);
        return true;
    }

    /// <summary>Takes note of a set without any usable key; earlier keys end with it when it is not the first such answer, or at once when the provider gave secrets away.</summary>
    private bool UseNone(KeySet keys)
    {
        bool areWithdrawn;
        lock (_gate)
        {
            var now = Now;
            _emptySince = Math.Min(_emptySince ?? now, now);
            areWithdrawn = keys.HasSecrets || now - _emptySince >= EmptyGrace.Ticks;
            if (areWithdrawn)
                Swap(new(keys, now, now));
            else if (_loaded is { } earlier)
                _loaded = earlier with { RefreshAt = now };
        }

        _report.Empty(areWithdrawn);
        if (areWithdrawn)
            _copy?.Save(keys);
        return false;
    }

    private void Swap(Loaded next)
    {
        var earlier = _loaded?.Keys;
        _loaded = next;
        // What is read below was written before somebody read the earlier keys, or somebody reads the next ones.
        Interlocked.MemoryBarrier();
        if (earlier is not null && !next.Keys.Replaces(earlier, _hasTokensWithoutId))
            Interlocked.Increment(ref _generation);
    }

    private void Fail(string problem)
    {
        if (_loaded is null)
            Restore();
        bool hasKeys, areOld, areOver;
        lock (_gate)
        {
            var now = Now;
            if (_loaded is { } ahead && WentBack(now))
                _loaded = ahead with { RefreshAt = now, UsableUntil = Math.Min(ahead.UsableUntil, now + _settings.KeyHardLimit.Ticks) };
            hasKeys = _loaded is { } loaded && now < loaded.UsableUntil;
            areOld = _emptySince is null && _loaded is { } l && now >= l.RefreshAt;
            areOver = _loaded is { Keys.IsUsable: true } && !hasKeys;
            _problem = problem;
            _failures++;
            _nextFetch = now + Pause(hasKeys).Ticks;
            if (hasKeys)
                _nextFetch = Math.Min(_nextFetch, _loaded!.UsableUntil);
            Volatile.Write(ref _judgedAt, now);
        }

        _report.Failed(problem, hasKeys, areOld, areOver);
    }

    /// <summary>The copy on disk comes into use as if it had been fetched when it was saved, and is fetched again as soon as possible.</summary>
    private void Restore()
    {
        if (_hasReadCopy || _copy is null)
            return;
        _hasReadCopy = true;
        if (_copy.Read() is not var (keys, at))
            return;
        lock (_gate)
            Swap(new(keys, at.UtcTicks, keys.IsUsable ? at.UtcTicks + _settings.KeyHardLimit.Ticks : 0));
    }

    private TimeSpan Pause(bool hasKeys)
    {
        var cooldown = _settings.KeyCooldown;
        var (first, longest) = hasKeys ? (cooldown, Longer(cooldown, LongestRetry)) : (Shorter(FirstRetry, cooldown), cooldown);
        var pause = Shorter(first * Math.Pow(2, Math.Min(_failures - 1, 20)), longest);
        // Hosts that failed together do not come back together; never before the cool-down while there are keys, never after it while there are none.
        return pause * (hasKeys ? 1 + (Random.Shared.NextDouble() / 4) : 1 - (Random.Shared.NextDouble() / 2));
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>Keys in use.</summary>
    /// <param name="Keys">The keys.</param>
    /// <param name="RefreshAt">Ticks (UTC) at which they are fetched again.</param>
    /// <param name="UsableUntil">Ticks (UTC) at which they are used no longer, come what may.</param>
    private sealed record Loaded(KeySet Keys, long RefreshAt, long UsableUntil);
}
