namespace Cks.Scope;

/// <summary>
/// Makes ways shorter by copied keys: steps from parent to child at whose end the key of the first parent is copied are one step by that copy. The rows are the same as long as the copies are what the chain of
/// parents says; whoever moves a row moves them too.
/// </summary>
internal sealed class KeyedWays(IReadOnlyList<ScopeKey> keys)
{
    public ScopePath Shorten(ScopePath path)
    {
        // From the end: the longest jump to a row comes first, and what is above its ancestor is looked at next.
        var (steps, liveAfter) = (new List<ScopeRelation>(), -1);
        for (var end = path.Steps.Count; end > 0;)
        {
            if (end == path.LiveAfter)
                liveAfter = steps.Count;
            var (start, step) = LongestTo(path, end);
            steps.Add(step);
            end = start;
        }

        if (steps.Count == path.Steps.Count)
            return path;
        steps.Reverse();
        return new(steps, liveAfter < 0 ? -1 : steps.Count - liveAfter) { Declared = path.Steps };
    }

    /// <summary>The step that ends after so many declared ones and begins furthest up.</summary>
    private (int Start, ScopeRelation Step) LongestTo(ScopePath path, int end)
    {
        var last = path.Steps[end - 1];
        var best = (end - 1, last);
        // What must be live in between has to be asked there.
        for (var start = end - 1; start >= 0 && path.Steps[start].IsParent && (start == end - 1 || start + 1 != path.LiveAfter); start--)
        {
            if (start < end - 1 && keys.FirstOrDefault(k => k.Entity == last.To && k.Ancestor == path.Steps[start].From) is { } key)
                best = (start, new(last.Name, key.Ancestor, key.Entity) { By = key.Column });
        }

        return best;
    }
}
