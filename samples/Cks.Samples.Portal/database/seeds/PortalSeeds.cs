using System.Data.Common;
using System.Globalization;

namespace Cks.Samples.Portal.Database;

/// <summary>Fills a migrated database for development: tenants <c>main</c> and <c>acme</c>, everybody in them, what they did, and who signs in as whom.</summary>
public static class PortalSeeds
{
    /// <summary>The subject under which a seeded person signs in: <c>user_main_con_010</c> for CON-010 of main.</summary>
    public static string SubjectOf(string tenant, string code) => $"user_{tenant}_{code.ToLowerInvariant().Replace('-', '_')}";

    /// <summary>
    /// Writes the rows in one transaction. A database that has them already is left alone, but for the issuer of the seeded links:
    /// that follows <paramref name="issuer"/>, because the address of a development issuer can change. Links made by others stay as they are.
    /// </summary>
    /// <param name="source">The migrated database.</param>
    /// <param name="engine">Its engine.</param>
    /// <param name="issuer">Who signs the seeded people in.</param>
    /// <param name="plan">How many rows; <see cref="SeedPlan.Development"/> by default.</param>
    /// <param name="time">Tells the day (UTC) near which a few rows lie; the system's by default.</param>
    /// <param name="cancellationToken">Takes everything back.</param>
    public static async Task<SeedReport> SeedAsync(
        DbDataSource source, PortalEngine engine, string issuer, SeedPlan? plan = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(issuer);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        if (engine == PortalEngine.Postgres) // SQLite's transaction holds the only write lock already
            await ExecuteAsync(command, "LOCK TABLE tenants IN SHARE ROW EXCLUSIVE MODE", cancellationToken);

        List<string> skipped = [];
        var seeded = await IsSeededAsync(command, cancellationToken);
        if (seeded)
        {
            await RelinkAsync(command, issuer, cancellationToken);
        }
        else
        {
            var tables = SeedData.Create(plan ?? SeedPlan.Development, issuer, (time ?? TimeProvider.System).GetUtcNow().UtcDateTime.Date, skipped);
            foreach (var table in tables)
                await SeedWriter.WriteAsync(command, engine, table, cancellationToken);
            command.Parameters.Clear();
            if (engine == PortalEngine.Postgres) // its planner knows nothing of tables that were never counted, and guesses badly
                await ExecuteAsync(command, $"ANALYZE {string.Join(", ", tables.Select(t => t.Name))}", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return new(!seeded, skipped);
    }

    private static async Task<bool> IsSeededAsync(DbCommand command, CancellationToken cancellationToken)
    {
        command.CommandText = "SELECT count(*) FROM tenants WHERE tenant_id IN ('main', 'acme')";
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) > 0;
    }

    private static Task RelinkAsync(DbCommand command, string issuer, CancellationToken cancellationToken)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@p0", issuer);
        command.Parameters.Add(parameter);
        return ExecuteAsync(
            command,
            """
            UPDATE identity_links SET issuer = @p0
            WHERE issuer <> @p0 AND tenant_id IN ('main', 'acme') AND subject = 'user_' || tenant_id || '_' || lower(replace(code, '-', '_'))
            """,
            cancellationToken);
    }

    private static Task ExecuteAsync(DbCommand command, string sql, CancellationToken cancellationToken)
    {
        command.CommandText = sql;
        return command.ExecuteNonQueryAsync(cancellationToken);
    }
}
