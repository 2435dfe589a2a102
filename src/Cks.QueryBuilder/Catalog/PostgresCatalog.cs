using System.Data.Common;

namespace Cks.QueryBuilder;

/// <summary>The tables and views of a schema of a PostgreSQL database, the connection's current one unless it is named.</summary>
internal static class PostgresCatalog
{
    // A view knows nothing of NULL. A domain is what it stands on; one on a domain is not looked through.
    private const string Columns = """
        SELECT c.relname, a.attname, b.typname, pg_catalog.format_type(a.atttypid, a.atttypmod),
               CASE WHEN c.relkind IN ('r', 'p') THEN NOT (a.attnotnull OR t.typnotnull) END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname = COALESCE(CAST($1 AS text), pg_catalog.current_schema())
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        ORDER BY c.relname COLLATE "C", a.attnum
        """;

    private static readonly Dictionary<string, ColumnType> Types = new(StringComparer.Ordinal)
    {
        ["text"] = ColumnType.Text,
        ["varchar"] = ColumnType.Text,
        ["bool"] = ColumnType.Boolean,
        ["int2"] = ColumnType.Int32,
        ["int4"] = ColumnType.Int32,
        ["int8"] = ColumnType.Int64,
        ["float8"] = ColumnType.Double,
        ["uuid"] = ColumnType.Guid,
        ["timestamptz"] = ColumnType.Instant,
        ["date"] = ColumnType.Date,
        ["bytea"] = ColumnType.Bytes,
        ["json"] = ColumnType.Json,
        ["jsonb"] = ColumnType.Json,
    };

    public static async Task<List<DatabaseColumn>> ReadAsync(DbConnection connection, string? within, CancellationToken cancellationToken)
    {
        var columns = new List<DatabaseColumn>();
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = Columns;
            var parameter = command.CreateParameter();
            parameter.Value = (object?)within ?? DBNull.Value;
            command.Parameters.Add(parameter);
            await command.ReadAsync(
                row =>
                {
                    var type = Types.GetValueOrDefault(row.GetString(2));
                    columns.Add(new(row.GetString(0), row.GetString(1), type, row.IsDBNull(4) ? null : row.GetBoolean(4), row.GetString(3), declared => declared == type));
                },
                cancellationToken).ConfigureAwait(false);
        }

        return columns;
    }
}
