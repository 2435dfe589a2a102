using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>The views of one revision of documents and policy: a table of fixed size in which each has four places, read and written without locks. Two that write one place at once keep either one's.</summary>
/// <param name="places">How many; a power of two, four or more.</param>
/// <param name="documents">The documents.</param>
/// <param name="policy">The policy.</param>
internal sealed class HubViewTable(int places, Snapshot<HubDocuments> documents, SnapshotVersion policy)
{
    private const int Ways = 4;
    private const int LargestChunk = 256;

    // In chunks that are made when they are needed: a table that is let go soon costs little.
    private readonly int _chunk = Math.Min(places, LargestChunk);
    private readonly Place[]?[] _chunks = new Place[]?[Math.Max(1, places / LargestChunk)];
    private long _bytes;

    public Snapshot<HubDocuments> Documents => documents;

    public SnapshotVersion Policy => policy;

    /// <summary>How many bytes of JSON its views have.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public KeptView? Find(DecisionContext context)
    {
        var hash = context.GetHashCode();
        if (Volatile.Read(ref ChunkOf(hash)) is not { } chunk)
            return null;
        foreach (ref var place in PlacesOf(chunk, hash))
            if (place.Hash == hash && Volatile.Read(ref place.Kept) is { } kept && kept.Context.Equals(context))
                return kept;
        return null;
    }

    /// <summary>Keeps a view in the place of the one of the same context, in a free one, or in that of the one that ends first; what is over beside it is let go.</summary>
    public void Keep(KeptView kept)
    {
        var hash = kept.Context.GetHashCode();
        ref var chunk = ref ChunkOf(hash);
        var made = Volatile.Read(ref chunk) ?? new Place[_chunk];
        made = Interlocked.CompareExchange(ref chunk, made, null) ?? made;
        ref var place = ref BestPlace(PlacesOf(made, hash), kept);
        Put(ref place, kept);
        Volatile.Write(ref place.Hash, hash);
    }

    private static Span<Place> PlacesOf(Place[] chunk, int hash) => chunk.AsSpan(hash & (chunk.Length - 1) & ~(Ways - 1), Ways);

    private ref Place[]? ChunkOf(int hash) => ref _chunks[(hash >>> 8) & (_chunks.Length - 1)];

    private ref Place BestPlace(Span<Place> places, KeptView asked)
    {
        ref var best = ref places[0];
        var until = DateTimeOffset.MaxValue;
        var isSame = false;
        foreach (ref var place in places)
        {
            var kept = Volatile.Read(ref place.Kept);
            if (kept?.Context.Equals(asked.Context) == true)
            {
                best = ref place;
                isSame = true;
            }
            else if (kept?.Counts(asked.Made) == false)
            {
                Put(ref place, null);
                kept = null;
            }

            var ends = kept?.View.Until ?? DateTimeOffset.MinValue;
            if (!isSame && ends < until)
            {
                best = ref place;
                until = ends;
            }
        }

        return ref best;
    }

    private void Put(ref Place place, KeptView? kept)
    {
        var before = Interlocked.Exchange(ref place.Kept, kept);
        Interlocked.Add(ref _bytes, (kept?.View.Json.Length ?? 0) - (before?.View.Json.Length ?? 0));
    }

    /// <summary>A place, with the hash of whose view stands there, so that one that is not asked for is not touched.</summary>
    private struct Place
    {
        public int Hash;
        public KeptView? Kept;
    }
}
