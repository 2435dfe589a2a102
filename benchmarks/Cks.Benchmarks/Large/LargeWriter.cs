using System.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>
/// Writes the large portal into an empty schema, all of it or nothing. Keys, foreign keys and indexes are put aside meanwhile; PostgreSQL then checks
/// them over all rows at once.
/// </summary>
internal static class LargeWriter
{
    /// <returns>The hash of what was written.</returns>
    public static async Task<string> WriteAsync(NpgsqlConnection connection, LargeTables tables, Action<string> progress)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "SET LOCAL maintenance_work_mem = '1GB'; SET LOCAL synchronous_commit = off");
        var aside = await AsideAsync(connection);
        foreach (var (drop, _) in aside)
            await ExecuteAsync(connection, drop);
        using var text = new LargeText();
        // Emptied in this transaction, so that their rows need no log and are frozen as they come.
        await ExecuteAsync(connection, $"TRUNCATE {string.Join(", ", tables.All().Select(t => t.Name))}");
        foreach (var table in tables.All())
        {
            progress(table.Name);
            await using var writer = await connection.BeginTextImportAsync($"COPY {table.Name} ({table.Columns}) FROM STDIN (FREEZE)");
            foreach (var row in table.Rows)
                writer.Write(text.Line(row));
        }

        progress("keys and indexes");
        foreach (var (_, create) in Enumerable.Reverse(aside))
            await ExecuteAsync(connection, create);
        await transaction.CommitAsync();
        progress("vacuum");
        await ExecuteAsync(connection, "VACUUM (ANALYZE)");
        return text.Hash;
    }

    /// <returns>The hash of what was written.</returns>
    public static string Write(SqliteConnection connection, LargeTables tables, Action<string> progress)
    {
        Execute(connection, "PRAGMA foreign_keys = off; PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -1000000; BEGIN");
        var indexes = new List<(string Name, string Sql)>();
        using (var command = new SqliteCommand("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL", connection))
        using (var reader = command.ExecuteReader())
            while (reader.Read())
                indexes.Add((reader.GetString(0), reader.GetString(1)));
        foreach (var (name, _) in indexes)
            Execute(connection, $"DROP INDEX {name}");
        using var text = new LargeText();
        foreach (var table in tables.All())
        {
            progress(table.Name);
            using var insert = connection.CreateCommand();
            var columns = table.Columns.Split(", ");
            insert.CommandText = $"INSERT INTO {table.Name} ({table.Columns}) VALUES ({string.Join(", ", columns.Select(c => $"${c}"))})";
            var parameters = Array.ConvertAll(columns, c => insert.Parameters.Add(new SqliteParameter { ParameterName = $"${c}" }));
            foreach (var row in table.Rows)
            {
                text.Line(row);
                for (var i = 0; i < row.Length; i++)
                    parameters[i].Value = row[i] switch { null => DBNull.Value, bool flag => flag ? 1L : 0L, DateTime time => LargeText.Moment(time), var other => other };
                insert.ExecuteNonQuery();
            }
        }

        progress("indexes");
        foreach (var (_, sql) in indexes)
            Execute(connection, sql);
        Execute(connection, "COMMIT; ANALYZE; PRAGMA journal_mode = wal");
        return text.Hash;
    }

    // Foreign keys go first and come last.
    private static async Task<List<(string Drop, string Create)>> AsideAsync(NpgsqlConnection connection)
    {
        const string Sql = """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname), format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
                array_position(ARRAY['f', 'u', 'p'], contype::text) AS place
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'u', 'p')
            UNION ALL
            SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 4
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
            ORDER BY 3, 1
            """;
        var aside = new List<(string, string)>();
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            aside.Add((reader.GetString(0), reader.GetString(1)));
        return aside;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
