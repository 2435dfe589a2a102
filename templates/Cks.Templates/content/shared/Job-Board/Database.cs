using System.Data.Common;
using Cks.Rbac;

/// <summary>The tables, what Development puts into them, and the one write. Replace it by your own store and its migrations.</summary>
internal static class Database
{
    public static Task CreateAsync(DbDataSource database) => ExecuteAsync(database, """
        CREATE TABLE IF NOT EXISTS people (issuer TEXT, subject TEXT, tenant TEXT, team TEXT, role TEXT, status TEXT, PRIMARY KEY (issuer, subject));
        CREATE TABLE IF NOT EXISTS teams (code TEXT, tenant TEXT, is_test INTEGER, PRIMARY KEY (tenant, code));
        CREATE TABLE IF NOT EXISTS jobs (code TEXT, tenant TEXT, is_test INTEGER, team TEXT, title TEXT, price INTEGER, PRIMARY KEY (tenant, code));
        """);

    /// <summary>Three people of two tenants, and their jobs.</summary>
    public static Task SeedAsync(DbDataSource database, string issuer) => ExecuteAsync(database, """
        INSERT OR IGNORE INTO people VALUES ($1, 'ann', 'north', 'T-1', 'lead', 'active'), ($1, 'ben', 'north', 'T-1', 'worker', 'active'), ($1, 'eve', 'south', 'T-1', 'lead', 'active');
        INSERT OR IGNORE INTO teams VALUES ('T-1', 'north', 0), ('T-2', 'north', 0), ('T-1', 'south', 0);
        INSERT OR IGNORE INTO jobs VALUES ('J-1', 'north', 0, 'T-1', 'Mend the roof', 900), ('J-2', 'north', 0, 'T-2', 'Paint the fence', 300), ('J-3', 'south', 0, 'T-1', 'Clear the yard', 100);
        """, issuer);

    /// <summary>Adds a job to the caller's own team.</summary>
    public static async Task<string> AddJobAsync(DbDataSource database, Subject me, string title, long price, CancellationToken cancellationToken)
    {
        var code = "J-" + Guid.CreateVersion7().ToString("N");
        await ExecuteAsync(database, "INSERT INTO jobs VALUES ($1, $2, $3, $4, $5, $6)", cancellationToken, code, me.Tenant.ToString(), me.IsTest ? 1 : 0, me.Code, title, price);
        return code;
    }

    /// <summary>A command whose values are parameters $1, $2, and so on.</summary>
    public static DbCommand Command(this DbConnection connection, string sql, params object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (index, value) in values.Index())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"${index + 1}", value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static Task ExecuteAsync(DbDataSource database, string sql, params object[] values) => ExecuteAsync(database, sql, CancellationToken.None, values);

    private static async Task ExecuteAsync(DbDataSource database, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
