using System.Data.Common;
using System.Globalization;
using System.Text;
using Cks.QueryBuilder;
using Cks.Scope.Tests.Model;
using CsCheck;

namespace Cks.Scope.Tests.Drift;

/// <summary>A row of a tree in which everything may be wrong: no parent, one that is not there, one of another tenant or test class. The copies are what somebody left there.</summary>
internal sealed record TreeRow(string Table, string Tenant, bool IsTest, string Code, string? Parent, string? Top, string? Middle);

/// <summary>A tree of four levels with copies of the keys of the first two, written down as the rules say and compared with the database.</summary>
internal static class DriftWorld
{
    private const string Columns = "\"tenant\": \"tenant\", \"test\": \"test\", \"archived\": \"archived\", \"fields\": { \"code\": \"id\" }";

    public static ScopeModel Model { get; } = ScopeText.Read($$"""
        {
          "version": 1,
          "entities": {
            "top": { "table": "tops", "key": "id", {{Columns}} }, "middle": { "table": "middles", "key": "id", {{Columns}} },
            "low": { "table": "lows", "key": "id", {{Columns}} }, "leaf": { "table": "leaves", "key": "id", {{Columns}} }
          },
          "relations": [
            { "name": "middles", "from": "top", "to": "middle", "by": "parent", "parent": true },
            { "name": "lows", "from": "middle", "to": "low", "by": "parent", "parent": true },
            { "name": "leaves", "from": "low", "to": "leaf", "by": "parent", "parent": true }
          ],
          "scopeKeys": [
            { "entity": "low", "column": "top_copy", "ancestor": "top" },
            { "entity": "leaf", "column": "top_copy", "ancestor": "top" },
            { "entity": "leaf", "column": "middle_copy", "ancestor": "middle" },
            { "entity": "leaf", "column": "low_copy", "ancestor": "low" }
          ]
        }
        """).GetOrThrow();

    public static readonly string[] Tables = ["tops", "middles", "lows", "leaves"];

    // Codes in which an order of text and of numbers differ, with quotes and letters of both cases.
    private static readonly string[] Codes = ["A-1", "a-1", "A-10", "A-2", "O'B", "Ä-1", "x\"y", "Z"];

    private static readonly Gen<string?> GenCode = Gen.Int[-2, Codes.Length - 1].Select(i => i < 0 ? null : Codes[i]);

    private static readonly Gen<TreeRow> GenRow = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1], Gen.Int[0, 3], Gen.Int[0, Codes.Length - 1], GenCode, GenCode, GenCode)
        .Select((table, tenant, test, code, parent, top, middle) => new TreeRow(Tables[table], tenant == 0 ? "main" : "acme", test == 0, Codes[code], table == 0 ? null : parent, top, middle));

    /// <summary>Random trees with random copies.</summary>
    public static Gen<TreeRow[]> All { get; } = GenRow.Array[0, 60].Select(rows => rows.DistinctBy(r => (r.Table, r.Tenant, r.Code)).ToArray());

    /// <summary>The rows with every copy as the chain says.</summary>
    public static TreeRow[] Right(IReadOnlyList<TreeRow> rows) => [.. rows.Select(r => r.Table switch
    {
        "lows" => r with { Top = Up(rows, r)?.Parent },
        "leaves" => r with { Top = Up(rows, Up(rows, r))?.Parent, Middle = Up(rows, r)?.Parent },
        _ => r,
    })];

    public static async Task CreateAsync(DbDataSource source, string timestamp) => await ExecuteAsync(source, string.Concat(Tables.Select(t =>
        $"DROP TABLE IF EXISTS {t}; CREATE TABLE {t} (tenant text, test boolean NOT NULL, id text NOT NULL, archived {timestamp}, parent text, top_copy text, middle_copy text, low_copy text, untouched text, PRIMARY KEY (tenant, id));")));

    /// <summary>Writes the rows; <c>low_copy</c> is right where <paramref name="isLowRight"/> says so.</summary>
    public static async Task WriteAsync(DbDataSource source, IEnumerable<TreeRow> rows, Func<TreeRow, bool>? isLowRight = null)
    {
        var sql = new StringBuilder();
        foreach (var table in Tables)
            sql.Append(CultureInfo.InvariantCulture, $"DELETE FROM {table};");
        foreach (var r in rows)
            sql.Append(CultureInfo.InvariantCulture, $"""
                INSERT INTO {r.Table} (tenant, test, id, parent, top_copy, middle_copy, low_copy, untouched)
                VALUES ({Text(r.Tenant)}, {r.IsTest}, {Text(r.Code)}, {Text(r.Parent)}, {Text(r.Top)}, {Text(r.Middle)}, {Text(r.Table != "leaves" ? "own" : isLowRight?.Invoke(r) == false ? "off" : r.Parent)}, 'kept');
                """);
        await ExecuteAsync(source, sql.ToString());
    }

    public static async Task<List<TreeRow>> ReadAsync(DbDataSource source)
    {
        var rows = new List<TreeRow>();
        foreach (var table in Tables)
        {
            var low = table == "leaves" ? "(low_copy = parent OR (low_copy IS NULL AND parent IS NULL))" : "low_copy = 'own'";
            await using var command = source.CreateCommand($"SELECT tenant, test, id, parent, top_copy, middle_copy FROM {table} WHERE untouched = 'kept' AND archived IS NULL AND {low} ORDER BY tenant, id");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add(new(table, reader.GetString(0), reader.GetBoolean(1), reader.GetString(2), Value(reader, 3), Value(reader, 4), Value(reader, 5)));
        }

        return rows;
    }

    public static ScopeDrift Drift(DbDataSource source, SqlCompiler compiler) => new(Model, new(source, compiler), new(source, compiler));

    public static async Task ExecuteAsync(DbDataSource source, string sql)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static TreeRow? Up(IReadOnlyList<TreeRow> rows, TreeRow? row) => row?.Parent is null ? null
        : rows.FirstOrDefault(p => p.Table == Tables[Array.IndexOf(Tables, row.Table) - 1] && p.Tenant == row.Tenant && p.IsTest == row.IsTest && p.Code == row.Parent);

    private static string? Value(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    private static string Text(string? value) => value is null ? "NULL" : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
