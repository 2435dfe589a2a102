namespace Cks.HubConfig;

/// <summary>Which items of a list moved: as few as there can be.</summary>
internal static class ItemOrder
{
    /// <summary>The places of a longest run that keeps its order stay; all others moved.</summary>
    /// <param name="before">Of each item that both lists have, in the new order: its place in the old one.</param>
    /// <returns>Indexes of the items that moved.</returns>
    public static IReadOnlySet<int> Moved(IReadOnlyList<int> before)
    {
        // Ends of the best runs of each length, and for each item the one in front of it in its run.
        var (ends, previous) = (new List<int>(), new int[before.Count]);
        for (var i = 0; i < before.Count; i++)
        {
            var (low, high) = (0, ends.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = before[ends[middle]] < before[i] ? (middle + 1, high) : (low, middle);
            }

            previous[i] = low > 0 ? ends[low - 1] : -1;
            if (low == ends.Count)
                ends.Add(i);
            else
                ends[low] = i;
        }

        var moved = new HashSet<int>(Enumerable.Range(0, before.Count));
        for (var i = ends.Count > 0 ? ends[^1] : -1; i >= 0; i = previous[i])
            moved.Remove(i);
        return moved;
    }
}
