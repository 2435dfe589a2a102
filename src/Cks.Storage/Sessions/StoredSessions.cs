using Cks.Auth;
using Cks.QueryBuilder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cks.Storage;

/// <summary>Sessions in a database. Whoever changes one holds its row from before it is read until it is committed; of two who begin one the second finds it begun.</summary>
internal sealed class StoredSessions(StorageDatabase database, TimeProvider time, ILogger<StoredSessions>? logger = null) : ISessionStore
{
    // Between two tries a row would have to be added and deleted again.
    private const int Tries = 5;

    private readonly SessionTable _table = database.Tables.Sessions;
    private readonly ImpersonationTable _acts = database.Tables.Impersonations;
    private readonly ExpiredRows _expired = new(database, time, logger ?? NullLogger<StoredSessions>.Instance);

    public async ValueTask<StoredSession?> ChangeAsync(SessionKey key, Func<StoredSession?, StoredSession?> decide, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(decide);
        for (var i = 0; i < Tries; i++)
        {
            var (isDone, session, isNew) = await TryChangeAsync(key, decide, cancellationToken).ConfigureAwait(false);
            if (isNew)
                await _expired.TidyAsync(by => _expired.DeleteAsync(_table.Table, _table.ExpiresAt, by, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (isDone)
                return session;
        }

        throw new InvalidOperationException("A session comes and goes in the database faster than it can be read.");
    }

    public async ValueTask<IReadOnlyList<StoredSession>> OfAsync(string issuer, string subject, CancellationToken cancellationToken = default) =>
        await database.Reads.RowsAsync(
            _table.Of(issuer, subject).Select(_table.All).OrderByDesc(_table.SeenAt).OrderBy(_table.Id).Limit(CksSessions.MostListed), _table.Read, cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<StoredSession>> ActingAsync(string actor, CancellationToken cancellationToken = default) =>
        await database.Reads.RowsAsync(_table.Acting(actor).Select(_table.All).OrderByDesc(_table.SeenAt).OrderBy(_table.Id).Limit(CksSessions.MostListed), _table.Read, cancellationToken).ConfigureAwait(false);

    public async ValueTask<int> EndAllAsync(string issuer, string subject, DateTimeOffset at, SessionEnd why, CancellationToken cancellationToken = default)
    {
        var transaction = await database.Writes.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var count = await transaction.ExecuteAsync(_table.Ended(_table.Of(issuer, subject), at, why), cancellationToken).ConfigureAwait(false);
            var acted = new List<StoredSession>();
            await transaction.RowsAsync(_table.ActedAndEnded(issuer, subject, at).Select(_table.All), row => acted.Add(_table.Read(row)), cancellationToken).ConfigureAwait(false);
            // One that had ended at the same moment before has its row already.
            foreach (var ended in acted)
                await AuditAsync(transaction, ended with { EndedAt = null, End = null }, ended, isMaybeThere: true, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return count;
        }
    }

    public async ValueTask NoteAsync(ImpersonationRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Act != ImpersonationAct.Refused)
            throw new ArgumentException("Only a refusal is of no session.", nameof(record));
        await database.WriteAsync([_acts.Insert(record)], cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<ImpersonationRecord>> ImpersonationsAsync(ImpersonationQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await database.Reads.RowsAsync(_acts.Of(query), _acts.Read, cancellationToken).ConfigureAwait(false);
    }

    // A row that cannot be added takes the change back with it (S29).
    private async Task AuditAsync(SqlTransaction transaction, StoredSession? before, StoredSession after, bool isMaybeThere, CancellationToken cancellationToken)
    {
        foreach (var act in ImpersonationRecord.Between(before, after))
            await transaction.ExecuteAsync(isMaybeThere ? _acts.Insert(act).OrSkip() : _acts.Insert(act), cancellationToken).ConfigureAwait(false);
    }

    private async Task<(bool IsDone, StoredSession? Session, bool IsNew)> TryChangeAsync(SessionKey key, Func<StoredSession?, StoredSession?> decide, CancellationToken cancellationToken)
    {
        var transaction = await database.Writes.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            StoredSession? before = null;
            await transaction.RowsAsync(_table.Of(key).Select(_table.All).ForUpdate(), row => before = _table.Read(row), cancellationToken).ConfigureAwait(false);
            var after = decide(before);
            if (after is null || after == before)
                return (true, after, false);
            if (after.Key != key)
                throw new ArgumentException("A session does not become another one.", nameof(decide));
            var write = before is null ? _table.Insert(after).OrSkip() : _table.Update(after);
            if (await transaction.ExecuteAsync(write, cancellationToken).ConfigureAwait(false) == 0)
                return default;
            await AuditAsync(transaction, before, after, isMaybeThere: false, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return (true, after, before is null);
        }
    }
}
