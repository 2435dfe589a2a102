using Cks.Core;

namespace Cks.Scope;

/// <summary>Reads <c>roles</c> and resolves the names of each to ways through the relations.</summary>
internal sealed class RoleReader(ScopeDraft draft)
{
    public void Read(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes)
            ReadRole(node);
    }

    private void ReadRole(SourceNode node)
    {
        var reader = SourceReader.Of(node, draft.Diagnostics);
        var viewer = draft.EntityOf(reader.Required("entity"));
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
        if (viewer is null || !draft.IsWhole)
            return;
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

        IReadOnlyList<SourceNode> Beside(string name)
        {
            if (reader.Optional(name) is { } present)
                draft.Diagnostics.Add(CksCodes.UnknownProperty, present.NamePlace, $"\"{name}\" is not known beside \"includeAll\".", "Take one of the two out.");
            return [];
        }
    }

    private static string[] Texts(IEnumerable<SourceNode> nodes) => [.. nodes.Select(n => n.Text!)];
}
