namespace Cks.Auth;

/// <summary>The session behind one long connection, from <see cref="LiveSessions.Open"/> until it is disposed. Dispose it when the connection is over.</summary>
public sealed class LiveSession : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly LiveSessions _owner;
    // Whoever acts in the person's place: what ends them ends this.
    private readonly ValidatedToken? _actor;
    private Revalidation? _revalidation;
    private string? _reason;
    private string? _pending;
    private bool _isPendingSeen;

    internal LiveSession(LiveSessions owner, ValidatedToken token, DateTimeOffset until, bool allowUnknownRevocation, bool isByKey = false)
    {
        (_owner, Token, Until, AllowUnknownRevocation, IsByKey) = (owner, token, until, allowUnknownRevocation, isByKey);
        _ = token.TryReadActor(out _, out _actor);
    }

    /// <summary>The token with which the connection was opened.</summary>
    public ValidatedToken Token { get; }

    /// <summary>
    /// Fires when the session is over: the token has expired or was revoked, its issuer is accepted no longer, or the application ended the session. What is registered here runs on a thread of
    /// the pool.
    /// </summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Why it is over, as the text of a <see cref="TokenRejectionReason"/> or <see cref="SessionRefusalReason"/>, <c>session_ended</c>, <c>session_changed</c> or <c>unavailable</c>; <see langword="null"/> while it is not.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    internal DateTimeOffset Until { get; }

    internal bool AllowUnknownRevocation { get; }

    /// <summary>Whether the token stands for an API key: only whoever knows the key can say whether it is good.</summary>
    internal bool IsByKey { get; }

    /// <summary>Whether it is a person's, or one in which they act.</summary>
    internal bool IsOf(string issuer, string subject) => (Token.Issuer, Token.Subject) == (issuer, subject) || (_actor is not null && (_actor.Issuer, _actor.Subject) == (issuer, subject));

    /// <summary>Whether an issuer vouches for the person, or for whoever acts.</summary>
    internal bool IsOf(string issuer) => Token.Issuer == issuer || _actor?.Issuer == issuer;

    /// <summary>Forgets the connection.</summary>
    public void Dispose() => _owner.Forget(this);

    /// <summary>Ends the session at once.</summary>
    internal void End(string reason)
    {
        // On the pool: one connection that is slow to abort must not keep the others open.
        if (Interlocked.CompareExchange(ref _reason, reason, null) is not null)
            return;
        _ = _ended.CancelAsync();
        // Nothing is left to watch, also where nobody disposes of it.
        _owner.Forget(this);
    }

    /// <summary>Ends the session at the look after the next one, so that an answer that says why normally has the time between two to leave.</summary>
    internal void EndSoon(string reason) => Interlocked.CompareExchange(ref _pending, reason, null);

    /// <summary>Has somebody ask again now and then whether the session still stands in the store.</summary>
    internal void RevalidateWith(Func<CancellationToken, ValueTask<string?>> ask, TimeSpan every, TimeSpan patience) =>
        Volatile.Write(ref _revalidation, new(this, ask, every, patience, _owner.Time));

    /// <summary>Has somebody ask at the next look, or at the first after a time.</summary>
    internal void AskAgain(TimeSpan after = default) => Volatile.Read(ref _revalidation)?.AskAgain(after);

    /// <summary>Why the session is over by what was revoked; <see langword="null"/> where it is not.</summary>
    internal string? CheckRevocation() => _owner.CheckRevocation(Token, AllowUnknownRevocation) ?? (_actor is null ? null : _owner.CheckRevocation(_actor, AllowUnknownRevocation));

    /// <summary>Why the session is over now, as far as it shows without a question to anybody.</summary>
    internal string? Look(DateTimeOffset now, bool recheck)
    {
        if (now >= Until)
            return TokenRejectionReason.Expired.ToText();
        // The next look may come at once.
        if (Volatile.Read(ref _pending) is { } pending)
        {
            var isSeen = _isPendingSeen;
            _isPendingSeen = true;
            return isSeen ? pending : null;
        }

        if (recheck && !IsByKey && CheckRevocation() is { } revoked)
            return revoked;
        return Volatile.Read(ref _revalidation)?.Look(now);
    }
}
