using System.Data.Common;
using System.Diagnostics;

namespace Cks.Cli.Tests;

/// <summary>A portal's database with its own migrations and more rows in it than anybody reads from end to end: 40 managers in a row, each with 5 contractors, and so on down.</summary>
internal static class LargePortal
{
    /// <summary>Makes the tables and fills them.</summary>
    public static async Task FillAsync(DbDataSource source, string connection, string dialect)
    {
        await MigrateAsync(connection);
        var moment = dialect == "sqlite" ? "strftime('%Y-%m-%dT%H:%M:%S', 1700000000 + i, 'unixepoch') || '.0000000Z'" : "timestamptz '2026-01-01' + i * interval '1 second'";
        await ExecuteAsync(source, $"INSERT INTO tenants (tenant_id, name, created_at) SELECT 'main', 'Main', {moment} FROM (SELECT 1 AS i) AS one");
        // Of everything above the code follows from the number: 1 to 40, 200, 2,000, 4,000, 20,000.
        foreach (var (table, count, columns, values) in new[]
        {
            ("managers", 40, "manager_id, name", "'MGR-' || (1000 + i), 'M'"),
            ("admins", 3, "admin_id, name", "'ADM-' || (1000 + i), 'A'"),
            ("contractors", 200, "contractor_id, name, cks_manager", "'CON-' || (10000 + i), 'C', 'MGR-' || (1001 + i % 40)"),
            ("customers", 2_000, "customer_id, name, contractor_id, cks_manager", "'CUS-' || (100000 + i), 'C', 'CON-' || (10001 + i % 200), 'MGR-' || (1001 + (1 + i % 200) % 40)"),
            ("centers", 4_000, "center_id, name, customer_id, contractor_id, cks_manager", "'CEN-' || (100000 + i), 'C', 'CUS-' || (100001 + i % 2000), 'CON-' || (10001 + (1 + i % 2000) % 200), 'MGR-' || (1001 + (1 + (1 + i % 2000) % 200) % 40)"),
            ("crew", 20_000, "crew_id, name, assigned_center, cks_manager", "'CRW-' || (100000 + i), 'C', 'CEN-' || (100001 + i % 4000), 'MGR-' || (1001 + (1 + (1 + (1 + i % 4000) % 2000) % 200) % 40)"),
            ("warehouses", 40, "warehouse_id, name, manager_id", "'WHS-' || (1000 + i), 'W', 'MGR-' || (1001 + i % 40)"),
            ("services", 20_000, "service_id, center_id, warehouse_id, service_name, status", "'CEN-' || (100001 + i % 4000) || '-SRV-' || (100000 + i), 'CEN-' || (100001 + i % 4000), 'WHS-' || (1001 + i % 40), 'S', 'active'"),
            (
                "orders", 20_000, "order_id, order_type, status, creator_id, creator_role, customer_id, center_id, warehouse_id, title, updated_at",
                $"'CUS-' || (100001 + i % 2000) || '-SO-' || (100000 + i), 'service', 'pending_warehouse', 'CUS-' || (100001 + i % 2000), 'customer', 'CUS-' || (100001 + i % 2000), 'CEN-' || (100001 + i % 4000), 'WHS-' || (1001 + i % 40), 'O', {moment}"),
            ("reports", 20_000, "report_id, kind, creator_id, creator_role, manager_id, category, title, status", "'CUS-' || (100001 + i % 2000) || '-RPT-' || (100000 + i), 'report', 'CUS-' || (100001 + i % 2000), 'customer', 'MGR-' || (1001 + i % 40), 'other', 'R', 'open'"),
        })
            await ExecuteAsync(
                source,
                $"""
                INSERT INTO {table} (tenant_id, is_test, created_at, {columns})
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
                SELECT 'main', FALSE, {moment}, {values} FROM n
                """);
        await ExecuteAsync(source, "ANALYZE");
    }

    /// <summary>Runs SQL.</summary>
    public static async Task ExecuteAsync(DbDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task MigrateAsync(string connection)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var portal = Path.Combine(output.Parent!.Parent!.FullName, "Cks.Samples.Portal", output.Name, "Cks.Samples.Portal.dll");
        using var process = Process.Start(new ProcessStartInfo(Tool.Dotnet, [portal, "migrate", "--ConnectionStrings:Portal", connection]) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, error);
    }
}
