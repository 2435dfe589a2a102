using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>One reading of a scope: the queries of a strategy, and what becomes of their rows.</summary>
internal sealed class ScopeReading
{
    private readonly Viewer _viewer;
    private readonly ISight _sight;
    private readonly QueryBatch _batch;
    private readonly Dictionary<string, object?> _summary = new(StringComparer.Ordinal);
    private readonly List<SetReading> _sets = [];
    private readonly Dictionary<string, Row?> _upward = new(StringComparer.Ordinal);
    private bool _isLive;

    /// <summary>Adds the queries of a scope to a batch.</summary>
    /// <param name="viewer">Whose scope.</param>
    /// <param name="sight">What may be shown of it; the viewer's own sight, unless somebody else looks.</param>
    /// <param name="batch">Receives the queries.</param>
    public ScopeReading(Viewer viewer, ISight sight, QueryBatch batch)
    {
        (_viewer, _sight, _batch) = (viewer, sight, batch);
        AddViewer();
        foreach (var relation in Strategy.Upward)
            AddUpward(relation);
        foreach (var set in Strategy.Sets)
            AddSet(set);
        foreach (var metric in Strategy.Metrics)
            if (metric.Rows is { } rows)
                AddCount(metric, rows);
    }

    private CompiledStrategy Strategy => _viewer.Strategy;

    /// <summary>What was read, or <see langword="null"/> when the viewer's own record is not live: then nothing of it may be shown.</summary>
    /// <param name="policy">The policy that decided.</param>
    /// <param name="model">The model that was used.</param>
    /// <param name="cursors">Writes where the next page of a set begins; <see langword="null"/> where none is offered.</param>
    public RoleScope? Finish(Core.SnapshotVersion policy, Core.SnapshotVersion model, ScopeCursors? cursors) => !_isLive ? null : new(Strategy.Strategy.Role, _viewer.Me.Code)
    {
        PolicyVersion = policy,
        ScopeVersion = model,
        Summary = _summary,
        Relationships = _sets.ToDictionary(s => s.Set.Answer, s => s.ToSet(cursors is null ? null : () => cursors.Write(CursorPlace.OfList(_viewer.Me, s.Set.Name, s.Set.Rows.Entity), new ListOrder(s.Set.Rows.Entity).KeyOf(s.Rows[^1]))), StringComparer.Ordinal),
        Upward = _upward,
    };

    private void AddViewer()
    {
        var (entity, live) = (Strategy.Viewer, _viewer.Own);
        var fields = _sight.FieldsOf(entity);
        var own = Strategy.Metrics.Select(m => m.Metric).OfType<OwnMetric>().Where(m => fields?.Shows(m.Field) == true).ToArray();
        foreach (var metric in own)
            _summary[metric.Name] = null;
        Column[] columns = [entity.Key, .. own.Select(m => entity.FindField(m.Field)!.Column)];
        var permitted = _sight.Permitted(entity, live);
        // A record is its viewer's whatever the policy says of its rows; what is shown of it is not.
        var apart = own.Length > 0 && permitted != live;
        _batch.Add(live.Select(apart ? [entity.Key] : columns), reader =>
        {
            _isLive = true;
            if (!apart)
                Take(reader);
        });
        if (apart)
            _batch.Add(permitted.Select(columns), Take);

        void Take(System.Data.Common.DbDataReader reader)
        {
            for (var i = 0; i < own.Length; i++)
                _summary[own[i].Name] = reader.IsDBNull(i + 1) ? null : Normalize(own[i], reader.GetString(i + 1));
        }
    }

    private void AddUpward(ScopeRelation relation)
    {
        if (_sight.FieldsOf(relation.From) is not { } fields)
            return;
        _upward[relation.From.Name] = null;
        var parent = _sight.Permitted(relation.From, _viewer.Build.Any(relation.From, [_viewer.Build.Parent(relation)]));
        _batch.Add(parent.Select(fields.Columns), reader => _upward[relation.From.Name] = fields.Read(reader));
    }

    private void AddSet(CompiledSet set)
    {
        if (Viewer.Shown(_sight, set.Rows) is not { } fields)
            return;
        var reading = new SetReading(set);
        _sets.Add(reading);
        var members = _sight.Permitted(set.Rows.Entity, _viewer.Build.Members(set.Rows));
        _batch.Add(set.Rows.Entity.Ordered(members.Select(fields.Columns)).Limit(ScopeSet.PageSize), reader => reading.Rows.Add(fields.Read(reader)));
        if (set.Metric is null)
            _batch.Add(members.Limit(ScopeSet.CountLimit + 1).Count(), reader => reading.Count = reader.GetInt64(0));
        else
            _batch.Add(members.Count(), reader => _summary[set.Metric.Name] = reading.Count = reader.GetInt64(0));
    }

    private void AddCount(CompiledMetric metric, CompiledRows rows)
    {
        if (Viewer.Shown(_sight, rows)?.Show(metric.Where) != true)
            return;
        _summary[metric.Metric.Name] = 0L;
        if (Strategy.Sets.All(s => s.Metric != metric.Metric))
            _batch.Add(_sight.Permitted(rows.Entity, _viewer.Build.Narrow(_viewer.Build.Members(rows), metric.Where)).Count(), reader => _summary[metric.Metric.Name] = reader.GetInt64(0));
    }

    private static string? Normalize(OwnMetric metric, string value)
    {
        var normal = value.Trim().ToLowerInvariant();
        return normal.Length == 0 ? null : metric.Map.GetValueOrDefault(normal, normal);
    }
}
