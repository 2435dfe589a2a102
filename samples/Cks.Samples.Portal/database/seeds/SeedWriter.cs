using System.Data.Common;
using System.Globalization;

namespace Cks.Samples.Portal.Database;

/// <summary>
/// Writes a table as fast as its engine takes rows: PostgreSQL one statement with an array for each column, SQLite, which has no way to the database
/// to save, one prepared statement with new values.
/// </summary>
internal static class SeedWriter
{
    public static Task WriteAsync(DbCommand command, PortalEngine engine, SeedTable table, CancellationToken cancellationToken)
    {
        command.Parameters.Clear();
        return engine == PortalEngine.Sqlite ? WriteRowsAsync(command, table, cancellationToken) : WriteArraysAsync(command, table, cancellationToken);
    }

    private static async Task WriteRowsAsync(DbCommand command, SeedTable table, CancellationToken cancellationToken)
    {
        command.CommandText = $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns)}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"))})";
        DbParameter[] parameters = [.. table.Columns.Select((_, i) => Add(command, i, DBNull.Value))];
        await command.PrepareAsync(cancellationToken);
        foreach (var row in table.Rows)
        {
            for (var i = 0; i < row.Length; i++)
                parameters[i].Value = ForSqlite(row[i]);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task WriteArraysAsync(DbCommand command, SeedTable table, CancellationToken cancellationToken)
    {
        List<string> arrays = [];
        foreach (var (i, column) in table.Columns.Index())
        {
            var (type, values) = ArrayOf(column, table.Rows.Select(r => r[i]));
            Add(command, i, values);
            arrays.Add($"@p{i}::{type}[]");
        }

        command.CommandText = $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns)}) SELECT * FROM unnest({string.Join(", ", arrays)})";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A column can be all null, so its name tells its type.
    private static (string Type, Array Values) ArrayOf(string column, IEnumerable<object?> values) => column switch
    {
        _ when column.StartsWith("is_", StringComparison.Ordinal) => ("boolean", values.Cast<bool>().ToArray()),
        "last" or "line_number" or "rating" or "quantity" or "quantity_on_hand" or "quantity_reserved" or "min_stock_level" => ("bigint", values.Cast<long?>().ToArray()),
        "delete_after" or "actual_start_time" or "actual_end_time" => ("timestamptz", values.Cast<DateTime?>().ToArray()),
        _ when column.EndsWith("_at", StringComparison.Ordinal) => ("timestamptz", values.Cast<DateTime?>().ToArray()),
        _ => ("text", values.Cast<string?>().ToArray()),
    };

    private static object ForSqlite(object? value) => value switch
    {
        null => DBNull.Value,
        bool flag => flag ? 1L : 0L,
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        _ => value,
    };

    private static DbParameter Add(DbCommand command, int index, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ($"@p{index}", value);
        command.Parameters.Add(parameter);
        return parameter;
    }
}
