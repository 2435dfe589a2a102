using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Cks.Tests.Oracle;

/// <summary>Reading rows by plain SQL, with the values of both engines in one form.</summary>
internal static class OracleSql
{
    private const string SqliteInstant = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static async Task<List<T>> RowsAsync<T>(
        this DbDataSource source, string sql, Func<DbDataReader, T> row, params (string Name, object Value)[] parameters)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await connection.RowsAsync(sql, row, parameters);
    }

    public static async Task<List<T>> RowsAsync<T>(
        this DbConnection connection, string sql, Func<DbDataReader, T> row, params (string Name, object Value)[] parameters)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value is DateTime time && connection is SqliteConnection ? Text(time) : value);
            command.Parameters.Add(parameter);
        }

        List<T> rows = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>A moment as SQLite keeps it; PostgreSQL reads the same text.</summary>
    public static string Text(DateTime time) => time.ToString(SqliteInstant, CultureInfo.InvariantCulture);

    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTime? InstantOrNull(this DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => null,
        string text => DateTime.ParseExact(
            text, SqliteInstant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        var value => ((DateTime)value).ToUniversalTime(),
    };

    public static DateTime Instant(this DbDataReader reader, int column) => reader.InstantOrNull(column)!.Value;
}
