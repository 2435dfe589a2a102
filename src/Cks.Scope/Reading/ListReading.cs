using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>One reading of a page. Its queries hold the condition that the viewer's own record is live, so that a page alone is one statement.</summary>
internal sealed class ListReading
{
    private readonly int _limit;
    private readonly ScopeCount _mode;
    private readonly List<Row> _rows = [];
    private long _count;

    public ListReading(VisibleFields fields, Query page, ScopeListRequest request, QueryBatch batch)
    {
        (_limit, _mode) = (LimitOf(request), request.Count);
        batch.Add(page, reader => _rows.Add(fields.Read(reader)));
    }

    /// <summary>What counts the rows of all pages; <see langword="null"/> where nobody asks.</summary>
    public static Query? CountOf(Query members, ScopeListRequest request) => request.Count switch
    {
        ScopeCount.Capped => members.Limit(ScopeSet.CountLimit + 1).Count(),
        ScopeCount.Exact => members.Count(),
        _ => null,
    };

    /// <summary>Takes the answer of <see cref="CountOf(Query, ScopeListRequest)"/>.</summary>
    public void Count(DbDataReader row) => _count = row.GetInt64(0);

    /// <summary>The number of rows on the page.</summary>
    public static int LimitOf(ScopeListRequest request) => Math.Clamp(request.Limit, 1, ScopeSet.PageSize);

    /// <summary>What was read; <see langword="null"/> when there is a next page and the cursor has no room for where it begins.</summary>
    /// <param name="next">The cursor behind a row.</param>
    public ScopeSet? Finish(Func<Row, string?> next)
    {
        var isLast = _rows.Count <= _limit;
        if (!isLast)
            _rows.RemoveAt(_limit);
        var cursor = isLast ? null : next(_rows[^1]);
        return isLast || cursor is not null ? new(_rows, CountOf(_mode, _count), _mode == ScopeCount.Capped && _count > ScopeSet.CountLimit) { Next = cursor } : null;
    }

    private static long? CountOf(ScopeCount mode, long count) => mode switch
    {
        ScopeCount.None => null,
        ScopeCount.Exact => count,
        _ => Math.Min(count, ScopeSet.CountLimit),
    };
}
