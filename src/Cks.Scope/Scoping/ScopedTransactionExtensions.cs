using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Reads for somebody inside of a transaction, as <see cref="ScopedReader"/> does outside of one. A query may hold its rows (<see cref="Query.ForUpdate"/>, before it is scoped).</summary>
public static class ScopedTransactionExtensions
{
    /// <inheritdoc cref="SqlTransaction.ReadAsync(Query, Action{DbDataReader}, CancellationToken)"/>
    /// <param name="transaction">The transaction.</param>
    /// <param name="me">Who reads.</param>
    /// <param name="query">The query, scoped for whoever reads.</param>
    /// <param name="row">Called for each row, in order.</param>
    /// <param name="cancellationToken">Stops reading, and ends the transaction.</param>
    /// <exception cref="InvalidOperationException">The query is of another subject, too old, or cut by a policy or model no longer in use; or the transaction has ended.</exception>
    public static Task ReadAsync(this SqlTransaction transaction, Subject me, Scoped<Query> query, Action<DbDataReader> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return transaction.ReadAsync(ScopedReader.Of(me, query), row, cancellationToken);
    }

    /// <summary>Reads the rows of a query into a list.</summary>
    /// <returns>The items.</returns>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="transaction">The transaction.</param>
    /// <param name="me">Who reads.</param>
    /// <param name="query">The query, scoped for whoever reads.</param>
    /// <param name="row">Makes an item of a row.</param>
    /// <param name="cancellationToken">Stops reading, and ends the transaction.</param>
    /// <exception cref="InvalidOperationException">The query is of another subject, too old, or cut by a policy or model no longer in use; or the transaction has ended.</exception>
    public static async Task<List<T>> ReadListAsync<T>(this SqlTransaction transaction, Subject me, Scoped<Query> query, Func<DbDataReader, T> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        var rows = new List<T>();
        await transaction.ReadAsync(me, query, reader => rows.Add(row(reader)), cancellationToken).ConfigureAwait(false);
        return rows;
    }

    /// <summary>Reads the first row of a query.</summary>
    /// <returns>The item; the default of its type when there is no row.</returns>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="transaction">The transaction.</param>
    /// <param name="me">Who reads.</param>
    /// <param name="query">The query, scoped for whoever reads; give it a limit of 1 unless its conditions find one row at most.</param>
    /// <param name="row">Makes an item of a row.</param>
    /// <param name="cancellationToken">Stops reading, and ends the transaction.</param>
    /// <exception cref="InvalidOperationException">The query is of another subject, too old, or cut by a policy or model no longer in use; or the transaction has ended.</exception>
    public static async Task<T?> ReadFirstAsync<T>(this SqlTransaction transaction, Subject me, Scoped<Query> query, Func<DbDataReader, T> row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (first, found) = (default(T), false);
        await transaction.ReadAsync(
            me,
            query,
            reader =>
            {
                if (!found)
                    (first, found) = (row(reader), true);
            },
            cancellationToken).ConfigureAwait(false);
        return first;
    }
}
