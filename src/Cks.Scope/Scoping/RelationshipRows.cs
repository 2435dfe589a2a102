using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Relationships that one query puts beside each other.</summary>
/// <param name="model">How entities hang under each other.</param>
/// <param name="viewer">Whose they are.</param>
internal sealed class RelationshipRows(ScopeModel model, Viewer viewer)
{
    private readonly OrderedDictionary<Table, ListedRows> _included = [];
    private readonly List<ScopeRelation> _below = [];

    public void Include(string name)
    {
        var strategy = viewer.Strategy;
        string[] known = [.. strategy.Sets.Concat(strategy.Lists).SelectMany(s => new[] { s.Name, s.Answer }), .. strategy.All.Select(e => e.Name)];
        if (!known.Contains(name, StringComparer.Ordinal))
            throw new ArgumentException($"The strategy of {strategy.Strategy.Role} has no relationship {name}; it has {string.Join(", ", known.Distinct())}.", nameof(name));
        var rows = viewer.Listed(name) ?? throw new QueryRefusedException(QueryRefusal.HiddenColumn);
        if (_included.Count > 0 && !_included.ContainsKey(rows.Entity.Table))
            _below.Add(_included.Values.SelectMany(above => model.StepsBetween(above.Entity, rows.Entity)).FirstOrDefault(r => r.By is not null)
                ?? throw new ArgumentException($"The rows of {name} stand directly below none of those that are included before.", nameof(name)));
        if (!_included.TryAdd(rows.Entity.Table, rows))
            throw new ArgumentException($"Rows of {rows.Entity.Name} are included already.", nameof(name));
    }

    public Query Query(int? limit)
    {
        if (_included.Count == 0)
            throw new InvalidOperationException("No relationship is included.");
        var query = _below.Aggregate(QueryBuilder.Query.From(_included.GetAt(0).Key), (q, relation) => q.LeftJoin(relation.To.Table, relation.By!, relation.From.Key));
        query = query.Select([.. _included.Values.SelectMany(r => r.Fields.Columns)]);
        return limit is { } rows ? query.Limit(rows) : query;
    }

    /// <summary>The members of a relationship, by its table.</summary>
    public Query Of(Table table)
    {
        var (entity, members) = (_included[table].Entity, _included[table].Rows);
        return viewer.Sight.Permitted(entity, viewer.WhileLive(members is null ? viewer.Build.Everything(entity) : viewer.Build.Members(members)));
    }
}
