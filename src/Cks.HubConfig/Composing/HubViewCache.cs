using System.Numerics;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>
/// Views that were composed lately, by the <see cref="DecisionContext"/> of whoever asked. A view counts for the very permissions and documents that it was made of, from the moment at which it was made until it ends
/// (S06). Those of older documents or of an older policy are let go when the first one of newer ones is kept.
/// </summary>
/// <param name="people">For how many there is room; 0 keeps nothing.</param>
/// <param name="mostBytes">How many bytes of JSON it keeps at most; with more it begins anew. <see langword="null"/>: <see cref="BytesEach"/> for each of them.</param>
internal sealed class HubViewCache(int people, long? mostBytes = null)
{
    /// <summary>What a view takes on the average at most.</summary>
    public const int BytesEach = 16_384;

    /// <summary>What one view takes at most: a larger one is composed each time.</summary>
    public const int LargestView = 262_144;

    // So that of a thousand people who are spread by chance only a few share their four places with more than three others.
    private const int PlacesEach = 4;

    private readonly int _places = people == 0 ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)people * PlacesEach);
    private readonly long _mostBytes = mostBytes ?? (long)people * BytesEach;
    private HubViewTable? _table;

    /// <summary>How many bytes of JSON it keeps.</summary>
    public long Bytes => Volatile.Read(ref _table)?.Bytes ?? 0;

    /// <summary>The view, where it is there and counts.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="basis">What they may do; see <see cref="Decision.Basis"/>.</param>
    /// <param name="documents">The documents in use.</param>
    /// <param name="now">The moment.</param>
    public HubView? Find(DecisionContext context, object basis, Snapshot<HubDocuments> documents, DateTimeOffset now) => Volatile.Read(ref _table) is { } table
        && ReferenceEquals(table.Documents, documents) && table.Find(context) is { } kept && ReferenceEquals(kept.Basis, basis) && kept.Counts(now) ? kept.View : null;

    /// <summary>Keeps a view, unless it is over already, too large, or made of what is not in use any more.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="basis">What they may do.</param>
    /// <param name="documents">The documents that it was made of.</param>
    /// <param name="view">The view.</param>
    /// <param name="made">When it was made.</param>
    public void Keep(DecisionContext context, object basis, Snapshot<HubDocuments> documents, HubView view, DateTimeOffset made)
    {
        var kept = new KeptView(context, basis, view, made);
        if (_places == 0 || !kept.Counts(made) || view.Json.Length > Math.Min(LargestView, _mostBytes))
            return;
        TableOf(documents, view.PolicyVersion)?.Keep(kept);
    }

    private HubViewTable? TableOf(Snapshot<HubDocuments> documents, SnapshotVersion policy)
    {
        while (true)
        {
            var table = Volatile.Read(ref _table);
            if (table is not null)
            {
                // A request that began before a swap does not undo it.
                if (documents.Version.Sequence < table.Documents.Version.Sequence || policy.Sequence < table.Policy.Sequence)
                    return null;
                if (ReferenceEquals(table.Documents, documents) && table.Policy == policy && table.Bytes <= _mostBytes)
                    return table;
            }

            var fresh = new HubViewTable(_places, documents, policy);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _table, fresh, table), table))
                return fresh;
        }
    }
}
