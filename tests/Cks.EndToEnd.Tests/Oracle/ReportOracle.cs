using System.Data.Common;
using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

/// <summary>A report or feedback.</summary>
public sealed record OracleReport(string Code, string Kind, string Status, bool IsTest, DateTime CreatedAt);

/// <summary>The reports and feedback that every viewer of a tenant lists, as the tables are when it is read.</summary>
public sealed class ReportOracle
{
    // Whether the order or service is archived is not asked.
    private const string Reports =
        """
        SELECT r.report_id, r.kind, r.status, r.is_test, r.creator_id, r.manager_id, o.warehouse_id, s.warehouse_id, r.created_at FROM reports r
        LEFT JOIN orders o ON o.tenant_id = r.tenant_id AND o.order_id = r.order_id
        LEFT JOIN services s ON s.tenant_id = r.tenant_id AND s.service_id = r.service_id
        WHERE r.tenant_id = @tenant AND r.archived_at IS NULL
        """;

    // The manager at the top of each chain now, through whoever is archived.
    private const string Managers =
        """
        SELECT manager_id, manager_id FROM managers WHERE tenant_id = @tenant
        UNION ALL SELECT c.contractor_id, c.cks_manager FROM contractors c WHERE c.tenant_id = @tenant
        UNION ALL SELECT u.customer_id, c.cks_manager FROM customers u
            JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id
            WHERE u.tenant_id = @tenant
        UNION ALL SELECT e.center_id, c.cks_manager FROM centers e
            JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id
            JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id
            WHERE e.tenant_id = @tenant
        UNION ALL SELECT w.crew_id, c.cks_manager FROM crew w
            JOIN centers e ON e.tenant_id = w.tenant_id AND e.center_id = w.assigned_center
            JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id
            JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id
            WHERE w.tenant_id = @tenant
        """;

    private readonly List<(OracleReport Report, string Creator, string? Manager, string? OrderWarehouse, string? ServiceWarehouse)> _reports;
    private readonly Dictionary<string, string?> _managers;

    private ReportOracle(List<(OracleReport, string, string?, string?, string?)> reports, Dictionary<string, string?> managers) =>
        (_reports, _managers) = (reports, managers);

    public static async Task<ReportOracle> ReadAsync(DbDataSource source, string tenant)
    {
        var reports = await source.RowsAsync(
            Reports,
            r => (new OracleReport(r.GetString(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.Instant(8)), r.GetString(4), r.TextOrNull(5), r.TextOrNull(6), r.TextOrNull(7)),
            ("@tenant", tenant));
        var managers = await source.RowsAsync(Managers, r => (Code: r.GetString(0), Manager: r.TextOrNull(1)), ("@tenant", tenant));
        return new(reports, managers.ToDictionary(m => m.Code, m => m.Manager));
    }

    /// <summary>The viewer's reports, newest first.</summary>
    public IReadOnlyList<OracleReport> ReportsOf(OracleViewer viewer)
    {
        if (viewer.IsArchived)
            return [];
        var manager = _managers.GetValueOrDefault(viewer.Code);
        return [.. _reports
            .Where(r => r.Report.IsTest == viewer.IsTest)
            .Where(r => r.Creator == viewer.Code || viewer.Role switch
            {
                "admin" => true,
                "warehouse" => r.OrderWarehouse == viewer.Code || r.ServiceWarehouse == viewer.Code,
                _ => manager is not null && r.Manager == manager,
            })
            .Select(r => r.Report)
            .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Code, StringComparer.Ordinal)];
    }
}
