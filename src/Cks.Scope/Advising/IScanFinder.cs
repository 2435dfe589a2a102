using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Asks a database how it would answer a query.</summary>
internal interface IScanFinder
{
    /// <summary>The tables that it would read from end to end.</summary>
    Task<IReadOnlyList<TableScan>> FindAsync(Query query, CancellationToken cancellationToken);
}
