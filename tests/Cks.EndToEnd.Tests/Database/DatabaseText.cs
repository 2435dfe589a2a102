using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cks.Samples.Portal.Database;

namespace Cks.Tests.Database;

/// <summary>All rows of the portal as text that is the same on both engines.</summary>
public static class DatabaseText
{
    public static async Task<string> HashAsync(TestDatabase database) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', await LinesAsync(database)))));

    public static async Task<List<string>> LinesAsync(TestDatabase database)
    {
        List<string> lines = [];
        foreach (var (table, columns) in PortalSchema.Tables)
        {
            string[] ordered = [.. columns.Order(StringComparer.Ordinal)];
            await using var command = database.Source.CreateCommand($"SELECT {string.Join(", ", ordered)} FROM {table}");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                lines.Add($"{table}: {string.Join(", ", ordered.Select((column, i) => $"{column}={Value(reader, i)}"))}");
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    // Lengths keep a comma in a name from looking like the next column.
    private static string Value(DbDataReader reader, int column) => reader.IsDBNull(column) ? "null" : reader.GetValue(column) switch
    {
        bool flag => flag ? "1" : "0",
        DateTime time => Text(time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)),
        string text => Text(text),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,
    };

    private static string Text(string text) => $"{text.Length}:{text}";
}
