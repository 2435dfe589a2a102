namespace Cks.Core;

/// <summary>Finds the name that was probably meant.</summary>
public static class DidYouMean
{
    private const int LongestName = 128;

    /// <summary>The nearest candidate within a third of the name's length (Levenshtein, case ignored), or <see langword="null"/>.</summary>
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
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[b.Length];
    }
}
