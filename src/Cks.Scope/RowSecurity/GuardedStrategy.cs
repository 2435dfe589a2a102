namespace Cks.Scope;

/// <summary>A strategy whose ways go through the functions of row level security, so that they lead as far as without it.</summary>
internal static class GuardedStrategy
{
    public static CompiledStrategy Of(CompiledStrategy strategy)
    {
        // Rows that a set and a metric share are shared still.
        var guarded = new Dictionary<CompiledRows, CompiledRows>(ReferenceEqualityComparer.Instance);
        return strategy with
        {
            Unguarded = strategy,
            Sets = [.. strategy.Sets.Select(s => s with { Rows = Guard(s.Rows) })],
            Lists = [.. strategy.Lists.Select(s => s with { Rows = Guard(s.Rows) })],
            Metrics = [.. strategy.Metrics.Select(m => m with { Rows = m.Rows is { } rows ? Guard(rows) : null })],
        };

        CompiledRows Guard(CompiledRows rows)
        {
            if (!guarded.TryGetValue(rows, out var result))
                guarded.Add(rows, result = rows with { Ways = [.. rows.Ways.Select(w => GuardedWay.Of(strategy, w)?.ToPath() ?? w)] });
            return result;
        }
    }
}
