using System.Collections.Immutable;

namespace Cks.HubConfig;

/// <summary>What each flag of a document rests on, at any distance; and where that cannot be said.</summary>
internal sealed class FlagOrder
{
    /// <summary>Most others that one flag may rest on, at any distance: what a question costs.</summary>
    public const int MostNeeds = 50;

    private readonly IReadOnlyDictionary<string, FeatureFlag> _flags;
    private readonly HashSet<string> _names;
    private readonly Dictionary<string, ImmutableArray<string>> _needs = new(StringComparer.Ordinal);
    private readonly List<FlagOrderFault> _faults = [];

    public FlagOrder(HubDefinition hub)
        : this(hub.Features.Keys, hub.Flags)
    {
    }

    public FlagOrder(IEnumerable<string> features, IReadOnlyDictionary<string, FeatureFlag> flags)
    {
        (_flags, _names) = (flags, [.. features, .. flags.Keys]);
        foreach (var name in flags.Keys)
            Visit(name);
    }

    public IReadOnlyCollection<string> Names => _names;

    public IReadOnlyList<FlagOrderFault> Faults => _faults;

    /// <summary>Each once, behind those on which it rests itself.</summary>
    public ImmutableArray<string> NeedsOf(string name) => _needs.TryGetValue(name, out var needs) ? needs : [];

    // Not by calling itself: a document may make a chain of 500. Every flag and every arrow is looked at once.
    private void Visit(string start)
    {
        if (_needs.ContainsKey(start))
            return;
        var (path, open) = (new Stack<(string Name, int Next)>([(start, 0)]), new HashSet<string>(StringComparer.Ordinal) { start });
        while (path.TryPop(out var at))
        {
            var direct = PrerequisitesOf(at.Name);
            if (at.Next == direct.Length)
            {
                open.Remove(at.Name);
                _needs[at.Name] = Collect(at.Name, direct);
                continue;
            }

            path.Push((at.Name, at.Next + 1));
            var next = direct[at.Next];
            if (!_names.Contains(next))
                _faults.Add(new(at.Name, at.Next, FlagOrderFaultKind.Unknown));
            else if (open.Contains(next))
                _faults.Add(new(at.Name, at.Next, FlagOrderFaultKind.Circle));
            else if (!_needs.ContainsKey(next))
            {
                open.Add(next);
                path.Push((next, 0));
            }
        }
    }

    private ImmutableArray<string> Collect(string name, ImmutableArray<string> direct)
    {
        var (all, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var next in direct)
            foreach (var needed in NeedsOf(next).Append(next))
                if (_names.Contains(needed) && seen.Add(needed))
                    all.Add(needed);
        if (all.Count <= MostNeeds)
            return [.. all];
        _faults.Add(new(name, 0, FlagOrderFaultKind.TooMany));
        return [];
    }

    private ImmutableArray<string> PrerequisitesOf(string name) => _flags.TryGetValue(name, out var flag) ? flag.Prerequisites : [];
}
