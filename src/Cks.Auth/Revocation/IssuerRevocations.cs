using System.Collections.Concurrent;

namespace Cks.Auth;

/// <summary>
/// What is revoked at one issuer. By issuer first and by id then, so that no key is ever put together of two texts. Read without a lock; written by one at a time.
/// </summary>
internal sealed class IssuerRevocations
{
    private readonly ConcurrentDictionary<string, KnownSubject> _subjects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KnownSession> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);
    private volatile Cutoff? _everybody;

    public bool IsRevoked(ValidatedToken token, TimeProvider time, IssuerRegistry issuers)
    {
        var subject = _subjects.GetValueOrDefault(token.Subject);
        if (subject is not null && subject.IsRefused(time.GetUtcNow()))
            return true;
        var session = token.SessionId is { } sessionId ? _sessions.GetValueOrDefault(sessionId) : null;
        if (session is { IsEnded: true } || (token.TokenId is { } tokenId && _tokens.ContainsKey(tokenId)))
            return true;
        return (subject?.Cutoff is { } own && IsBefore(own.At, token, session, issuers)) || (_everybody is { } all && IsBefore(all.At, token, session, issuers));
    }

    public void Apply(Revocation entry, bool mayBeAgain)
    {
        var until = entry.ExpiresAt ?? DateTimeOffset.MaxValue;
        switch (entry.Kind)
        {
            case RevocationKind.SessionEnded:
                Know(entry.Id, new(true, null, until));
                break;
            case RevocationKind.SessionStarted:
                Know(entry.Id, new(false, entry.At, until));
                break;
            case RevocationKind.TokenRevoked:
                _tokens[entry.Id] = _tokens.TryGetValue(entry.Id, out var known) && known > until ? known : until;
                break;
            case RevocationKind.IssuedBefore when entry.Id.Length == 0:
                _everybody = Cutoff.Later(_everybody, new(entry.At, until));
                break;
            // A kind that a newer version writes is about a subject at worst, and cutting it off revokes too much rather than too little.
            default:
                Set(entry.Id, _subjects.GetValueOrDefault(entry.Id, KnownSubject.Nobody).After(entry, mayBeAgain));
                break;
        }
    }

    /// <summary>Removes what has expired.</summary>
    public void Tidy(DateTimeOffset now)
    {
        foreach (var (id, subject) in _subjects)
            Set(id, subject.At(now));
        foreach (var (id, session) in _sessions)
        {
            if (session.Until <= now)
                _sessions.TryRemove(id, out _);
        }

        foreach (var (id, until) in _tokens)
        {
            if (until <= now)
                _tokens.TryRemove(id, out _);
        }

        if (_everybody is { } all && all.Until <= now)
            _everybody = null;
    }

    public int Count => _subjects.Count + _sessions.Count + _tokens.Count + (_everybody is null ? 0 : 1);

    /// <summary>
    /// S08: issued at that time or before, or of a session that is not known to have begun later. Known is what the signed token says (auth_time), what was recorded, and the time in an id
    /// that Clerk made; that one cannot lie after the token.
    /// </summary>
    private static bool IsBefore(DateTimeOffset cutoff, ValidatedToken token, KnownSession? session, IssuerRegistry issuers)
    {
        if (token.IssuedAt is not { } issuedAt || issuedAt <= cutoff)
            return true;
        if (token.SessionId is not { } id)
            return token.AuthenticatedAt <= cutoff;
        if (token.AuthenticatedAt > cutoff || session?.StartedAt > cutoff)
            return false;
        return !(ClerkId.TryReadTime(id, out var madeAt) && madeAt > cutoff && madeAt <= issuedAt
            && issuers.Find(token.Issuer)?.Options.Profile == IssuerProfile.Clerk);
    }

    private void Know(string id, KnownSession session) => _sessions[id] = _sessions.TryGetValue(id, out var known) ? known.With(session) : session;

    private void Set(string id, KnownSubject subject)
    {
        if (subject.IsNobody)
            _subjects.TryRemove(id, out _);
        else
            _subjects[id] = subject;
    }
}
