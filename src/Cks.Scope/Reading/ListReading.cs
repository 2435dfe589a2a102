using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>One reading of a page.</summary>
internal sealed class ListReading
{
    private readonly int _limit;
    private readonly List<Row> _rows = [];
    private bool _isLive;
    private long _count;

    public ListReading(Viewer viewer, VisibleFields fields, ScopeEntity entity, Query members, object[]? after, int limit, QueryBatch batch)
    {
        _limit = Math.Clamp(limit, 1, ScopeSet.PageSize);
        batch.Add(viewer.Own.Select(viewer.Strategy.Viewer.Key), _ => _isLive = true);
        var page = entity.Ordered(members.Select(fields.Columns));
        batch.Add((after is null ? page : page.After(after)).Limit(_limit + 1), reader => _rows.Add(fields.Read(reader)));
        batch.Add(members.Limit(ScopeSet.CountLimit + 1).Count(), reader => _count = reader.GetInt64(0));
    }

    /// <summary>What was read, or <see langword="null"/> when the viewer's own record is not live.</summary>
    /// <param name="next">The cursor behind a row.</param>
    public ScopeSet? Finish(Func<Row, string> next)
    {
        if (!_isLive)
            return null;
        var isLast = _rows.Count <= _limit;
        if (!isLast)
            _rows.RemoveAt(_limit);
        return new(_rows, Math.Min(_count, ScopeSet.CountLimit), _count > ScopeSet.CountLimit) { Next = isLast ? null : next(_rows[^1]) };
    }
}
