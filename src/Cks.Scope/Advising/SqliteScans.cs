using System.Data.Common;
using System.Text.RegularExpressions;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>Tables that SQLite would read from end to end, with or without an index.</summary>
/// <param name="connection">A connection.</param>
/// <param name="tables">The tables of the database; else something that a query makes would be taken for one.</param>
/// <param name="limit">Fewer rows than this are no matter.</param>
internal sealed partial class SqliteScans(DbConnection connection, IReadOnlySet<string> tables, long limit) : IScanFinder
{
    private readonly Dictionary<string, long> _rows = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<TableScan>> FindAsync(Query query, CancellationToken cancellationToken)
    {
        var (statement, scanned, scans) = (SqliteCompiler.Default.Compile(query), new HashSet<string>(StringComparer.Ordinal), new List<TableScan>());
        // A count that ends at a limit may well go through a table; where it is dear the page beside it is too, whose conditions are the same.
        if (statement.Sql.StartsWith("SELECT count(*) FROM (SELECT 1 ", StringComparison.Ordinal))
            return [];
        await connection.ReadAsync($"EXPLAIN QUERY PLAN {statement.Sql}", statement.Bindings, row =>
        {
            if (Scan().Match(row.GetString(3)) is { Success: true } scan)
                scanned.Add(scan.Groups["table"].Value);
        }, cancellationToken).ConfigureAwait(false);
        foreach (var table in scanned.Where(tables.Contains))
            if (await RowsAsync(table, cancellationToken).ConfigureAwait(false) is var rows && rows > limit)
                scans.Add(new(table, rows, CanBeAvoided: null));
        return scans;
    }

    // An alias has a number before the name of its table.
    [GeneratedRegex("^SCAN (#[0-9]+:)?(?<table>[^ ]+)")]
    private static partial Regex Scan();

    private async Task<long> RowsAsync(string table, CancellationToken cancellationToken)
    {
        if (!_rows.TryGetValue(table, out var rows))
            await connection.ReadAsync($"SELECT count(*) FROM \"{table}\"", [], row => _rows[table] = rows = row.GetInt64(0), cancellationToken).ConfigureAwait(false);
        return rows;
    }
}
