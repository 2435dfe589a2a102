using System.Numerics;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>
/// Views that were composed lately, by the <see cref="DecisionContext"/> of whoever asked: a table of fixed size in which each has four places, read without locks. A view counts for the very permissions and documents
/// that it was made of, and until it ends (S06).
/// </summary>
internal sealed class HubViewCache(int most)
{
    private const int Ways = 4;
    private readonly Place[] _table = new Place[most == 0 ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(most, Ways))];
    private Snapshot<HubDocuments>? _newest;

    /// <summary>How many views there is room for.</summary>
    public int Room => _table.Length;

    /// <summary>The view, where it is there and counts.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="basis">What they may do; see <see cref="Decision.Basis"/>.</param>
    /// <param name="documents">The documents in use.</param>
    /// <param name="now">The moment.</param>
    public HubView? Find(DecisionContext context, object basis, Snapshot<HubDocuments> documents, DateTimeOffset now)
    {
        var hash = context.GetHashCode();
        foreach (ref var place in PlacesOf(hash))
            if (place.Hash == hash && Volatile.Read(ref place.Kept) is { } kept && kept.Context.Equals(context))
                return ReferenceEquals(kept.Basis, basis) && ReferenceEquals(kept.Documents, documents) && now < kept.View.Until ? kept.View : null;
        return null;
    }

    /// <summary>Keeps a view in the place of the one of the same context, of one that is over, or of the one that ends first.</summary>
    public void Keep(DecisionContext context, object basis, Snapshot<HubDocuments> documents, HubView view, DateTimeOffset now)
    {
        if (Room == 0 || view.Until <= now)
            return;
        // What was made of other documents is found no more, and would keep them all in memory.
        if (!ReferenceEquals(Interlocked.Exchange(ref _newest, documents), documents))
            Array.Clear(_table);
        ref var place = ref BestPlace(context, now);
        Volatile.Write(ref place.Kept, new(context, basis, documents, view));
        Volatile.Write(ref place.Hash, context.GetHashCode());
    }

    private Span<Place> PlacesOf(int hash) => Room == 0 ? [] : _table.AsSpan(hash & (_table.Length - 1) & ~(Ways - 1), Ways);

    private ref Place BestPlace(DecisionContext context, DateTimeOffset now)
    {
        var places = PlacesOf(context.GetHashCode());
        ref var best = ref places[0];
        var until = DateTimeOffset.MaxValue;
        foreach (ref var place in places)
            if (Volatile.Read(ref place.Kept) is { } kept && kept.Context.Equals(context))
                return ref place;
        foreach (ref var place in places)
        {
            if (Volatile.Read(ref place.Kept) is not { } kept || kept.View.Until <= now)
                return ref place;
            if (kept.View.Until < until)
            {
                best = ref place;
                until = kept.View.Until;
            }
        }

        return ref best;
    }

    /// <summary>A place, with the hash of whose view stands there, so that one that is not asked for is not touched.</summary>
    private struct Place
    {
        public int Hash;
        public Kept? Kept;
    }

    private sealed record Kept(DecisionContext Context, object Basis, Snapshot<HubDocuments> Documents, HubView View);
}
