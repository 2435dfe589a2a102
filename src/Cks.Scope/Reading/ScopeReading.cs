using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>One reading of a scope: the queries of a strategy, and what becomes of their rows.</summary>
internal sealed class ScopeReading
{
    private readonly CompiledStrategy _strategy;
    private readonly Subject _me;
    private readonly IPolicyPlanner _planner;
    private readonly StrategyQueries _build;
    private readonly List<Query> _queries = [];
    private readonly List<Action<DbDataReader>> _handlers = [];
    private readonly Dictionary<string, object?> _summary = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SetReading> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Row?> _upward = new(StringComparer.Ordinal);
    private bool _viewerIsLive;

    public ScopeReading(CompiledStrategy strategy, Subject me, IPolicyPlanner planner, DateTimeOffset today)
    {
        (_strategy, _me, _planner, _build) = (strategy, me, planner, new(me, today));
        AddViewer();
        foreach (var relation in strategy.Upward)
            AddUpward(relation);
        foreach (var set in strategy.Sets)
            AddSet(set);
        foreach (var metric in strategy.Metrics)
            if (metric.Rows is { } rows)
                AddCount(metric, rows);
    }

    public IReadOnlyList<Query> Queries => _queries;

    public void Take(int query, DbDataReader reader) => _handlers[query](reader);

    /// <summary>What was read, or <see langword="null"/> when the viewer's own record is not live: then nothing of it may be shown.</summary>
    public RoleScope? Finish(Snapshots versions) => !_viewerIsLive ? null : new(_strategy.Strategy.Role, _me.Code)
    {
        PolicyVersion = versions.Policy,
        ScopeVersion = versions.Scope,
        Summary = _summary,
        Relationships = _sets.ToDictionary(s => s.Key, s => s.Value.ToSet(), StringComparer.Ordinal),
        Upward = _upward,
    };

    private void AddViewer()
    {
        var viewer = _strategy.Viewer;
        var fields = VisibleFields.Of(viewer, _me, _planner);
        var own = _strategy.Metrics.Select(m => m.Metric).OfType<OwnMetric>().Where(m => fields?.Shows(m.Field) == true).ToArray();
        foreach (var metric in own)
            _summary[metric.Name] = null;
        Add(_build.Viewer(viewer).Select([viewer.Key, .. own.Select(m => viewer.FindField(m.Field)!.Column)]), reader =>
        {
            _viewerIsLive = true;
            for (var i = 0; i < own.Length; i++)
                _summary[own[i].Name] = reader.IsDBNull(i + 1) ? null : Normalize(own[i], reader.GetString(i + 1));
        });
    }

    private void AddUpward(ScopeRelation relation)
    {
        if (VisibleFields.Of(relation.From, _me, _planner) is not { } fields)
            return;
        _upward[relation.From.Name] = null;
        Add(_build.Parent(relation).Select(fields.Columns), reader => _upward[relation.From.Name] = ReadRow(fields, reader));
    }

    private void AddSet(CompiledSet set)
    {
        if (Shown(set.Rows, []) is not { } fields)
            return;
        var reading = new SetReading();
        _sets[set.Answer] = reading;
        var members = _build.Members(set.Rows);
        Add(members.Select(fields.Columns).OrderBy(set.Rows.Entity.Key).Limit(ScopeSet.PageSize), reader => reading.Rows.Add(ReadRow(fields, reader)));
        if (set.Metric is null)
            Add(members.Limit(ScopeSet.CountLimit + 1).Count(), reader => reading.Count = reader.GetInt64(0));
        else
            Add(members.Count(), reader => _summary[set.Metric.Name] = reading.Count = reader.GetInt64(0));
    }

    private void AddCount(CompiledMetric metric, CompiledRows rows)
    {
        if (Shown(rows, metric.Where) is null)
            return;
        _summary[metric.Metric.Name] = 0L;
        if (_strategy.Sets.All(s => s.Metric != metric.Metric))
            Add(_build.Narrow(_build.Members(rows), metric.Where).Count(), reader => _summary[metric.Metric.Name] = reader.GetInt64(0));
    }

    // What a hidden field filters would show that field.
    private VisibleFields? Shown(CompiledRows rows, IReadOnlyList<RowFilter> where) =>
        VisibleFields.Of(rows.Entity, _me, _planner) is { } fields && rows.Where.Concat(where).SelectMany(f => f.Fields).All(fields.Shows) ? fields : null;

    private void Add(Query query, Action<DbDataReader> handler)
    {
        _queries.Add(query);
        _handlers.Add(handler);
    }

    private static string? Normalize(OwnMetric metric, string value)
    {
        var normal = value.Trim().ToLowerInvariant();
        return normal.Length == 0 ? null : metric.Map.GetValueOrDefault(normal, normal);
    }

    private static Row ReadRow(VisibleFields fields, DbDataReader reader)
    {
        var values = new object?[fields.Names.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.IsDBNull(i) ? null : fields.Types[i] switch
            {
                FieldType.Integer => reader.GetInt64(i),
                FieldType.Boolean => reader.GetBoolean(i),
                FieldType.Timestamp => reader.GetFieldValue<DateTimeOffset>(i).ToUniversalTime(),
                _ => reader.GetString(i),
            };
        return new(fields.Names, values);
    }

    private sealed class SetReading
    {
        public List<Row> Rows { get; } = [];

        public long Count { get; set; }

        public ScopeSet ToSet()
        {
            return new(Rows, Math.Min(Count, ScopeSet.CountLimit), Count > ScopeSet.CountLimit);
        }
    }
}

/// <summary>The versions that one answer rests on.</summary>
internal readonly record struct Snapshots(Core.SnapshotVersion Policy, Core.SnapshotVersion Scope);
