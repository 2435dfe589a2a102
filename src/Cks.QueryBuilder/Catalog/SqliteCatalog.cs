using System.Data.Common;

namespace Cks.QueryBuilder;

/// <summary>
/// The tables and views of a SQLite database. SQLite keeps the declared type as it was written and goes by its affinity, so a column is read as what
/// its type says and holds whatever its affinity leaves as it is.
/// </summary>
internal static class SqliteCatalog
{
    private const string Tables = "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name";

    // Generated columns are columns; what a virtual table hides is not.
    private const string Columns = "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(@table) WHERE hidden <> 1 ORDER BY cid";

    private static readonly Dictionary<string, ColumnType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TEXT"] = ColumnType.Text,
        ["VARCHAR"] = ColumnType.Text,
        ["NVARCHAR"] = ColumnType.Text,
        ["BOOLEAN"] = ColumnType.Boolean,
        ["BOOL"] = ColumnType.Boolean,
        ["INT"] = ColumnType.Int32,
        ["SMALLINT"] = ColumnType.Int32,
        ["INTEGER"] = ColumnType.Int64,
        ["BIGINT"] = ColumnType.Int64,
        ["REAL"] = ColumnType.Double,
        ["DOUBLE"] = ColumnType.Double,
        ["DOUBLE PRECISION"] = ColumnType.Double,
        ["FLOAT"] = ColumnType.Double,
        ["UUID"] = ColumnType.Guid,
        ["GUID"] = ColumnType.Guid,
        ["UNIQUEIDENTIFIER"] = ColumnType.Guid,
        ["TIMESTAMPTZ"] = ColumnType.Instant,
        ["TIMESTAMP WITH TIME ZONE"] = ColumnType.Instant,
        ["DATETIMEOFFSET"] = ColumnType.Instant,
        ["DATE"] = ColumnType.Date,
        ["BLOB"] = ColumnType.Bytes,
        ["JSON"] = ColumnType.Json,
    };

    private enum Affinity
    {
        None,
        Text,
        Integer,
        Real,
        Numeric,
    }

    public static async Task<List<DatabaseColumn>> ReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var (tables, columns) = (new List<(string Name, bool IsView)>(), new List<DatabaseColumn>());
        await ReadAsync(connection, Tables, null, row => tables.Add((row.GetString(0), row.GetString(1) == "view")), cancellationToken).ConfigureAwait(false);
        foreach (var (table, isView) in tables)
        {
            try
            {
                await ReadAsync(connection, Columns, table, row => columns.Add(Column(table, isView, row)), cancellationToken).ConfigureAwait(false);
            }
            catch (DbException) when (isView)
            {
                // A view of something that is gone has no columns; no query could read it.
            }
        }

        return columns;
    }

    private static DatabaseColumn Column(string table, bool isView, DbDataReader row)
    {
        var declared = row.IsDBNull(1) ? "" : row.GetString(1);
        var type = Types.GetValueOrDefault(declared.Split('(')[0].Trim());
        var affinity = AffinityOf(declared);
        // The row id is never NULL; any other primary key may be, unless it says otherwise.
        var isRowId = row.GetInt32(3) > 0 && declared.Equals("INTEGER", StringComparison.OrdinalIgnoreCase);
        return new(
            table, row.GetString(0), type, isView ? null : row.GetInt32(2) == 0 && !isRowId, declared.Length == 0 ? "without a type" : declared,
            asked => asked == type || affinity is null || Array.IndexOf(Affinities(asked), affinity) >= 0
                || (IsPlainText(asked) && type is null && affinity == Affinity.Numeric));
    }

    // Never the text of a number, so that it stays as it is where a number would be one.
    private static bool IsPlainText(ColumnType type) => type == ColumnType.Guid || type == ColumnType.Instant || type == ColumnType.Date;

    /// <summary>The affinities under which the values of a type stay as they are.</summary>
    private static Affinity?[] Affinities(ColumnType type) =>
        type == ColumnType.Bytes ? [Affinity.None]
        : type == ColumnType.Double ? [Affinity.Real, Affinity.Numeric]
        : type == ColumnType.Boolean || type == ColumnType.Int32 || type == ColumnType.Int64 ? [Affinity.Integer, Affinity.Numeric]
        : [Affinity.Text];

    // SQLite's own rules, in their order (datatype3.html, 3.1); an expression of a view has no type, and then nobody knows.
    private static Affinity? AffinityOf(string declared)
    {
        bool Has(string part) => declared.Contains(part, StringComparison.OrdinalIgnoreCase);
        return declared.Length == 0 ? null
            : Has("INT") ? Affinity.Integer
            : Has("CHAR") || Has("CLOB") || Has("TEXT") ? Affinity.Text
            : Has("BLOB") ? Affinity.None
            : Has("REAL") || Has("FLOA") || Has("DOUB") ? Affinity.Real
            : Affinity.Numeric;
    }

    private static async Task ReadAsync(DbConnection connection, string sql, string? table, Action<DbDataReader> row, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = sql;
            if (table is not null)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ("@table", table);
                command.Parameters.Add(parameter);
            }

            await command.ReadAsync(row, cancellationToken).ConfigureAwait(false);
        }
    }
}
