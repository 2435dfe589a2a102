using Cks.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Adds to the record, tells others, and keeps the list of this host up to date.</summary>
internal sealed class Revocations(
    IRevocationStore store, RevocationList list, IOptions<RevocationOptions> options, IssuerRegistry issuers, TimeProvider time, ILogger<Revocations>? logger = null,
    IChangeBus? bus = null, SecurityEvents? events = null) : IRevocations, IRevocationCheck
{
    /// <summary>Topic of the notices that the record has grown.</summary>
    public const string Topic = "cks.revocations";

    private const int LongestId = 255;
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan NoticeTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TidyInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LiftLifetime = TimeSpan.FromDays(1);
    private static readonly TimeSpan FarthestFuture = TimeSpan.FromMinutes(5);

    private readonly ILogger _log = logger ?? NullLogger<Revocations>.Instance;

    // A store of this very process has nothing that is not in the list as well.
    private readonly bool _isLocal = store is InMemoryRevocationStore;
    private readonly long _maxStaleness = options.Value.MaxStaleness.Ticks;
    private Reading? _lastRead;
    private long _reads;
    private long _tidiedAt;

    public long Generation => list.Generation;

    // By the wall clock, which goes on while a machine sleeps; a clock that was set back counts as old as well.
    public bool IsCurrent => _isLocal || (Volatile.Read(ref _lastRead) is { } read && Math.Abs(time.GetUtcNow().UtcTicks - read.At) <= _maxStaleness);

    public RevocationState Check(ValidatedToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        // Before the list: an answer from before a read must not pass for current because of it.
        var isCurrent = IsCurrent;
        return list.IsRevoked(token) ? RevocationState.Revoked : isCurrent ? RevocationState.Clear : RevocationState.Unknown;
    }

    public ValueTask EndSessionAsync(string issuer, string sessionId, CancellationToken cancellationToken = default) =>
        AddAsync(RevocationKind.SessionEnded, issuer, Id(sessionId), Now, SessionsEnd(issuer), cancellationToken);

    /// <summary>Ends a session for good by its name at the provider and, where the provider names none, by that of the cookie.</summary>
    public async ValueTask EndAsync(SessionKey session, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(session.Issuer);
        var (id, at, end) = (Id(session.Id), Now, SessionsEnd(session.Issuer));
        await CommitAsync([new(RevocationKind.SessionEnded, session.Issuer, id, at, end), new(RevocationKind.TokenRevoked, session.Issuer, id, at, end)], null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same for one whose kind of name is known, by whoever reports it as something else than a revocation.</summary>
    public async ValueTask TimedOutAsync(SessionKey session, bool isCookie, CancellationToken cancellationToken) => await CommitAsync(
        [new(isCookie ? RevocationKind.TokenRevoked : RevocationKind.SessionEnded, session.Issuer, Id(session.Id), Now, SessionsEnd(session.Issuer))], null, isReported: true, cancellationToken).ConfigureAwait(false);

    public ValueTask RevokeTokenAsync(string issuer, string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) =>
        // Validators allow for a clock that is behind.
        AddAsync(RevocationKind.TokenRevoked, issuer, Id(tokenId), Now, expiresAt + FarthestFuture, cancellationToken);

    public ValueTask BarSubjectAsync(string issuer, string subject, CancellationToken cancellationToken = default) =>
        AddAsync(RevocationKind.SubjectBarred, issuer, Id(subject), Now, null, cancellationToken);

    public ValueTask LiftSubjectAsync(string issuer, string subject, CancellationToken cancellationToken = default) =>
        AddAsync(RevocationKind.SubjectLifted, issuer, Id(subject), Now, LiftsEnd, cancellationToken);

    public ValueTask SignOutEverywhereAsync(string issuer, string subject, CancellationToken cancellationToken = default) =>
        AddAsync(RevocationKind.IssuedBefore, issuer, Id(subject), Now, SessionsEnd(issuer), cancellationToken);

    public ValueTask RevokeIssuedBeforeAsync(string issuer, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Now + FarthestFuture);
        return AddAsync(RevocationKind.IssuedBefore, issuer, "", WholeMilliseconds(time), SessionsEnd(issuer), cancellationToken);
    }

    public ValueTask RecordSessionAsync(string issuer, string sessionId, DateTimeOffset startedAt, CancellationToken cancellationToken = default) =>
        AddAsync(RevocationKind.SessionStarted, issuer, Id(sessionId), DateTimeOffset.FromUnixTimeMilliseconds(startedAt.ToUnixTimeMilliseconds()), SessionsEnd(issuer), cancellationToken);

    public async ValueTask PullAsync(CancellationToken cancellationToken = default)
    {
        var began = new Reading(Interlocked.Increment(ref _reads), time.GetUtcNow().UtcTicks);
        var position = list.Position;
        var page = await ReadAsync(position.Sequence, cancellationToken).ConfigureAwait(false);
        if (page.LastSequence < position.Sequence)
        {
            AuthLog.RevocationsWentBack(_log);
            list.StartOver(position.Era);
            position = list.Position;
            page = await ReadAsync(0, cancellationToken).ConfigureAwait(false);
        }

        list.Apply(position.Era, page);
        Remember(began);
        var tidiedAt = Volatile.Read(ref _tidiedAt);
        if (began.At - tidiedAt >= TidyInterval.Ticks && Interlocked.CompareExchange(ref _tidiedAt, began.At, tidiedAt) == tidiedAt)
            list.Tidy();
    }

    /// <summary>Adds entries and the webhook that brought them, tells others, and knows them here.</summary>
    public ValueTask<DeliveryReceipt> CommitAsync(IReadOnlyList<Revocation> entries, WebhookDelivery? delivery, CancellationToken cancellationToken) =>
        CommitAsync(entries, delivery, isReported: false, cancellationToken);

    private async ValueTask<DeliveryReceipt> CommitAsync(IReadOnlyList<Revocation> entries, WebhookDelivery? delivery, bool isReported, CancellationToken cancellationToken)
    {
        var receipt = await store.AppendAsync(entries, delivery, cancellationToken).ConfigureAwait(false);
        if (entries.Count == 0)
            return receipt;
        if (!receipt.IsRepeated && !isReported)
            Report(entries);
        // It holds from here on, whatever becomes of the caller. A bus that is slow to take the notice delays nothing here.
        var told = TellOthersAsync();
        try
        {
            await PullAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            await told.ConfigureAwait(false);
        }

        return receipt;
    }

    /// <summary>When no session of today can be left, and no token either.</summary>
    public DateTimeOffset SessionsEnd(string issuer)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        var tokens = issuers.Find(issuer) is { } trusted ? trusted.Options.MaxLifetime + trusted.Options.ClockSkew + trusted.Options.ClockSkew : TimeSpan.Zero;
        var sessions = options.Value.SessionLifetime;
        return Now + (tokens > sessions ? tokens : sessions);
    }

    /// <summary>When no session of today can be left, and no API key either: nobody makes one for whoever is deleted.</summary>
    public DateTimeOffset CredentialsEnd(string issuer)
    {
        var (sessions, keys) = (SessionsEnd(issuer), Now + CksApiKeyOptions.LongestLifetime);
        return sessions > keys ? sessions : keys;
    }

    /// <summary>When every host that runs has heard that somebody was let in again.</summary>
    public DateTimeOffset LiftsEnd => Now + LiftLifetime;

    /// <summary>Whether every host that trusts the issuer as this one does believes the time in a session id.</summary>
    public bool TellsItsTime(string issuer, string sessionId) => issuers.Find(issuer)?.Options.Profile == IssuerProfile.Clerk && ClerkId.TryReadTime(sessionId, out _);

    private DateTimeOffset Now => WholeMilliseconds(time.GetUtcNow());

    private async ValueTask AddAsync(RevocationKind kind, string issuer, string id, DateTimeOffset at, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        await CommitAsync([new(kind, issuer, id, at, expiresAt)], null, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<RevocationPage> ReadAsync(long after, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ReadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // A store that does not listen to the token holds up nobody either.
            return await store.ReadAsync(after, either.Token).AsTask().WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RevocationUnavailableException(e);
        }
    }

    private async Task TellOthersAsync()
    {
        if (bus is null)
            return;
        try
        {
            using var timeout = new CancellationTokenSource(NoticeTimeout, time);
            await bus.PublishAsync(new(Topic, "record"), timeout.Token).AsTask().WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Others find it at their next read.
            AuthLog.NoticeNotSent(_log, e.GetType().Name);
        }
    }

    private void Report(IReadOnlyList<Revocation> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Kind is RevocationKind.SubjectLifted)
                events?.Report(SecurityEventKinds.RevocationLifted, Detail(entry));
            else if (entry.Kind is not (RevocationKind.SessionStarted or RevocationKind.SubjectLiftedByProvider))
                events?.Report(SecurityEventKinds.RevocationAdded, Detail(entry));
        }
    }

    // Which one can be looked up by whoever knows the id, and read by nobody else.
    private static string Detail(Revocation entry) => $"{entry.Kind} of {(entry.Id.Length == 0 ? "everybody" : Fingerprint.Of(entry.Issuer, entry.Id))} at {entry.Issuer}";

    private static string Id(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return id.Length <= LongestId ? id : throw new ArgumentException($"An id has at most {LongestId} characters.", nameof(id));
    }

    /// <summary>Up rather than down: a cutoff refuses what was issued in the same millisecond.</summary>
    private static DateTimeOffset WholeMilliseconds(DateTimeOffset time)
    {
        var down = DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        return down < time ? down.AddMilliseconds(1) : down;
    }

    /// <summary>The latest read is the one that began last, whatever the wall clock said of it: that may be set back.</summary>
    private void Remember(Reading began)
    {
        var known = Volatile.Read(ref _lastRead);
        while ((known is null || known.Number < began.Number) && Interlocked.CompareExchange(ref _lastRead, began, known) is var seen && seen != known)
            known = seen;
    }

    /// <summary>A read, by the order in which they begin, and when it began.</summary>
    private sealed record Reading(long Number, long At);
}
