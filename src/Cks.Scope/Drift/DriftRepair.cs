using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Writes the copies of one key that have drifted.</summary>
internal sealed class DriftRepair(DriftedKey key, QueryReader reader, SqlDatabase database)
{
    // What one statement may name, and short enough for whoever waits for one of the rows.
    private const int Batch = 500;
    private const int Attempts = 5;

    private readonly List<DriftedRow> _examples = [];

    public async Task<ScopeKeyDrift> RunAsync(int mostExamples, CancellationToken cancellationToken)
    {
        var (rows, last) = (0L, (Drift?)null);
        List<Drift> found;
        do
        {
            found = await reader.ReadListAsync(key.Page(last, Batch), key.Read, cancellationToken).ConfigureAwait(false);
            foreach (var group in found.GroupBy(d => (d.Tenant, d.IsTest)))
            {
                var repaired = await RetryAsync([.. group], cancellationToken).ConfigureAwait(false);
                rows += repaired.Count;
                _examples.AddRange(repaired.Take(mostExamples - _examples.Count).Select(d => d.ToRow()));
            }

            last = found.LastOrDefault();
        }
        while (found.Count == Batch);
        return new(key.Key, rows) { Examples = _examples };
    }

    // Somebody who writes the same rows in another order may have to be let through.
    private async Task<List<Drift>> RetryAsync(Drift[] found, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RepairAsync(found, cancellationToken).ConfigureAwait(false);
            }
            catch (DbException e) when (e.IsTransient && attempt < Attempts)
            {
            }
        }
    }

    /// <summary>
    /// Holds the rows and only then asks what their chains say. Whoever moves a parent and came before has committed and is seen; whoever comes later waits for the rows, and writes them when this is done.
    /// Nothing else is held, so nobody who waits for one of the rows is waited for.
    /// </summary>
    private async Task<List<Drift>> RepairAsync(Drift[] found, CancellationToken cancellationToken)
    {
        var transaction = await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await transaction.ReadAsync(key.Named(found).OrderBy(key.Key.Entity.Key).Select(key.Key.Entity.Key).ForUpdate(), _ => { }, cancellationToken).ConfigureAwait(false);
            var still = new List<Drift>();
            await transaction.ReadAsync(key.Among(found), row => still.Add(key.Read(row)), cancellationToken).ConfigureAwait(false);
            foreach (var same in still.GroupBy(d => d.Said))
                await transaction.ExecuteAsync(Write.Update(key.Named(same)).Set(key.Key.Column, same.Key), cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return still;
        }
    }
}
