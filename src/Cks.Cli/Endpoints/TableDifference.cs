namespace Cks.Cli;

/// <summary>What differs between tables, in words.</summary>
internal static class TableDifference
{
    /// <summary>Everything that is new, gone or another; tables, columns and rows are known by their first words, in whatever order they stand.</summary>
    public static IReadOnlyList<string> Between(IReadOnlyList<MarkdownTable> old, IReadOnlyList<MarkdownTable> now)
    {
        var differences = new List<string>();
        foreach (var name in old.Concat(now).Select(t => t.Heads[0]).Distinct(StringComparer.Ordinal))
            Add(differences, Named(old, name), Named(now, name));
        return differences;
    }

    private static MarkdownTable Named(IReadOnlyList<MarkdownTable> tables, string name) => tables.FirstOrDefault(t => t.Heads[0] == name) ?? new([name], []);

    private static void Add(List<string> differences, MarkdownTable old, MarkdownTable now)
    {
        var isCompared = old.Rows.Count > 0 && now.Rows.Count > 0;
        if (isCompared)
        {
            differences.AddRange(now.Heads.Except(old.Heads, StringComparer.Ordinal).Select(h => $"column {h} is new"));
            differences.AddRange(old.Heads.Except(now.Heads, StringComparer.Ordinal).Select(h => $"column {h} is gone"));
        }

        var (before, after) = (ByName(old), ByName(now));
        foreach (var (name, row) in after)
        {
            if (!before.TryGetValue(name, out var was))
                differences.Add($"{name} is new: {string.Join(", ", row.Where(c => c.Value.Length > 0).Select(c => $"{c.Key} \"{c.Value}\""))}");
            else
                differences.AddRange(row.Where(c => was.TryGetValue(c.Key, out var value) && value != c.Value).Select(c => $"{name}: {c.Key} was \"{was[c.Key]}\", is \"{c.Value}\""));
        }

        differences.AddRange(before.Keys.Where(k => !after.ContainsKey(k)).Select(k => $"{k} is gone"));
    }

    // What stands there twice is told apart by its place.
    private static Dictionary<string, Dictionary<string, string>> ByName(MarkdownTable table)
    {
        var rows = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            var (name, number) = (row[0], 1);
            while (rows.ContainsKey(name))
                name = $"{row[0]} ({++number})";
            rows.Add(name, table.Heads.Zip(row).Skip(1).DistinctBy(c => c.First).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal));
        }

        return rows;
    }
}
