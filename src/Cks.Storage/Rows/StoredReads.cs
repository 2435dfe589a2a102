using Cks.QueryBuilder;

namespace Cks.Storage;

/// <summary>Reads whose rows are read by column.</summary>
internal static class StoredReads
{
    public static Task<List<T>> RowsAsync<T>(this QueryReader reads, Query query, Func<StoredRow, T> row, CancellationToken cancellationToken) =>
        reads.ReadListAsync(query, r => row(new(r, query.Columns)), cancellationToken);

    public static Task<T?> FirstAsync<T>(this QueryReader reads, Query query, Func<StoredRow, T> row, CancellationToken cancellationToken) =>
        reads.ReadFirstAsync(query, r => row(new(r, query.Columns)), cancellationToken);

    public static IAsyncEnumerable<T> EachAsync<T>(this QueryReader reads, Query query, Func<StoredRow, T> row, CancellationToken cancellationToken) =>
        reads.StreamAsync(query, r => row(new(r, query.Columns)), cancellationToken);

    /// <summary>Several queries as of one instant, in one round trip, each with what becomes of its rows.</summary>
    public static Task RowsAsync(this QueryReader reads, IReadOnlyList<(Query Query, Action<StoredRow> Row)> queries, CancellationToken cancellationToken) =>
        reads.ReadAsync([.. queries.Select(q => q.Query)], (i, r) => queries[i].Row(new(r, queries[i].Query.Columns)), cancellationToken);

    public static Task RowsAsync(this SqlTransaction transaction, Query query, Action<StoredRow> row, CancellationToken cancellationToken) =>
        transaction.ReadAsync(query, r => row(new(r, query.Columns)), cancellationToken);

    public static Task RowsAsync(this SqlTransaction transaction, Write write, Action<StoredRow> row, CancellationToken cancellationToken) =>
        transaction.ReadAsync(write, r => row(new(r, write.Returned)), cancellationToken);
}
