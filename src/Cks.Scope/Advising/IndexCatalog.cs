using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>The tables of a database and the indexes that any statement can use.</summary>
/// <param name="Tables">Names of tables.</param>
/// <param name="Views">Names of views, which have no index of their own.</param>
/// <param name="Indexes">Indexes of the tables.</param>
/// <param name="IsByCodePoint">Whether a column of a table orders its texts by code point, unless it is said otherwise.</param>
internal sealed record IndexCatalog(IReadOnlySet<string> Tables, IReadOnlySet<string> Views, IReadOnlyList<DatabaseIndex> Indexes, Func<string, string, bool> IsByCodePoint)
{
    // What is only included is no column to find rows by.
    private const string PostgresIndexes = """
        SELECT t.relname, i.relname, a.attname, x.indcollation[k.n - 1] = a.attcollation, x.indcollation[k.n - 1] = 0 OR c.collname = 'C', (x.indoption[k.n - 1] & 1) = 1,
               (x.indoption[k.n - 1] & 1) = 1 AND (x.indoption[k.n - 1] & 2) = 2 OR (x.indoption[k.n - 1] & 3) = 0, pg_catalog.pg_get_expr(x.indpred, x.indrelid)
        FROM pg_catalog.pg_index x
        JOIN pg_catalog.pg_class t ON t.oid = x.indrelid
        JOIN pg_catalog.pg_namespace s ON s.oid = t.relnamespace AND s.nspname = pg_catalog.current_schema()
        JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
        JOIN pg_catalog.pg_am m ON m.oid = i.relam AND m.amname = 'btree'
        CROSS JOIN LATERAL pg_catalog.generate_series(1, x.indnkeyatts) AS k(n)
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[k.n - 1] AND a.attnum > 0
        LEFT JOIN pg_catalog.pg_collation c ON c.oid = x.indcollation[k.n - 1]
        WHERE x.indisvalid AND x.indisready
        ORDER BY t.relname COLLATE "C", i.relname COLLATE "C", k.n
        """;

    private const string PostgresTables = """
        SELECT t.relname, t.relkind IN ('r', 'p'), coalesce((
            SELECT pg_catalog.string_agg(a.attname, ',') FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation AND c.collname = 'C'
            WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped), '')
        FROM pg_catalog.pg_class t
        JOIN pg_catalog.pg_namespace s ON s.oid = t.relnamespace AND s.nspname = pg_catalog.current_schema()
        WHERE t.relkind IN ('r', 'p', 'v', 'm', 'f')
        """;

    private const string SqliteIndexes = """
        SELECT t.name, i.name, c.name, TRUE, c.coll = 'BINARY' COLLATE NOCASE, c."desc", TRUE, CASE WHEN i.partial THEN (SELECT m.sql FROM sqlite_master m WHERE m.type = 'index' AND m.name = i.name) END
        FROM sqlite_master t JOIN pragma_index_list(t.name) i JOIN pragma_index_xinfo(i.name) c
        WHERE t.type = 'table' AND c."key"
        ORDER BY t.name, i.name, c.seqno
        """;

    private const string SqliteTables = "SELECT name, type = 'table', '' FROM sqlite_master WHERE type IN ('table', 'view')";

    /// <summary>Nothing is known: texts are taken to be ordered by code point.</summary>
    public static IndexCatalog Unknown { get; } = new(new HashSet<string>(), new HashSet<string>(), [], (_, _) => true);

    /// <summary>Reads the catalogue of a database.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="compiler">Its dialect.</param>
    /// <param name="isArchived">Whether a column of a table says when its rows were archived.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<IndexCatalog> ReadAsync(DbConnection connection, SqlCompiler compiler, Func<string, string, bool> isArchived, CancellationToken cancellationToken)
    {
        var isSqlite = compiler is SqliteCompiler;
        var (tables, views, byCodePoint, columns) = (new HashSet<string>(), new HashSet<string>(), new HashSet<(string, string)>(), new List<(string Table, string Index, bool IsOfLive, IndexColumn? Column)>());
        await connection.ReadAsync(isSqlite ? SqliteTables : PostgresTables, [], row =>
        {
            (row.GetBoolean(1) ? tables : views).Add(row.GetString(0));
            byCodePoint.UnionWith(row.GetString(2).Split(',').Select(c => (row.GetString(0), c)));
        }, cancellationToken).ConfigureAwait(false);
        await connection.ReadAsync(isSqlite ? SqliteIndexes : PostgresIndexes, [], row =>
        {
            // Of a part that is not that of the live rows nothing is known.
            var isPart = !row.IsDBNull(7);
            if (!isPart || IsOfLive(row.GetString(0), row.GetString(7)))
                columns.Add((row.GetString(0), row.GetString(1), isPart, row.IsDBNull(2) ? null : new(row.GetString(2), row.GetBoolean(3), row.GetBoolean(4) && row.GetBoolean(6), row.GetBoolean(5))));
        }, cancellationToken).ConfigureAwait(false);
        return new(
            tables, views,
            [.. columns.GroupBy(c => (c.Table, c.Index, c.IsOfLive)).Select(i => new DatabaseIndex(i.Key.Table, i.Key.Index, [.. i.Select(c => c.Column).TakeWhile(c => c is not null).Select(c => c!)], i.Key.IsOfLive))],
            isSqlite ? (_, _) => true : (table, column) => byCodePoint.Contains((table, column)));

        // As PostgreSQL and whoever writes for SQLite put it: ("archived_at" IS NULL).
        bool IsOfLive(string table, string predicate)
        {
            var condition = predicate[(predicate.LastIndexOf("WHERE", StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? at + 5 : 0)..].Trim().Trim('(', ')').Trim();
            return condition.EndsWith(" IS NULL", StringComparison.OrdinalIgnoreCase) && isArchived(table, condition[..^" IS NULL".Length].Trim().Trim('"'));
        }
    }
}
