using System.Data;
using System.Data.Common;
using System.Globalization;

namespace Cks.Samples.Portal.Database;

/// <summary>Fills a migrated database for development: tenants <c>main</c> and <c>acme</c>, everybody in them, and who signs in as whom.</summary>
public static class PortalSeeds
{
    private const int RowsPerStatement = 100;

    /// <summary>The subject under which a seeded person signs in: <c>user_main_con_010</c> for CON-010 of main.</summary>
    public static string SubjectOf(string tenant, string code) => DevelopmentData.SubjectOf(tenant, code);

    /// <summary>
    /// Writes the rows in one transaction and returns true. A database that has them already is left alone, but for the issuer of the seeded links:
    /// that follows <paramref name="issuer"/>, because the address of a development issuer can change. Links made by others stay as they are.
    /// </summary>
    public static async Task<bool> SeedAsync(DbDataSource source, PortalEngine engine, string issuer, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(issuer);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        if (engine == PortalEngine.Postgres) // SQLite's transaction holds the only write lock already
            await ExecuteAsync(command, "LOCK TABLE tenants IN SHARE ROW EXCLUSIVE MODE", cancellationToken);

        var seeded = await IsSeededAsync(command, cancellationToken);
        if (seeded)
        {
            await RelinkAsync(command, issuer, cancellationToken);
        }
        else
        {
            var tables = DevelopmentData.Create(issuer);
            foreach (var table in tables)
                await InsertAsync(command, engine, table, cancellationToken);
            command.Parameters.Clear();
            if (engine == PortalEngine.Postgres) // its planner knows nothing of tables that were never counted, and guesses badly
                await ExecuteAsync(command, $"ANALYZE {string.Join(", ", tables.Select(t => t.Name))}", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return !seeded;
    }

    private static async Task<bool> IsSeededAsync(DbCommand command, CancellationToken cancellationToken)
    {
        command.CommandText = "SELECT count(*) FROM tenants WHERE tenant_id IN ('main', 'acme')";
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) > 0;
    }

    private static Task RelinkAsync(DbCommand command, string issuer, CancellationToken cancellationToken)
    {
        Add(command, DbType.String, issuer);
        return ExecuteAsync(
            command,
            """
            UPDATE identity_links SET issuer = @p0
            WHERE issuer <> @p0 AND tenant_id IN ('main', 'acme') AND subject = 'user_' || tenant_id || '_' || lower(replace(code, '-', '_'))
            """,
            cancellationToken);
    }

    private static async Task InsertAsync(DbCommand command, PortalEngine engine, SeedTable table, CancellationToken cancellationToken)
    {
        DbType[] types = [.. table.Columns.Select((_, column) => TypeOf(table.Rows.Select(r => r[column]).FirstOrDefault(v => v is not null), engine))];
        foreach (var rows in table.Rows.Chunk(RowsPerStatement))
        {
            command.Parameters.Clear();
            foreach (var row in rows)
            {
                foreach (var (column, value) in row.Index())
                    Add(command, types[column], engine == PortalEngine.Sqlite ? ForSqlite(value) : value);
            }

            var tuples = rows.Select((row, r) => $"({string.Join(", ", row.Select((_, c) => $"@p{(r * row.Length) + c}"))})");
            await ExecuteAsync(command, $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns)}) VALUES {string.Join(", ", tuples)}", cancellationToken);
        }
    }

    private static DbType TypeOf(object? value, PortalEngine engine) => (value, engine) switch
    {
        (bool, PortalEngine.Postgres) => DbType.Boolean,
        (bool, _) => DbType.Int64,
        (DateTime, PortalEngine.Postgres) => DbType.DateTime,
        _ => DbType.String,
    };

    private static object? ForSqlite(object? value) => value switch
    {
        bool flag => flag ? 1L : 0L,
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        _ => value,
    };

    private static void Add(DbCommand command, DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = $"@p{command.Parameters.Count}";
        parameter.DbType = type;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    private static Task ExecuteAsync(DbCommand command, string sql, CancellationToken cancellationToken)
    {
        command.CommandText = sql;
        return command.ExecuteNonQueryAsync(cancellationToken);
    }
}
