namespace Cks.Auth;

/// <summary>
/// Refreshes tokens that this host holds, for many callers at once and never twice with a token that may be used once. One exchange at a time for each family of refresh tokens:
/// <list type="bullet">
/// <item>Callers who ask for the same (scopes, resource) share one exchange and its outcome. One who gives up ends it for nobody else.</item>
/// <item>Those who ask for something else wait, and exchange the token that the one before was given.</item>
/// <item>Who comes with a token that was rotated away a moment ago gets what came of it, with the newest refresh token, instead of presenting it again.</item>
/// </list>
/// Failures are not remembered. It knows what this process does: hosts that share one refresh token need a lock of their own. Thread-safe.
/// </summary>
public sealed class TokenRefresher
{
    private readonly IRefreshExchange _exchange;
    private readonly TimeProvider _time;
    private readonly TokenRefresherOptions _options;
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenName, (RefreshFamily Family, int Generation)> _known = [];
    private readonly Queue<(RefreshFamily Family, TokenName Name, DateTimeOffset Until)> _elders = new();

    /// <summary>A refresher.</summary>
    /// <param name="exchange">Calls the provider.</param>
    /// <param name="options">Limits; the defaults without them.</param>
    /// <param name="time">Clock; the system's by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its range.</exception>
    public TokenRefresher(IRefreshExchange exchange, TokenRefresherOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        (_exchange, _options, _time) = (exchange, options ?? new(), time ?? TimeProvider.System);
        if (!Ranges.Holds(_options.Grace, TimeSpan.Zero, TimeSpan.FromMinutes(10)) || !Ranges.Holds(_options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5))
            || _options.Capacity is < 1 or > 1024 * 1024)
            throw new ArgumentOutOfRangeException(nameof(options));
    }

    /// <summary>How many refresh tokens are remembered.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
                return _known.Count;
        }
    }

    /// <summary>New tokens for a refresh token.</summary>
    /// <param name="request">Whose, and for what.</param>
    /// <param name="cancellationToken">Gives up waiting; the exchange goes on for the others.</param>
    /// <returns>The tokens; keep <see cref="RefreshedTokens.RefreshToken"/> for the next time.</returns>
    public Task<RefreshedTokens> RefreshAsync(RefreshRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var name = TokenName.Of(request.Issuer, request.RefreshToken);
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            Forget(now);
            if (!_known.TryGetValue(name, out var known))
                _known.Add(name, known = (new(request.RefreshToken, name), 0));
            var (family, generation) = known;
            if (family.Find(request.Target, generation, now) is { } adopted)
                return Task.FromResult(adopted);
            if (!family.Flights.TryGetValue(request.Target, out var flight))
            {
                var before = family.Last;
                // On the pool: nobody's code runs under the lock.
                flight = Task.Run(() => RunAsync(family, request, before), CancellationToken.None);
                family.Flights.Add(request.Target, flight);
                family.Last = flight;
                // All callers may have given up before it fails.
                Observe(flight);
            }

            return flight.WaitAsync(cancellationToken);
        }
    }

    private async Task<RefreshedTokens> RunAsync(RefreshFamily family, RefreshRequest request, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        string presented;
        lock (_gate)
            presented = family.Token;
        RefreshedTokens? given = null;
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        try
        {
            given = await _exchange.ExchangeAsync(request.With(presented), timeout.Token).AsTask().WaitAsync(timeout.Token).ConfigureAwait(false);
            return given with { RefreshToken = given.RefreshToken ?? presented };
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException("The provider did not answer in time.", e);
        }
        finally
        {
            lock (_gate)
                Conclude(family, request, given);
        }
    }

    private void Conclude(RefreshFamily family, RefreshRequest request, RefreshedTokens? given)
    {
        family.Flights.Remove(request.Target);
        var (old, now) = (family.Name, _time.GetUtcNow());
        if (given is not null && family.Give(request.Target, given, request.Issuer, now))
        {
            _known[family.Name] = (family, family.Generation);
            _elders.Enqueue((family, old, now + _options.Grace));
            family.Elders++;
        }

        Settle(family);
    }

    /// <summary>Forgets tokens that were rotated away long enough ago, or are too many.</summary>
    private void Forget(DateTimeOffset now)
    {
        while (_elders.TryPeek(out var oldest) && (oldest.Until <= now || _elders.Count > _options.Capacity))
        {
            _elders.Dequeue();
            if (_known.TryGetValue(oldest.Name, out var known) && known.Generation < known.Family.Generation)
                _known.Remove(oldest.Name);
            oldest.Family.Elders--;
            Settle(oldest.Family);
        }
    }

    // The newest token is known as long as one of its elders: whoever comes with either must end up in one family.
    private void Settle(RefreshFamily family)
    {
        if (family.IsAtRest)
            _known.Remove(family.Name);
    }

    private static void Observe(Task flight) =>
        flight.ContinueWith(
            static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
