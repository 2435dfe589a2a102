namespace Cks.Auth;

/// <summary>Asks the store again about a session on which nothing happens, so that it ends within one cache lifetime although nobody said that it should (S10).</summary>
internal sealed class Revalidation
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly LiveSession _session;
    private readonly Func<CancellationToken, ValueTask<string?>> _ask;
    private readonly TimeSpan _every;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private DateTimeOffset _next;
    private DateTimeOffset _good;
    private bool _isAsking;
    private DateTimeOffset _askedFor = DateTimeOffset.MaxValue;

    public Revalidation(LiveSession session, Func<CancellationToken, ValueTask<string?>> ask, TimeSpan every, TimeSpan patience, TimeProvider time)
    {
        (_session, _ask, _every, _patience, _time) = (session, ask, every, patience, time);
        _good = time.GetUtcNow();
        _next = _good + Jittered();
    }

    /// <summary>Makes it time, also where an answer is on its way: that may be the one from before.</summary>
    public void AskAgain(TimeSpan after)
    {
        var at = _time.GetUtcNow() + after;
        lock (_gate)
            _askedFor = at < _askedFor ? at : _askedFor;
    }

    /// <summary>Begins to ask when it is time. A store that has not answered for too long ends the session: it is not known any more to stand.</summary>
    public string? Look(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (now - _good >= _patience)
                return "unavailable";
            if (_isAsking || (now < _next && now < _askedFor))
                return null;
            (_isAsking, _askedFor) = (true, DateTimeOffset.MaxValue);
        }

        _ = Task.Run(AskAsync, CancellationToken.None);
        return null;
    }

    private async Task AskAsync()
    {
        var isKnown = false;
        try
        {
            if (await _ask(_session.Ended).ConfigureAwait(false) is { } reason)
                _session.End(reason);
            isKnown = true;
        }
        catch (Exception)
        {
            // Whatever is down is asked again soon; for how long is decided above.
        }

        lock (_gate)
        {
            _isAsking = false;
            var now = _time.GetUtcNow();
            if (isKnown)
                _good = now;
            _next = now + (isKnown ? Jittered() : Retry);
        }
    }

    // A thousand connections that came together do not ask together.
    private TimeSpan Jittered() => _every * (0.5 + (Random.Shared.NextDouble() / 2));
}
