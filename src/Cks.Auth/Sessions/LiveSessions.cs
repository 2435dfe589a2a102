using System.Collections.Concurrent;

namespace Cks.Auth;

/// <summary>
/// The sessions behind connections that outlive their request: WebSockets, event streams, streams of gRPC. Each ends within a second of its token's expiry, of a revocation, of its issuer's
/// removal and of <see cref="End"/> (S10). One timer looks at all of them; thread-safe.
/// </summary>
public sealed class LiveSessions : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    // With two looks it is a second.
    private static readonly TimeSpan Spread = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<LiveSession, byte> _sessions = new();
    private readonly Lock _gate = new();
    private readonly IssuerRegistry _issuers;
    private readonly IRevocationCheck _revocation;
    private readonly ITimer _timer;
    private long _generation = -1;
    private bool _isRunning;
    private int _isLooking;

    internal LiveSessions(IssuerRegistry issuers, IRevocationCheck revocation, TimeProvider time)
    {
        (_issuers, _revocation, Time) = (issuers, revocation, time);
        _timer = time.CreateTimer(static state => ((LiveSessions)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _issuers.Changed += EndAll;
    }

    /// <summary>How many connections are open and not ended yet.</summary>
    public int Count => _sessions.Count;

    internal TimeProvider Time { get; }

    /// <summary>Watches over a connection that begins. A token that is not good any more has ended already when this returns.</summary>
    /// <param name="token">The token that opened it.</param>
    /// <param name="allowUnknownRevocation">Lets it live while it is not known what was revoked lately, as <see cref="TokenPresentation.AllowUnknownRevocation"/> does for a request.</param>
    public LiveSession Open(ValidatedToken token, bool allowUnknownRevocation = false)
    {
        ArgumentNullException.ThrowIfNull(token);
        var session = Add(new(this, token, Until(token), allowUnknownRevocation));

        // After it was added, so that nothing that happens in between is missed.
        if ((Judge(token, allowUnknownRevocation) ?? session.CheckRevocation()) is { } reason)
            session.End(reason);
        return session;
    }

    /// <summary>
    /// Ends a person's connections on this host at once, and those in which they act in another's place: the application suspended or archived them, or took a role away. Other hosts find out when they ask the store again; to end them within
    /// a second as well, revoke the person's sessions.
    /// </summary>
    /// <param name="issuer">Who vouched for them.</param>
    /// <param name="subject">The person at that issuer.</param>
    /// <returns>How many there were.</returns>
    public int End(string issuer, string subject)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(subject);
        var count = 0;
        foreach (var (session, _) in _sessions)
        {
            if (!session.IsOf(issuer, subject))
                continue;
            session.End("session_ended");
            count++;
        }

        return count;
    }

    /// <summary>Has the store asked again about a person's sessions, and those in which they act, at the next look: what it says of them may have changed.</summary>
    internal void AskAgain(string issuer, string subject)
    {
        foreach (var (session, _) in _sessions)
        {
            if (session.IsOf(issuer, subject))
                session.AskAgain();
        }
    }

    /// <summary>The same of all sessions, each within <see cref="Spread"/>: a store that all hosts ask about everybody is not asked at one time.</summary>
    internal void AskAllAgain()
    {
        foreach (var (session, _) in _sessions)
            session.AskAgain(Spread * Random.Shared.NextDouble());
    }

    /// <summary>Stops looking. Connections are ended by whoever serves them.</summary>
    public void Dispose()
    {
        _issuers.Changed -= EndAll;
        _timer.Dispose();
    }

    /// <summary>Why a token that was good is so no longer, or <see langword="null"/>; what a validator would say now, without its signature.</summary>
    internal string? Judge(ValidatedToken token, bool allowUnknownRevocation)
    {
        if (_issuers.Find(token.Issuer) is null)
            return TokenRejectionReason.IssuerUnknown.ToText();
        return Time.GetUtcNow() >= Until(token) ? TokenRejectionReason.Expired.ToText() : CheckRevocation(token, allowUnknownRevocation);
    }

    internal string? CheckRevocation(ValidatedToken token, bool allowUnknown) => _revocation.Check(token) switch
    {
        RevocationState.Clear => null,
        RevocationState.Revoked => TokenRejectionReason.Revoked.ToText(),
        _ => allowUnknown ? null : "unavailable",
    };

    /// <summary>Watches over a connection that was opened by an API key, until the key's time; whatever else ends it is asked by <see cref="LiveSession.RevalidateWith"/>.</summary>
    internal LiveSession OpenByKey(ValidatedToken token)
    {
        var session = Add(new(this, token, token.ExpiresAt, allowUnknownRevocation: false, isByKey: true));
        if (Time.GetUtcNow() >= token.ExpiresAt)
            session.End(TokenRejectionReason.Expired.ToText());
        return session;
    }

    internal void Forget(LiveSession session) => _sessions.TryRemove(session, out _);

    private LiveSession Add(LiveSession session)
    {
        lock (_gate)
        {
            _sessions.TryAdd(session, 0);
            if (!_isRunning)
                _isRunning = _timer.Change(Period, Period);
        }

        return session;
    }

    // When the validator would refuse it. What was restored from a cookie has our own clock's times and needs no room for another's.
    private DateTimeOffset Until(ValidatedToken token)
    {
        var issuer = _issuers.Find(token.Issuer)?.Options;
        if (issuer is null || token.IsRestored)
            return token.ExpiresAt;
        var until = token.ExpiresAt;
        if (issuer.MaxAge is { } age && token.IssuedAt is { } issued && issued + age < until)
            until = issued + age;
        return until + issuer.ClockSkew;
    }

    private void EndAll(IssuerOptions issuer)
    {
        foreach (var (session, _) in _sessions)
        {
            if (session.IsOf(issuer.Issuer))
                session.End(TokenRejectionReason.IssuerUnknown.ToText());
        }
    }

    private void Look()
    {
        if (Interlocked.Exchange(ref _isLooking, 1) == 1)
            return;
        try
        {
            var (now, generation, isCurrent) = (Time.GetUtcNow(), _revocation.Generation, _revocation.IsCurrent);
            var recheck = generation != _generation || !isCurrent;
            foreach (var (session, _) in _sessions)
                Look(session, now, recheck);
            _generation = generation;
            lock (_gate)
            {
                if (_sessions.IsEmpty && _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan))
                    _isRunning = false;
            }
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private static void Look(LiveSession session, DateTimeOffset now, bool recheck)
    {
        try
        {
            if (session.Look(now, recheck) is { } reason)
                session.End(reason);
        }
        catch (Exception)
        {
            // Nobody catches what a timer throws, and what cannot be judged does not go on.
            session.End("unavailable");
        }
    }
}
