using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// Compares the copied keys of a model with the chains of parents that they are copied from, and writes them anew. A chain is followed within the row's tenant and test class, archived rows included; the copy is
/// what stands in the last parent, and nothing where a parent on the way is missing.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="reader">Reads; its budget must allow for a comparison of whole tables.</param>
/// <param name="database">Writes; of the same database.</param>
public sealed class ScopeDrift(ScopeModel model, QueryReader reader, SqlDatabase database)
{
    private const int MostExamples = 5;

    /// <summary>Counts the rows that have drifted, for each copied key of the model in the order of the document. All of one instant; nothing is written.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="DbException">The database refused or could not be reached.</exception>
    public async Task<IReadOnlyList<ScopeKeyDrift>> CheckAsync(CancellationToken cancellationToken = default)
    {
        DriftedKey[] keys = [.. model.ScopeKeys.Select(k => new DriftedKey(model, k))];
        var (counts, examples) = (new long[keys.Length], keys.Select(_ => new List<DriftedRow>()).ToArray());
        await reader.ReadAsync([.. keys.Select(k => k.Rows.Count()), .. keys.Select(k => k.Page(null, MostExamples))], Add, cancellationToken).ConfigureAwait(false);
        return [.. keys.Select((k, i) => new ScopeKeyDrift(k.Key, counts[i]) { Examples = examples[i] })];

        void Add(int query, DbDataReader row)
        {
            if (query < keys.Length)
                counts[query] = row.GetInt64(0);
            else
                examples[query - keys.Length].Add(keys[query - keys.Length].Read(row).ToRow());
        }
    }

    /// <summary>
    /// Writes the copies that have drifted, some hundred rows in a transaction, which holds them and only then asks what their chains say. Others may move rows meanwhile, as long as they write the copies in the
    /// transaction of the move, whatever these hold. What is interrupted is repaired as far as it came.
    /// </summary>
    /// <param name="cancellationToken">Stops between or within transactions.</param>
    /// <returns>How many rows were written for each copied key, in the order of the document.</returns>
    /// <exception cref="DbException">The database refused or could not be reached.</exception>
    public async Task<IReadOnlyList<ScopeKeyDrift>> RepairAsync(CancellationToken cancellationToken = default)
    {
        var repaired = new List<ScopeKeyDrift>();
        foreach (var key in model.ScopeKeys)
            repaired.Add(await new DriftRepair(new(model, key), reader, database).RunAsync(MostExamples, cancellationToken).ConfigureAwait(false));
        return repaired;
    }
}
