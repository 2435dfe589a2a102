using Cks.Core;

namespace Cks.Scope;

/// <summary>Resolves the names of one strategy. What cannot be resolved is reported and left out; such a model does not load.</summary>
internal sealed class StrategyCompiler(ScopeDraft draft, RoleScopeStrategy strategy, ScopeEntity viewer)
{
    private readonly PathFinder _paths = new(draft);
    private readonly KeyedWays _keyed = new(draft.Keys);

    // A name is resolved once, so that a set and the metric that counts it are known to be the same rows.
    private readonly Dictionary<string, CompiledRows> _rows = new(StringComparer.Ordinal);

    public CompiledStrategy Compile(
        IEnumerable<SourceNode> down, IEnumerable<SourceNode> up, IEnumerable<SourceNode> metrics, IEnumerable<SourceNode> lists, IEnumerable<SourceNode> all)
    {
        var (sets, above) = (Sets(down), up.Select(Upward).OfType<ScopeRelation>().ToArray());
        CheckAnswers(down.Concat(up.Where(u => above.Any(a => a.From.Name == u.Text))), "The answer");
        CheckAnswers(lists, "The lists");
        var compiled = metrics.Select(Metric).OfType<CompiledMetric>().ToArray();
        return new(strategy, viewer)
        {
            Sets = [.. sets.Select(s => s with { Metric = compiled.FirstOrDefault(m => m.Rows == s.Rows && m.Where.Count == 0)?.Metric })],
            Upward = above,
            Metrics = compiled,
            Lists = Sets(lists),
            All = [.. all.Select(Everything).OfType<ScopeEntity>()],
        };
    }

    // What is included twice under one name is reported as that; here it is two names that are one key of an answer.
    private void CheckAnswers(IEnumerable<SourceNode> names, string what)
    {
        foreach (var twice in names.DistinctBy(n => n.Text).GroupBy(n => AnswerOf(n.Text!)).Where(g => g.Count() > 1))
            draft.Diagnostics.Add(CksCodes.AmbiguousRelation, twice.Last(), $"{what} would have \"{twice.Key}\" twice.", "Give one of the sets another name with \"as\".");
    }

    private CompiledSet[] Sets(IEnumerable<SourceNode> names) => [.. from name in names let rows = Rows(name.Text!, name) where rows is not null select new CompiledSet(name.Text!, AnswerOf(name.Text!), rows)];

    private string AnswerOf(string name) => draft.Sets.GetValueOrDefault(name)?.Answer ?? name;

    private CompiledRows? Rows(string name, SourcePlace location)
    {
        if (_rows.TryGetValue(name, out var known))
            return known;
        var rows = !draft.Sets.TryGetValue(name, out var set) ? RowsOf(_paths.Find(viewer, name, location, draft.Sets.Keys)) : set is null ? null : RowsOf(set, location);
        if (rows is not null)
            _rows.Add(name, rows);
        return rows;
    }

    private CompiledRows? RowsOf(ScopeSetDeclaration set, SourcePlace location)
    {
        var own = set.Own.Select(name => draft.Relations.Find(r => r.Name == name && r.From == viewer && r.To == set.Entity)).OfType<ScopeRelation>().Select(r => new ScopePath([r]));
        var below = set.Below.Select(name => name.Text!.Contains('/') ? _paths.Follow(viewer, name, set.Entity) : _paths.FindTo(viewer, name.Text!, set.Entity, location)).OfType<ScopePath>();
        ScopePath[] ways = [.. own.Concat(below).DistinctBy(w => string.Join('/', w.Steps))];
        if (ways.Length > 0)
            return new(set.Entity, [.. ways.Select(_keyed.Shorten)], set.Where);
        // A path that breaks off is reported where it stands.
        if (draft.WaysLeft >= 0 && !set.Below.Any(n => draft.WasReported(n.Location)))
            draft.Diagnostics.Add(CksCodes.UnknownRelation, location, $"No way of the set \"{set.Name}\" begins at \"{viewer.Name}\".", "Take the set out of the role, or give its entity one of the relations.");
        return null;
    }

    private CompiledRows? RowsOf(ScopePath? path) => path is null ? null : new(path.Target, [_keyed.Shorten(path)], []);

    private ScopeRelation? Upward(SourceNode node)
    {
        var parents = draft.Relations.Where(r => r.To == viewer && r.By is not null && r.On is null).ToArray();
        if (parents.Where(r => r.From.Name == node.Text).ToArray() is [var relation])
            return relation;
        draft.Diagnostics.AddUnknown(CksCodes.UnknownRelation, node, $"\"{node.Text}\" is not directly above \"{viewer.Name}\".", node.Text!, [.. parents.Select(r => r.From.Name).Distinct()]);
        return null;
    }

    private ScopeEntity? Everything(SourceNode node)
    {
        if (draft.EntityOf(node) is not { } entity)
            return null;
        if (entity.Tenant is not null && viewer.Tenant is not null)
            return entity;
        draft.Diagnostics.Add(CksCodes.MissingTenant, node, $"\"{(viewer.Tenant is null ? viewer : entity).Name}\" is shared, and \"includeAll\" is everything of one tenant.", "Include entities with a tenant, in a role whose own entity has one.");
        return null;
    }

    private CompiledMetric? Metric(SourceNode node)
    {
        if (!draft.Metrics.TryGetValue(node.Text!, out var metric))
        {
            draft.Diagnostics.AddUnknown(CksCodes.UnknownMetric, node, $"The metric \"{node.Text}\" is not declared.", node.Text!, draft.Metrics.Keys);
            return null;
        }

        if (metric is null)
            return null;
        var filters = new FilterReader(draft);
        if (metric is OwnMetric own)
            return filters.Field(viewer, own.Field, own.Node, "text", FieldType.Text) is null ? null : new(metric, null, []);
        var count = (CountMetric)metric;
        var rows = count.Within is { } within ? RowsOf(Join(within, count.Rows, node)) : Rows(count.Rows, node);
        return rows is null ? null : new(metric, rows, [.. count.Where.Select(w => filters.Bind(rows.Entity, w)).OfType<RowFilter>()]);
    }

    private ScopePath? Join(string within, string relation, SourcePlace location) =>
        _paths.Find(viewer, within, location) is { } outer && _paths.Find(outer.Target, relation, location) is { } inner
            ? new([.. outer.Steps, .. inner.Steps], LiveAfter: outer.Steps.Count)
            : null;
}
