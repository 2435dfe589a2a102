using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>
/// Reads for somebody: as <see cref="QueryReader"/> does, but only queries that were scoped for the subject that reads. Another subject's query, one of another tenant and one that is older than
/// <see cref="Lifetime"/> are refused by an <see cref="InvalidOperationException"/>, because the program is wrong. Inside of a transaction use <see cref="ScopedTransactionExtensions"/>.
/// </summary>
public sealed class ScopedReader
{
    private readonly QueryReader _reader;
    private readonly IScopeIdentity _identity;

    internal ScopedReader(QueryReader reader, IScopeIdentity identity) => (_reader, _identity) = (reader, identity);

    /// <summary>For how long what was scoped may be read: a minute.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc cref="QueryReader.ReadAsync(Query, Action{DbDataReader}, CancellationToken)"/>
    /// <param name="me">Who reads.</param>
    /// <param name="query">The query, scoped for whoever reads.</param>
    /// <param name="row">Called for each row, in order; columns stand in the order of <see cref="Query.Columns"/> of <see cref="Scoped{T}.Value"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidOperationException">The query is of another subject, too old, or cut by a policy or model no longer in use.</exception>
    public Task ReadAsync(Subject me, Scoped<Query> query, Action<DbDataReader> row, CancellationToken cancellationToken = default) => For(me).ReadAsync(Of(me, query), row, cancellationToken);

    /// <inheritdoc cref="QueryReader.ReadListAsync"/>
    /// <param name="me">Who reads.</param>
    /// <param name="query">The query, scoped for whoever reads; give it a limit, or the reader a budget.</param>
    /// <param name="row">Makes an item of a row.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidOperationException">The query is of another subject, too old, or cut by a policy or model no longer in use.</exception>
    public Task<List<T>> ReadListAsync<T>(Subject me, Scoped<Query> query, Func<DbDataReader, T> row, CancellationToken cancellationToken = default) =>
        For(me).ReadListAsync(Of(me, query), row, cancellationToken);

    /// <inheritdoc cref="QueryReader.ReadFirstAsync"/>
    /// <param name="me">Who reads.</param>
    /// <param name="query">The query, scoped for whoever reads.</param>
    /// <param name="row">Makes an item of a row.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidOperationException">The query is of another subject, too old, or cut by a policy or model no longer in use.</exception>
    public Task<T?> ReadFirstAsync<T>(Subject me, Scoped<Query> query, Func<DbDataReader, T> row, CancellationToken cancellationToken = default) =>
        For(me).ReadFirstAsync(Of(me, query), row, cancellationToken);

    /// <inheritdoc cref="QueryReader.StreamAsync"/>
    /// <param name="me">Who reads.</param>
    /// <param name="query">The query, scoped for whoever reads; its age is looked at now, not with each row.</param>
    /// <param name="row">Makes an item of a row.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidOperationException">The query is of another subject, too old, or cut by a policy or model no longer in use.</exception>
    public IAsyncEnumerable<T> StreamAsync<T>(Subject me, Scoped<Query> query, Func<DbDataReader, T> row, CancellationToken cancellationToken = default) =>
        For(me).StreamAsync(Of(me, query), row, cancellationToken);

    /// <inheritdoc cref="QueryReader.ReadAsync(IReadOnlyList{Query}, Action{int, DbDataReader}, CancellationToken)"/>
    /// <param name="me">Who reads.</param>
    /// <param name="queries">The queries, each scoped for whoever reads.</param>
    /// <param name="row">Called for each row with the index of its query; never for a query that is known to match nothing, counts included: start from zero.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidOperationException">A query is of another subject, too old, or cut by a policy or model no longer in use; then none is sent.</exception>
    public Task ReadAsync(Subject me, IReadOnlyList<Scoped<Query>> queries, Action<int, DbDataReader> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return For(me).ReadAsync([.. queries.Select(q => Of(me, q))], row, cancellationToken);
    }

    internal static Query Of(Subject me, Scoped<Query> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.For(me);
    }

    // Row level security hears who reads, where there is any.
    private QueryReader For(Subject me)
    {
        ArgumentNullException.ThrowIfNull(me);
        return _reader.With(_identity.Of(me));
    }
}
