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
    private readonly ImpersonationRefusals _refusals;
    private readonly TimeProvider _time;
    private readonly SecurityEvents? _events;
    private readonly ILogger _log;
    private readonly Remembered<SessionKey, ReadSession> _remembered;

    public Sessions(
        ISessionStore store, Revocations revocations, SessionNotices notices, ImpersonationRefusals refusals, IOptions<CksSessionOptions> options, TimeProvider time, ILogger<Sessions>? logger = null, SecurityEvents? events = null)
    {
        (_store, _revocations, _notices, _refusals, _options, _time, _events) = (store, revocations, notices, refusals, options.Value, time, events);
        _log = logger ?? NullLogger<Sessions>.Instance;
        _remembered = new(_options.Remembered, _options.TouchInterval, time, _ => true);
        _notices.SessionChanged += key => Forget(key);
        _notices.Unknown += () => _remembered.Forget(_ => true);
    }

    public int Count => _remembered.Count;

    public async ValueTask<IReadOnlyList<StoredSession>> OfAsync(string issuer, string subject, CancellationToken cancellationToken = default)
    {
        var (all, now) = (await _store.OfAsync(issuer, subject, cancellationToken).ConfigureAwait(false), _time.GetUtcNow());
        // Some are over by now although nobody came to find them so, or were ended by the provider.
        return [.. all.Where(s => s.At(now).EndedAt is null && !IsRevoked(s, now))];
    }

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

        // Nobody who is signed out goes on in another's place (S12).
        var actor = new SessionActor(issuer, subject).ToText();
        do
        {
            all = await _store.ActingAsync(actor, cancellationToken).ConfigureAwait(false);
            foreach (var session in all)
                await EndAsync(session.Key, cancellationToken).ConfigureAwait(false);
        }
        while (all.Count == CksSessions.MostListed);
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

    public ValueTask<SessionRefusalReason?> UseAsync(ValidatedToken token, UserSession session, string? hub = null, CancellationToken cancellationToken = default) =>
        VisitAsync(token, session, new(hub), isUse: true, cancellationToken);

    /// <summary>Why a session may not be used now, or <see langword="null"/>.</summary>
    /// <param name="token">The token.</param>
    /// <param name="session">Who it is.</param>
    /// <param name="place">Where it is used.</param>
    /// <param name="isUse">Whether its person does something by it; what a browser does by itself keeps no session alive.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<SessionRefusalReason?> VisitAsync(ValidatedToken token, UserSession session, SessionPlace place, bool isUse, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(session);
        if (LacksActor(token, session))
            return NobodyAsync(token, session);
        if (KeyOf(token) is not { } key)
            return new(_options.UnnamedReason is null || session.Actor is not null ? SessionRefusalReason.SessionUnnamed : null);
        return JudgeAsync(key, SessionHolder.Of(token, session), _options.VisitOf(session, place, isUse), cancellationToken);
    }

    /// <summary>Why a session is over although nobody uses it, or <see langword="null"/>: for a connection on which nothing happens.</summary>
    public ValueTask<SessionRefusalReason?> LookAsync(ValidatedToken token, UserSession session, CancellationToken cancellationToken)
    {
        if (LacksActor(token, session))
            return NobodyAsync(token, session);
        if (KeyOf(token) is not { } key)
            return new(_options.UnnamedReason is null ? SessionRefusalReason.SessionUnnamed : null);
        return JudgeAsync(key, SessionHolder.Of(token, session), null, cancellationToken);
    }

    /// <summary>Whether a session of somebody else is over, such as the own one of whoever acts in another's place. One that is not known here is not.</summary>
    /// <exception cref="Exception">The store cannot be reached.</exception>
    public async ValueTask<bool> IsOverAsync(ValidatedToken token, CancellationToken cancellationToken)
    {
        var own = new SessionHolder(token, "");
        return await FindAsync(own, cancellationToken).ConfigureAwait(false) is { } session && Judge(session, own) is not null;
    }

    /// <summary>The session of a token as it was read lately, whosever it is; <see langword="null"/> where nobody has used it.</summary>
    /// <exception cref="Exception">The store cannot be reached.</exception>
    public async ValueTask<StoredSession?> FindAsync(SessionHolder holder, CancellationToken cancellationToken)
    {
        if (KeyOf(holder.Token) is not { } key)
            return null;
        var read = _remembered.Find(key) is { } known && (known.Session is null || IsSettled(known.Session))
            ? known
            : await _remembered.LoadAsync(key, _ => AskAsync(key, holder, null), cancellationToken).ConfigureAwait(false);
        return read.Session?.At(_time.GetUtcNow());
    }

    /// <summary>Ends the session in which somebody acts who may no longer, or for whom nobody may; one of anybody else stays (S12).</summary>
    /// <exception cref="Exception">The store cannot be reached.</exception>
    public async ValueTask EndActingAsync(SessionHolder holder)
    {
        if (await FindAsync(holder, CancellationToken.None).ConfigureAwait(false) is not { EndedAt: null } known || !holder.Has(known))
            return;
        await ChangeAsync(known.Key, holder.Token, s => s is not null && holder.Has(s) ? s.Ended(_time.GetUtcNow(), SessionEnd.ActorLost) : s).ConfigureAwait(false);
        Forget(known.Key);
    }

    // A scheme that did not ask who acts, and whether they may, makes nobody the plain person (S12).
    private static bool LacksActor(ValidatedToken token, UserSession session) => token.IsImpersonated && session.Actor is null;

    private ValueTask<SessionRefusalReason?> NobodyAsync(ValidatedToken token, UserSession session) =>
        RefuseAsync(new(token, token.TryReadActor(out var actor, out _) ? actor.ToText() : "", session.Tenant.Value), SessionRefusalReason.ImpersonationRefused);

    /// <param name="key">Which session.</param>
    /// <param name="holder">Who asks.</param>
    /// <param name="visit">What they ask; <see langword="null"/> for whether it stands.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private ValueTask<SessionRefusalReason?> JudgeAsync(SessionKey key, SessionHolder holder, SessionVisit? visit, CancellationToken cancellationToken)
    {
        if (_remembered.Find(key) is { } known)
        {
            var (isEnough, mayStay) = Fits(known, holder, visit);
            // That it is refused here is never said from memory: it may have been used elsewhere.
            if (isEnough && Conclude(known.Session!, holder, visit) is var reason && reason != SessionRefusalReason.SessionHubLimit)
                return AnswerAsync(known.Session!, holder, reason);
            if (!mayStay)
                Forget(key);
        }

        return new(ReadAsync(key, holder, visit, cancellationToken));
    }

    private async Task<SessionRefusalReason?> ReadAsync(SessionKey key, SessionHolder holder, SessionVisit? visit, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            var read = await _remembered.LoadAsync(key, _ => AskAsync(key, holder, visit), cancellationToken).ConfigureAwait(false);
            // A connection is opened by a request that makes the session known; a store that does not know it any more has lost it.
            if (read.Session is null && visit is null)
                return SessionRefusalReason.SessionEnded;
            var (isEnough, mayStay) = Fits(read, holder, visit);
            if (isEnough)
                return await AnswerAsync(read.Session!, holder, Conclude(read.Session!, holder, visit)).ConfigureAwait(false);
            // It was read for a request that asks less, or a limit was reached while the store answered.
            if (!mayStay)
                Forget(key);
        }

        var last = (await AskAsync(key, holder, visit).WaitAsync(cancellationToken).ConfigureAwait(false)).Session?.At(_time.GetUtcNow());
        return last is null ? SessionRefusalReason.SessionEnded : await AnswerAsync(last, holder, Conclude(last, holder, visit)).ConfigureAwait(false);
    }

    // Whoever acts and comes with a session of another is told of as one who may not.
    private ValueTask<SessionRefusalReason?> AnswerAsync(StoredSession session, SessionHolder holder, SessionRefusalReason? reason) =>
        holder.Actor.Length == 0 || holder.Has(session) ? new(reason) : RefuseAsync(holder, reason);

    private async ValueTask<SessionRefusalReason?> RefuseAsync(SessionHolder holder, SessionRefusalReason? reason)
    {
        await _refusals.AddAsync(holder.Token, holder.Actor, holder.Tenant).ConfigureAwait(false);
        return reason;
    }

    private async Task<ReadSession> AskAsync(SessionKey key, SessionHolder holder, SessionVisit? visit)
    {
        var isUse = false;
        var session = await ChangeAsync(key, holder.Token, s =>
        {
            isUse = false;
            // Nothing of a session changes for a stranger.
            if (s is not null && !holder.Has(s))
                return s;
            var now = _time.GetUtcNow();
            if (visit is not { } asked)
                return s?.At(now);
            isUse = s is null || (asked.IsUse && !asked.IsRefused(s, now));
            return asked.After(s ?? Begin(key, holder, asked.Own), now);
        }).ConfigureAwait(false);
        return new(session, isUse);
    }

    /// <summary>Whether what was read says all that is asked, and whether it still holds for others where it does not.</summary>
    private (bool IsEnough, bool MayStay) Fits(ReadSession read, SessionHolder holder, SessionVisit? visit)
    {
        if (read.Session is not { } session)
            return (false, true);
        if (!holder.Has(session))
            // Whether it is over is not theirs to know.
            return (true, true);
        if (!IsSettled(session))
            return (false, false);
        if (session.EndedAt is not null || visit is not { } asked)
            return (true, true);
        if (asked.IsRefused(session, _time.GetUtcNow()))
            return (true, true);
        return session.Keeps(asked.Kept) ? (read.IsUse || !asked.IsUse, true) : (false, false);
    }

    private SessionRefusalReason? Conclude(StoredSession session, SessionHolder holder, SessionVisit? visit) =>
        Judge(session, holder) ?? (visit is { } asked && asked.IsRefused(session, _time.GetUtcNow()) ? SessionRefusalReason.SessionHubLimit : null);

    /// <summary>Changes a session, and makes known what others must not overlook: that it is over, or that its limits are shorter.</summary>
    private async Task<StoredSession?> ChangeAsync(SessionKey key, ValidatedToken token, Func<StoredSession?, StoredSession?> decide)
    {
        StoredSession? before = null;
        var after = await _store.ChangeAsync(key, s => decide(before = s), CancellationToken.None).ConfigureAwait(false);
        Audit(before, after);
        if (after is { EndedAt: not null } && before?.EndedAt is null)
            await FoundOverAsync(after, token).ConfigureAwait(false);
        else if (after is { End: SessionEnd.Idle or SessionEnd.Absolute or SessionEnd.ActorLost } && !IsRevoked(after, _time.GetUtcNow()))
            // It was found over before, and perhaps the record did not take it then.
            await TombstoneAsync(after, token, isNew: false).ConfigureAwait(false);
        else if (before is null && after is { Actor.Length: > 0 })
            // Whoever was refused in it a moment ago is known to other hosts as in none.
            await _notices.TellAsync(SessionNotices.Of(key)).ConfigureAwait(false);
        else if (before is not null && after is not null && (after.Idle < before.Idle || after.EndsAt < before.EndsAt))
            await _notices.TellAsync(SessionNotices.Of(key)).ConfigureAwait(false);
        return after;
    }

    // The store has written it with the session, before anything is answered (S29).
    private void Audit(StoredSession? before, StoredSession? after)
    {
        if (after is not { Actor.Length: > 0 })
            return;
        if (before is null)
            _events?.Report(SecurityEventKinds.ImpersonationStarted, $"as {after.Subject} at {after.Key.Issuer}", after.Actor, after.Tenant);
        if (after.EndedAt is not null && before?.EndedAt is null)
            _events?.Report(SecurityEventKinds.ImpersonationEnded, $"as {after.Subject} at {after.Key.Issuer}: {after.End}", after.Actor, after.Tenant);
    }

    // By the row itself it is refused from now on wherever limits are looked at; by the record of revocations everywhere else, and open streams end.
    private async Task FoundOverAsync(StoredSession session, ValidatedToken token)
    {
        AuthLog.SessionOver(_log, session.End.GetValueOrDefault().ToString());
        if (session.End != SessionEnd.ActorLost)
            _events?.Report(SecurityEventKinds.SessionTimedOut, $"{session.End} of {Fingerprint.Of(session.Key.Issuer, session.Key.Id)} at {session.Key.Issuer}");
        await TombstoneAsync(session, token, isNew: true).ConfigureAwait(false);
        await _notices.TellAsync(SessionNotices.Of(session.Key)).ConfigureAwait(false);
    }

    private async Task TombstoneAsync(StoredSession session, ValidatedToken token, bool isNew)
    {
        try
        {
            if (!isNew)
                await _revocations.PullAsync(CancellationToken.None).ConfigureAwait(false);
            if (isNew || !IsRevoked(session, _time.GetUtcNow()))
                await _revocations.TimedOutAsync(session.Key, isCookie: token.SessionId is null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            AuthLog.SessionNotTombstoned(_log, e.GetType().Name);
        }
    }

    // As of a token that is issued now: what ended the session itself counts, and not a log-out of everywhere before it.
    private bool IsRevoked(StoredSession session, DateTimeOffset now) =>
        ValidatedToken.TryRestore(session.Key.Issuer, session.Subject, session.Key.Id, now, now, out var token) && _revocations.Check(token.With(session.Key.Id, now)) == RevocationState.Revoked;

    private StoredSession Begin(SessionKey key, SessionHolder holder, SessionLimits limits)
    {
        var now = _time.GetUtcNow();
        var started = StartOf(holder.Token, key.Id) is { } start && start < now ? start : now;
        return new()
        {
            Key = key,
            Subject = holder.Token.Subject,
            Actor = holder.Actor,
            Tenant = holder.Tenant,
            StartedAt = started,
            SeenAt = now,
            Idle = limits.Idle,
            EndsAt = started + limits.Absolute,
            ExpiresAt = _revocations.SessionsEnd(key.Issuer),
        };
    }

    // When the provider's session began or the cookie was made, whichever is known and earliest; a token of a session that says nothing begins it now.
    private DateTimeOffset? StartOf(ValidatedToken token, string id)
    {
        var start = token.IsRestored ? Earlier(token.IssuedAt, token.AuthenticatedAt) : token.AuthenticatedAt;
        return token.SessionId is not null && _revocations.TellsItsTime(token.Issuer, id) && ClerkId.TryReadTime(id, out var time) ? Earlier(start, time) : start;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private bool IsSettled(StoredSession known) => known.EndedAt is not null || ReferenceEquals(known, known.At(_time.GetUtcNow()));

    private static SessionRefusalReason? Judge(StoredSession session, SessionHolder holder) =>
        !holder.Has(session) ? SessionRefusalReason.SessionEnded
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
