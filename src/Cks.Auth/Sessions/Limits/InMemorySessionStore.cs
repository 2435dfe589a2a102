namespace Cks.Auth;

/// <summary>The sessions of a single process, which are lost with it.</summary>
internal sealed class InMemorySessionStore(TimeProvider time) : ISessionStore
{
    private static readonly TimeSpan TidyInterval = TimeSpan.FromMinutes(1);

    // Of each; what is older is lost, and with the process all of it is.
    private const int MostActs = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<SessionKey, StoredSession> _sessions = [];
    private readonly Queue<ImpersonationRecord> _acts = new();
    // By themselves, so that whoever is refused drives no act out.
    private readonly Queue<ImpersonationRecord> _refusals = new();
    private DateTimeOffset _tidied = DateTimeOffset.MinValue;

    public ValueTask<StoredSession?> ChangeAsync(SessionKey key, Func<StoredSession?, StoredSession?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Tidy();
            var before = _sessions.GetValueOrDefault(key);
            if (decide(before) is not { } decided)
                return new((StoredSession?)null);
            return decided.Key == key ? new(Keep(before, decided)) : throw new ArgumentException("A session does not become another one.", nameof(decide));
        }
    }

    public ValueTask<IReadOnlyList<StoredSession>> OfAsync(string issuer, string subject, CancellationToken cancellationToken = default)
    {
        lock (_gate)
            return new([.. Of(issuer, subject).OrderByDescending(s => s.SeenAt).Take(CksSessions.MostListed)]);
    }

    public ValueTask<int> EndAllAsync(string issuer, string subject, DateTimeOffset at, SessionEnd why, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var all = Of(issuer, subject).ToList();
            foreach (var session in all)
                Keep(session, session.Ended(at, why));
            return new(all.Count);
        }
    }

    public ValueTask<IReadOnlyList<StoredSession>> ActingAsync(string actor, CancellationToken cancellationToken = default)
    {
        lock (_gate)
            return new([.. _sessions.Values.Where(s => s.EndedAt is null && s.Actor == actor).Take(CksSessions.MostListed)]);
    }

    public ValueTask NoteAsync(ImpersonationRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Act != ImpersonationAct.Refused)
            throw new ArgumentException("Only a refusal is of no session.", nameof(record));
        lock (_gate)
            Add(_refusals, record);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<ImpersonationRecord>> ImpersonationsAsync(ImpersonationQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
        {
            return new([.. _acts.Concat(_refusals).Where(a => query.Asks(a) && (query.Before is not { } before || PlaceOf(a).CompareTo(PlaceOf(before)) < 0))
                .OrderByDescending(PlaceOf).Take(CksSessions.MostListed)]);
        }
    }

    private StoredSession Keep(StoredSession? before, StoredSession after)
    {
        foreach (var act in ImpersonationRecord.Between(before, after))
            Add(_acts, act);
        return _sessions[after.Key] = after;
    }

    private static (DateTimeOffset At, ImpersonationAct Act, Guid Id) PlaceOf(ImpersonationRecord record) => (record.At, record.Act, record.Id);

    private static void Add(Queue<ImpersonationRecord> acts, ImpersonationRecord act)
    {
        acts.Enqueue(act with { Id = Guid.NewGuid() });
        if (acts.Count > MostActs)
            acts.Dequeue();
    }

    private IEnumerable<StoredSession> Of(string issuer, string subject) => _sessions.Values.Where(s => s.EndedAt is null && s.Subject == subject && s.Key.Issuer == issuer);

    private void Tidy()
    {
        var now = time.GetUtcNow();
        if (now - _tidied < TidyInterval)
            return;
        _tidied = now;
        foreach (var (key, session) in _sessions)
        {
            if (session.ExpiresAt <= now)
                _sessions.Remove(key);
        }
    }
}
