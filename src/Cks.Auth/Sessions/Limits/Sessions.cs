using Cks.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Judges sessions by their limits. What was read of one is relied on for <see cref="CksSessionOptions.TouchInterval"/>; the read and the note that it is used are one act.</summary>
internal sealed class Sessions : ISessions
{
    private const int Tries = 4;

    private readonly ISessionStore _store;
    private readonly Revocations _revocations;
    private readonly SessionNotices _notices;
    private readonly CksSessionOptions _options;
    private readonly TimeProvider _time;
    private readonly SecurityEvents? _events;
    private readonly ILogger _log;
    private readonly Remembered<SessionKey, StoredSession> _remembered;

    public Sessions(
        ISessionStore store, Revocations revocations, SessionNotices notices, IOptions<CksSessionOptions> options, TimeProvider time, ILogger<Sessions>? logger = null, SecurityEvents? events = null)
    {
        (_store, _revocations, _notices, _options, _time, _events) = (store, revocations, notices, options.Value, time, events);
        _log = logger ?? NullLogger<Sessions>.Instance;
        _remembered = new(_options.Remembered, _options.TouchInterval, time, _ => true);
        _notices.SessionChanged += key => Forget(key);
        _notices.Unknown += () => _remembered.Forget(_ => true);
    }

    public int Count => _remembered.Count;

    public ValueTask<IReadOnlyList<StoredSession>> OfAsync(string issuer, string subject, CancellationToken cancellationToken = default) => _store.OfAsync(issuer, subject, cancellationToken);

