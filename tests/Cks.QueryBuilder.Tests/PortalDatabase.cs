using System.Data.Common;
using System.Text.Json;
using Cks.Tests;
using Microsoft.Data.Sqlite;

namespace Cks.QueryBuilder.Tests;

public enum Dialect
{
    Sqlite,
    Postgres,
}

/// <summary>The tables of <see cref="Portal"/> on both databases; what is written goes through plain commands, not through the library. A class fixture.</summary>
public sealed class PortalDatabase : IAsyncDisposable
{
    private readonly PostgresDatabase _postgres = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"cks_{Guid.NewGuid():n}.db");
    private readonly HashSet<Dialect> _created = [];
    private DbDataSource? _sqlite;

    /// <summary>The data source and compiler, with empty tables at the first call; skips the test when there is no PostgreSQL.</summary>
    public async Task<(DbDataSource Source, SqlCompiler Compiler)> OpenAsync(Dialect dialect)
    {
        var source = dialect == Dialect.Postgres ? await _postgres.SourceAsync() : _sqlite ??= SqliteFactory.Instance.CreateDataSource($"Data Source={_file}");
        if (_created.Add(dialect))
        {
            // A collation that orders as people do, so that order by code point has to come from the query.
            var (text, boolean, number, id, instant) = dialect == Dialect.Postgres
                ? ("TEXT COLLATE \"en-x-icu\"", "boolean", "bigint", "uuid", "timestamptz")
                : ("TEXT", "INTEGER", "INTEGER", "TEXT", "TEXT");
            await ExecuteAsync(source, $"""
                CREATE TABLE crew (crew_id {text} PRIMARY KEY, name {text}, center_id {text}, is_test {boolean} NOT NULL, age INTEGER,
                                   points {number} NOT NULL, tag {id} NOT NULL, created_at {instant} NOT NULL, archived_at {instant});
                CREATE TABLE centers (center_id {text} PRIMARY KEY, customer_id {text}, size INTEGER);
                {World.Ddl(dialect)}
                """);
        }

        return (source, dialect == Dialect.Postgres ? PostgresCompiler.Default : SqliteCompiler.Default);
    }

    public static async Task ExecuteAsync(DbDataSource source, string sql, params (string Name, object? Value)[] parameters)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Writes rows.</summary>
    internal static async Task InsertAsync(DbDataSource source, Dialect dialect, IEnumerable<CrewRow> crew, IEnumerable<CenterRow> centers)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        async Task Insert(string table, params object?[] values)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", values.Select((_, i) => $"@v{i}"))})";
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@v{i}", values[i] is { } value ? Form(value, dialect) : DBNull.Value);
                command.Parameters.Add(parameter);
            }

            await command.ExecuteNonQueryAsync();
        }

        foreach (var row in crew)
            await Insert("crew", row.CrewId, row.Name, row.CenterId, row.IsTest, row.Age, row.Points, row.Tag, row.CreatedAt, row.ArchivedAt);
        foreach (var row in centers)
            await Insert("centers", row.CenterId, row.Customer, row.Size);
        await transaction.CommitAsync();
    }

    /// <summary>A value as the provider takes it, with SQLite's forms spelled out here.</summary>
    internal static object Form(object value, Dialect dialect) => (value, dialect) switch
    {
        (DateTimeOffset instant, Dialect.Postgres) => instant.UtcDateTime,
        (DateTimeOffset instant, _) => $"{instant.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}",
        (bool flag, Dialect.Sqlite) => flag ? 1L : 0L,
        (Guid id, Dialect.Sqlite) => $"{id:D}".ToUpperInvariant(),
        (DateOnly day, Dialect.Sqlite) => $"{day:yyyy-MM-dd}",
        (JsonElement json, _) => json.GetRawText(),
        _ => value,
    };

    /// <summary>First columns of the rows of a query.</summary>
    internal static async Task<List<T>> ReadAsync<T>(DbDataSource source, SqlCompiler compiler, Query query)
    {
        var rows = new List<T>();
        await new QueryReader(source, compiler).ReadAsync(query, reader => rows.Add(reader.GetFieldValue<T>(0)));
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        if (_sqlite is not null)
            await _sqlite.DisposeAsync();
        SqliteConnection.ClearAllPools();
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            File.Delete(_file + suffix);
    }
}
