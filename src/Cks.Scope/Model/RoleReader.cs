using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads <c>roles</c> and resolves the names of each to ways through the relations.</summary>
internal sealed class RoleReader(ScopeDraft draft)
{
    private readonly Dictionary<string, Declared> _roles = new(StringComparer.Ordinal);

    public void Read(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes)
            _roles[node.Name] = ReadRole(node);
        if (!draft.IsWhole)
            return;
        var refused = new HashSet<Declared>();
        // What is inherited comes first: a mistake in it is told where it is written, and not once more for each role that inherits it.
        foreach (var (role, lineage) in _roles.Values.Select(r => (r, Lineage(r))).Where(l => l.Item2 is not null).OrderBy(l => l.Item2!.Count))
        {
            var before = draft.Diagnostics.Total;
            if (role.Viewer is { } viewer && !lineage!.Exists(refused.Contains))
                Compile(role, viewer, lineage);
            if (draft.Diagnostics.Total > before)
                refused.Add(role);
        }
    }

    private Declared ReadRole(SourceNode node)
    {
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var viewer = draft.EntityOf(reader.Required("entity"));
        var inherits = reader.OptionalString("inherits") is null ? null : reader.Optional("inherits");
        var all = reader.Strings("includeAll");
        // Who sees everything has no scope answer, so what would stand in one is not known beside it.
        var answers = all.Count == 0;
        IReadOnlyList<SourceNode> down = answers ? reader.Strings("includeRelationships") : Beside("includeRelationships");
        IReadOnlyList<SourceNode> up = answers ? reader.Strings("includeUpward") : Beside("includeUpward");
        IReadOnlyList<SourceNode> metrics = answers ? reader.Strings("summaryMetrics") : Beside("summaryMetrics");
        var (lists, audience) = (reader.Strings("lists"), reader.Strings("activityFilters"));
        reader.Complete();
        draft.ActivityFilters.AddRange(audience);
        draft.Roles.Add(node.Name);
        return new(node, viewer, inherits, all, down, up, metrics, lists, audience);

        IReadOnlyList<SourceNode> Beside(string name)
        {
            if (reader.Optional(name) is { } present)
                draft.Diagnostics.Add(CksCodes.UnknownProperty, present.NamePlace, $"\"{name}\" is not known beside \"includeAll\".", "Take one of the two out.");
            return [];
        }
    }

    // The role from which nothing more is inherited first. One that cannot be followed to its end has no strategy: a role never sees by half of what is written.
    private List<Declared>? Lineage(Declared role)
    {
        var (lineage, seen) = (new List<Declared> { role }, new HashSet<string>(StringComparer.Ordinal) { role.Node.Name });
        while (lineage[^1].Inherits is { } parent)
        {
            if (parent.Text is not { } name)
                return null;
            if (!_roles.TryGetValue(name, out var next))
            {
                if (lineage.Count == 1)
                    draft.Diagnostics.AddUnknown(CksCodes.UnknownRole, parent, $"The model declares no role \"{name}\".", name, [.. _roles.Keys.Where(r => r != role.Node.Name)]);
                return null;
            }

            if (!seen.Add(name))
            {
                if (name == role.Node.Name)
                    draft.Diagnostics.Add(CksCodes.RoleCycle, role.Inherits!, $"\"{name}\" inherits from itself.", "Take it out of the circle.");
                return null;
            }

            lineage.Add(next);
        }

        lineage.Reverse();
        return lineage;
    }

    private void Compile(Declared role, ScopeEntity viewer, List<Declared> lineage)
    {
        var (node, all, down, up) = (role.Node, Of(r => r.All), Of(r => r.Down), Of(r => r.Up));
        var (metrics, lists, audience) = (Of(r => r.Metrics), Of(r => r.Lists), Of(r => r.Audience).DistinctBy(n => n.Text));
        if (all.Length > 0 && down.Length + up.Length + metrics.Length > 0)
        {
            draft.Diagnostics.Add(CksCodes.UnknownProperty, role.Inherits!, $"\"{node.Name}\" would have a scope answer beside \"includeAll\".", "Inherit from a role of the same kind.");
            return;
        }

        foreach (var twice in down.Concat(up).Concat(lists).Concat(all).GroupBy(n => n.Text).Where(g => g.Count() > 1))
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, twice.Last(), $"\"{twice.Key}\" is included twice.", "Keep one of the two.");
        foreach (var twice in metrics.Where(n => draft.Metrics.GetValueOrDefault(n.Text!) is not null).GroupBy(n => draft.Metrics[n.Text!]!.Name).Where(g => g.Count() > 1))
            draft.Diagnostics.Add(CksCodes.UnknownMetric, twice.Last(), $"The summary would have \"{twice.Key}\" twice.", "Keep one of the two, or give one another name with \"as\".");
        var strategy = new RoleScopeStrategy
        {
            Role = node.Name,
            Entity = viewer.Name,
            IncludeRelationships = Texts(down),
            IncludeUpward = Texts(up),
            SummaryMetrics = Texts(metrics),
            Lists = Texts(lists),
            IncludeAll = Texts(all),
            ActivityFilters = Texts(audience),
        };
        draft.Strategies[node.Name] = new StrategyCompiler(draft, strategy, viewer).Compile(down, up, metrics, lists, all);

        SourceNode[] Of(Func<Declared, IReadOnlyList<SourceNode>> part) => [.. lineage.SelectMany(part)];
    }

    private static string[] Texts(IEnumerable<SourceNode> nodes) => [.. nodes.Select(n => n.Text!)];

    private sealed record Declared(
        SourceNode Node, ScopeEntity? Viewer, SourceNode? Inherits, IReadOnlyList<SourceNode> All, IReadOnlyList<SourceNode> Down, IReadOnlyList<SourceNode> Up,
        IReadOnlyList<SourceNode> Metrics, IReadOnlyList<SourceNode> Lists, IReadOnlyList<SourceNode> Audience);
}
