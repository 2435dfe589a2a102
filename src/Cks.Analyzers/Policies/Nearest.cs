namespace Cks.Analyzers;

/// <summary>The name that was probably meant, by the rule of <c>DidYouMean</c> in Cks.Core.</summary>
internal static class Nearest
{
    private const int LongestName = 128;

    /// <summary>The nearest candidate within a third of the longer name's length (edits and swaps of neighbours, case ignored); of two that are equally near the first by the alphabet.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestName)
            return null;
        var (best, least) = ((string?)null, int.MaxValue);
        foreach (var candidate in candidates)
        {
            var limit = Math.Min(least, Math.Max(1, Math.Max(name.Length, candidate.Length) / 3));
            if (Math.Abs(name.Length - candidate.Length) > limit)
                continue;
            var distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance <= limit && (distance < least || string.CompareOrdinal(candidate, best) < 0))
                (best, least) = (candidate, distance);
        }

        return best;
    }

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