    public async ValueTask EndAsync(SessionKey session, CancellationToken cancellationToken = default)
    {
        // First what every host looks at, then what is shown: between the two it is refused already.
        await _revocations.EndAsync(session, cancellationToken).ConfigureAwait(false);
        await EndedAsync(session, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask EndAllAsync(string issuer, string subject, CancellationToken cancellationToken = default)
    {
        // By this alone every session of theirs is refused, on every host; the rows are what is shown.
        await _revocations.SignOutEverywhereAsync(issuer, subject, cancellationToken).ConfigureAwait(false);
        var all = await _store.OfAsync(issuer, subject, cancellationToken).ConfigureAwait(false);
        await _store.EndAllAsync(issuer, subject, _time.GetUtcNow(), SessionEnd.SignedOut, cancellationToken).ConfigureAwait(false);
        foreach (var session in all)
            Audit(session, session.Ended(_time.GetUtcNow(), SessionEnd.SignedOut));
    }

    /// <summary>Notes that a session was ended by who signs out, once it is revoked.</summary>
    public async ValueTask EndedAsync(SessionKey session, CancellationToken cancellationToken)
    {
        StoredSession? before = null;
        var after = await _store.ChangeAsync(session, s => (before = s)?.Ended(_time.GetUtcNow(), SessionEnd.SignedOut), cancellationToken).ConfigureAwait(false);
        Audit(before, after);
        await ChangedAsync(session).ConfigureAwait(false);
    }

    /// <summary>The name under which the sessions of a token are kept; <see langword="null"/> where it has none.</summary>
    public static SessionKey? KeyOf(ValidatedToken token) =>
        token.SessionId is { } id ? new(token.Issuer, id)
        : token is { IsRestored: true, TokenId: { } cookie } ? new(token.Issuer, cookie)
        : null;

    public ValueTask<SessionRefusalReason?> UseAsync(ValidatedToken token, UserSession session, string? hub = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(session);
        if (KeyOf(token) is not { } key)
            return new(_options.UnnamedReason is null || session.Actor is not null ? SessionRefusalReason.SessionUnnamed : null);
        var limits = _options.LimitsOf(session.Roles, hub ?? _options.Hub ?? session.Hub);
        var actor = "";
        if (session.Actor is not null)
            (limits, actor) = (limits.With(new(CksSessions.LongestImpersonation, CksSessions.LongestImpersonation)), session.Actor.ToText());
        if (_remembered.Find(key) is not { } known)
            return new(UseAsync(key, token, actor, limits, cancellationToken));
        if (known.EndedAt is not null || (known.Keeps(limits) && IsSettled(known)))
            return new(Judge(known, token, actor));
        // It is under limits that are longer than those of this request, or has reached one by now.
        Forget(key);
        return new(UseAsync(key, token, actor, limits, cancellationToken));
    }

    /// <summary>Why a session is over although nobody uses it, or <see langword="null"/>: for a connection on which nothing happens.</summary>
    public async ValueTask<SessionRefusalReason?> LookAsync(ValidatedToken token, UserSession session, CancellationToken cancellationToken)
    {
        var actor = session.Actor?.ToText() ?? "";
        if (KeyOf(token) is not { } key)
            return _options.UnnamedReason is null ? SessionRefusalReason.SessionUnnamed : null;
        if (_remembered.Find(key) is { } known && IsSettled(known))
            return Judge(known, token, actor);
        var found = await ChangeAsync(key, s => s?.At(_time.GetUtcNow())).WaitAsync(cancellationToken).ConfigureAwait(false);
        // A connection is opened by a request that makes the session known; a store that does not know it any more has lost it.
        return found is null ? SessionRefusalReason.SessionEnded : Judge(found, token, actor);
    }

    private async Task<SessionRefusalReason?> UseAsync(SessionKey key, ValidatedToken token, string actor, SessionLimits limits, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var found = await _remembered.LoadAsync(key, _ => TouchAsync(key, token, actor, limits), cancellationToken).ConfigureAwait(false);
            if (found.Keeps(limits) || found.EndedAt is not null)
                return Judge(found, token, actor);
            // It was read for a request under longer limits.
            Forget(key);
        }

        return Judge(await TouchAsync(key, token, actor, limits).WaitAsync(cancellationToken).ConfigureAwait(false), token, actor);
    }

    private async Task<StoredSession> TouchAsync(SessionKey key, ValidatedToken token, string actor, SessionLimits limits) =>
        (await ChangeAsync(key, s => (s ?? Begin(key, token, actor, limits)).Used(_time.GetUtcNow(), limits)).ConfigureAwait(false))!;

    /// <summary>Changes a session, and makes known what others must not overlook: that it is over, or that its limits are shorter.</summary>
    private async Task<StoredSession?> ChangeAsync(SessionKey key, Func<StoredSession?, StoredSession?> decide)
    {
        StoredSession? before = null;
        var after = await _store.ChangeAsync(key, s => decide(before = s), CancellationToken.None).ConfigureAwait(false);
        Audit(before, after);
        if (after is { EndedAt: not null } && before?.EndedAt is null)
            await TombstoneAsync(after).ConfigureAwait(false);
        else if (before is not null && after is not null && (after.Idle < before.Idle || after.EndsAt < before.EndsAt))
            await _notices.TellAsync(SessionNotices.Of(key)).ConfigureAwait(false);
        return after;
    }

    // The row itself says who, for whom and how long, and was written before anything was answered (S29).
    private void Audit(StoredSession? before, StoredSession? after)
    {
        if (after is not { Actor.Length: > 0 })
            return;
        if (before is null)
            _events?.Report(SecurityEventKinds.ImpersonationStarted, $"as {after.Subject} at {after.Key.Issuer}", after.Actor);
        if (after.EndedAt is not null && before?.EndedAt is null)
            _events?.Report(SecurityEventKinds.ImpersonationEnded, $"as {after.Subject} at {after.Key.Issuer}: {after.End}", after.Actor);
    }

    // By the row itself it is refused from now on wherever limits are looked at; by the record of revocations everywhere else, and open streams end.
    private async Task TombstoneAsync(StoredSession session)
    {
        AuthLog.SessionOver(_log, session.End.GetValueOrDefault().ToString());
        _events?.Report(SecurityEventKinds.SessionTimedOut, $"{session.End} of {Fingerprint.Of(session.Key.Issuer, session.Key.Id)} at {session.Key.Issuer}");
        try
        {
            await _revocations.EndAsync(session.Key, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            AuthLog.SessionNotTombstoned(_log, e.GetType().Name);
        }

        await _notices.TellAsync(SessionNotices.Of(session.Key)).ConfigureAwait(false);
    }

    private StoredSession Begin(SessionKey key, ValidatedToken token, string actor, SessionLimits limits)
    {
        var now = _time.GetUtcNow();
        var started = StartOf(token, key.Id) is { } start && start < now ? start : now;
        return new()
        {
            Key = key,
            Subject = token.Subject,
            Actor = actor,
            StartedAt = started,
            SeenAt = now,
            Idle = limits.Idle,
            EndsAt = started + limits.Absolute,
            ExpiresAt = _revocations.SessionsEnd(key.Issuer),
        };
    }

    // When the provider's session began, or the cookie; a token of a session that says nothing begins it now.
    private DateTimeOffset? StartOf(ValidatedToken token, string id) =>
        token.SessionId is null ? token.IssuedAt
        : _revocations.TellsItsTime(token.Issuer, id) && ClerkId.TryReadTime(id, out var time) && time < (token.AuthenticatedAt ?? DateTimeOffset.MaxValue) ? time
        : token.AuthenticatedAt;

    private bool IsSettled(StoredSession known) => known.EndedAt is not null || ReferenceEquals(known, known.At(_time.GetUtcNow()));

    // The session of one person is no credential of another, and nobody comes into it or leaves it for another.
    private static SessionRefusalReason? Judge(StoredSession session, ValidatedToken token, string actor) =>
        session.Subject != token.Subject || session.Actor != actor ? SessionRefusalReason.SessionEnded
        : session.End switch
        {
            null => null,
            SessionEnd.Idle => SessionRefusalReason.SessionIdle,
            SessionEnd.Absolute => SessionRefusalReason.SessionTooOld,
            _ => SessionRefusalReason.SessionEnded,
        };

    private Task ChangedAsync(SessionKey key)
    {
        Forget(key);
        return _notices.TellAsync(SessionNotices.Of(key));
    }

    private void Forget(SessionKey key) => _remembered.Forget(key);
}
