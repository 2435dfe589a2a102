namespace Cks.Auth.Tests;

/// <summary>A store that counts what is asked of it and may be down.</summary>
internal sealed class CountingSessionStore(ISessionStore store) : ISessionStore
{
    private int _changes;

    public int Changes => Volatile.Read(ref _changes);

    public bool IsDown { get; set; }

    /// <summary>Happens between what was decided and the answer.</summary>
    public Action? Answering { get; set; }

    public async ValueTask<StoredSession?> ChangeAsync(SessionKey key, Func<StoredSession?, StoredSession?> decide, CancellationToken cancellationToken = default)
    {
        if (IsDown)
            throw new IOException("The database is down.");
        Interlocked.Increment(ref _changes);
        var decided = await store.ChangeAsync(key, decide, cancellationToken);
        Answering?.Invoke();
        return decided;
    }

    public ValueTask<IReadOnlyList<StoredSession>> OfAsync(string issuer, string subject, CancellationToken cancellationToken = default) => store.OfAsync(issuer, subject, cancellationToken);

    public ValueTask<int> EndAllAsync(string issuer, string subject, DateTimeOffset at, SessionEnd why, CancellationToken cancellationToken = default) => store.EndAllAsync(issuer, subject, at, why, cancellationToken);

    public ValueTask<IReadOnlyList<StoredSession>> ActingAsync(string actor, CancellationToken cancellationToken = default) => store.ActingAsync(actor, cancellationToken);

    public ValueTask NoteAsync(ImpersonationRecord record, CancellationToken cancellationToken = default) => IsDown ? throw new IOException("The database is down.") : store.NoteAsync(record, cancellationToken);

    public ValueTask<IReadOnlyList<ImpersonationRecord>> ImpersonationsAsync(ImpersonationQuery query, CancellationToken cancellationToken = default) => store.ImpersonationsAsync(query, cancellationToken);
}
