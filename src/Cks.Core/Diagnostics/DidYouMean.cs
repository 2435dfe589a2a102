namespace Cks.Core;

/// <summary>Finds the name that was probably meant.</summary>
public static class DidYouMean
{
    /// <summary>Most comparisons of two characters for one name: enough for some ten thousand candidates. What is not reached by then is not proposed.</summary>
    internal const long Budget = 4_000_000;

    private const int LongestName = 128;

    // What is half as long again cannot be within a third of its own length.
    private const int LongestCandidate = (LongestName * 3 / 2) + 2;

    /// <summary>The nearest candidate within a third of the longer name's length (edits and swaps of neighbours, case ignored), or <see langword="null"/>.</summary>
    public static string? Closest(string name, IEnumerable<string> candidates)
    {
        var budget = Budget;
        return Closest(name, candidates, ref budget);
    }

    /// <summary>Advice for a diagnostic: <c>Did you mean "x"?</c>, or the list of what is known.</summary>
    public static string Sentence(string name, IReadOnlyCollection<string> candidates) => Advice(Closest(name, candidates), candidates);

    internal static string Advice(string? closest, IReadOnlyCollection<string> candidates)
    {
        if (closest is not null)
            return $"Did you mean \"{closest}\"?";
        return candidates.Count == 0 ? "" : $"Known: {string.Join(", ", candidates.Order(StringComparer.Ordinal).Take(20))}.";
    }

    /// <param name="name">The name.</param>
    /// <param name="candidates">The names that could have been meant.</param>
    /// <param name="budget">Comparisons that may still be made; what this call makes is taken off.</param>
    internal static string? Closest(string name, IEnumerable<string> candidates, ref long budget)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        if (name.Length > LongestName)
            return null;
        var (best, distance) = ((string?)null, int.MaxValue);
        Span<int> rows = stackalloc int[3 * LongestCandidate];
        foreach (var candidate in candidates)
        {
            if (budget-- <= 0)
                break;
            var limit = Math.Min(distance, Math.Max(1, Math.Max(name.Length, candidate.Length) / 3));
            if (Math.Abs(candidate.Length - name.Length) > limit || candidate.Length >= LongestCandidate)
                continue;
            budget -= name.Length * candidate.Length;
            var d = Distance(name, candidate, limit, rows);
            // Of two that are equally near the first by the alphabet, so that the order of the candidates does not show.
            if (d <= limit && (d < distance || string.CompareOrdinal(candidate, best) < 0))
                (best, distance) = (candidate, d);
        }

        return best;
    }

    private static int Distance(string a, string b, int limit, Span<int> rows)
    {
        var width = b.Length + 1;
        var before = rows[..width];
        var previous = rows.Slice(width, width);
        var row = rows.Slice(2 * width, width);
        for (var j = 0; j < width; j++)
            row[j] = j;
        var least = 0;
        for (var i = 1; i <= a.Length; i++)
        {
            var last = before;
            before = previous;
            previous = row;
            row = last;
            row[0] = i;
            var (leastBefore, first) = (least, char.ToUpperInvariant(a[i - 1]));
            least = i;
            for (var j = 1; j < width; j++)
            {
                var second = char.ToUpperInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(previous[j], row[j - 1]) + 1, previous[j - 1] + (first == second ? 0 : 1));
                if (i > 1 && j > 1 && first == char.ToUpperInvariant(b[j - 2]) && char.ToUpperInvariant(a[i - 2]) == second)
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }

            // A swap goes back two rows, so both have to be over.
            if (least > limit && leastBefore > limit)
                return limit + 1;
        }

        return row[^1];
    }
}
