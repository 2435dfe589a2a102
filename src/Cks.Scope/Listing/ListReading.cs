using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>One reading of a page. Its queries hold the condition that the viewer's own record is live, so that a page alone is one statement.</summary>
internal sealed class ListReading(VisibleFields fields, ScopeListRequest request)
{
    private const int MostExpected = 64;

    private readonly int _limit = Clamped(request.Limit);
    private readonly List<Row> _rows = new(Math.Min(Clamped(request.Limit) + 1, MostExpected));
    private long _count;

    /// <summary>Reads the page and, where it is asked for, the count, as of one instant.</summary>
    public Task ReadAsync(QueryReader reader, Query page, Query? count, CancellationToken cancellationToken) =>
        count is null ? reader.ReadAsync(page, row => _rows.Add(fields.Read(row)), cancellationToken) : reader.ReadAsync([page, count], Take, cancellationToken);

    /// <summary>What counts the rows of all pages; <see langword="null"/> where nobody asks.</summary>
    public static Query? CountOf(Query members, ScopeCount mode) => mode switch
    {
        ScopeCount.Capped => members.Limit(ScopeSet.CountLimit + 1).Count(),
        ScopeCount.Exact => members.Count(),
        _ => null,
    };

    /// <summary>How many rows a statement reads: one more than a page has, of few numbers, because each is a text of its own for the database.</summary>
    public static ReadOnlySpan<int> Steps => [2, 11, 26, 51, 101, ScopeSet.PageSize + 1];

    /// <summary>The least of <see cref="Steps"/> that tells whether there is a page after one of so many rows.</summary>
    public static int StepOf(int limit)
    {
        var step = 0;
        while (Steps[step] <= Clamped(limit))
            step++;
        return step;
    }

    /// <summary>What was read; <see langword="null"/> when there is a next page and the cursor has no room for where it begins.</summary>
    /// <param name="next">The cursor behind a row.</param>
    public ScopeSet? Finish(Func<Row, string?> next)
    {
        var isLast = _rows.Count <= _limit;
        if (!isLast)
            _rows.RemoveRange(_limit, _rows.Count - _limit);
        var cursor = isLast ? null : next(_rows[^1]);
        return isLast || cursor is not null ? new(_rows, CountOf(request.Count, _count), request.Count == ScopeCount.Capped && _count > ScopeSet.CountLimit) { Next = cursor } : null;
    }

    private static int Clamped(int limit) => Math.Clamp(limit, 1, ScopeSet.PageSize);

    private void Take(int query, DbDataReader row)
    {
        if (query == 0)
            _rows.Add(fields.Read(row));
        else
            _count = row.GetInt64(0);
    }

    private static long? CountOf(ScopeCount mode, long count) => mode switch
    {
        ScopeCount.None => null,
        ScopeCount.Exact => count,
        _ => Math.Min(count, ScopeSet.CountLimit),
    };
}
