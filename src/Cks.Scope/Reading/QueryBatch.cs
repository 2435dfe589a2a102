using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Queries of one round trip, each with what becomes of its rows.</summary>
internal sealed class QueryBatch
{
    private readonly List<Query> _queries = [];
    private readonly List<Action<DbDataReader>> _rows = [];

    /// <summary>The queries, in their order.</summary>
    public IReadOnlyList<Query> Queries => _queries;

    public void Add(Query query, Action<DbDataReader> row)
    {
        _queries.Add(query);
        _rows.Add(row);
    }

    public Task ReadAsync(QueryReader reader, CancellationToken cancellationToken) => reader.ReadAsync(_queries, (query, row) => _rows[query](row), cancellationToken);
}
