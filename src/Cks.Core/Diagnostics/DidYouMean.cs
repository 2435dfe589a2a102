namespace Cks.Core;

/// <summary>Finds the name that was probably meant.</summary>
public static class DidYouMean
{
    private const int LongestName = 128;

    /// <summary>The nearest candidate within a third of the name's length (edits and swaps of neighbours, case ignored), or <see langword="null"/>.</summary>
    public static string? Closest(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        if (name.Length > LongestName)
            return null;
        var (best, distance) = ((string?)null, Math.Max(1, name.Length / 3) + 1);
        foreach (var candidate in candidates.Where(c => Math.Abs(c.Length - name.Length) < distance).Order(StringComparer.Ordinal))
        {
            var d = Distance(name, candidate);
            if (d < distance)
                (best, distance) = (candidate, d);
        }

        return best;
    }

    /// <summary>Advice for a diagnostic: <c>Did you mean "x"?</c>, or the list of what is known.</summary>
    public static string Sentence(string name, IReadOnlyCollection<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (Closest(name, candidates) is { } closest)
            return $"Did you mean \"{closest}\"?";
        return candidates.Count == 0 ? "" : $"Known: {string.Join(", ", candidates.Order(StringComparer.Ordinal).Take(20))}.";
    }

    private static int Distance(string a, string b)
    {
        var (before, previous, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            (before, previous, row) = (previous, row, before);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(previous[j], row[j - 1]) + 1, previous[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
        }

        return row[b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
