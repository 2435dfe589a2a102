using System.Data.Common;
using Cks.Tests.Oracle;

namespace Cks.Tests.Database;

/// <summary>
/// What <c>/api/scope</c> has to answer, by plain SQL written by hand: no part of the suite is in the way. Chains are walked through the parent columns.
/// A member has the viewer's tenant and test class and is not archived; archived is asked of the viewer and of the row, never of an entity between, so the
/// centers of an archived customer stay in the contractor's scope, and a service at an archived center stays in the customer's.
/// What depends on the day depends on <paramref name="today"/>, a day of UTC; without it, on the day that the clock shows at the question.
/// </summary>
public sealed class ScopeOracle(DbDataSource source, DateOnly? today = null)
{
    private const string Contractors = "SELECT r.contractor_id, r.name, r.status FROM contractors r WHERE";

    private const string Customers =
        """
        SELECT r.customer_id, r.name, r.status FROM customers r
        LEFT JOIN contractors c ON c.tenant_id = r.tenant_id AND c.contractor_id = r.contractor_id WHERE
        """;

    private const string Centers =
        """
        SELECT r.center_id, r.name, r.status FROM centers r
        LEFT JOIN customers u ON u.tenant_id = r.tenant_id AND u.customer_id = r.customer_id
        LEFT JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id WHERE
        """;

    private const string Crew =
        """
        SELECT r.crew_id, r.name, r.status FROM crew r
        LEFT JOIN centers e ON e.tenant_id = r.tenant_id AND e.center_id = r.assigned_center
        LEFT JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id
        LEFT JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id WHERE
        """;

    private const string Services =
        """
        SELECT r.service_id, r.service_name, r.status FROM services r
        JOIN centers e ON e.tenant_id = r.tenant_id AND e.center_id = r.center_id
        LEFT JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id WHERE
        """;

    private const string Orders = "SELECT r.order_id, r.title, r.status, r.created_at FROM orders r WHERE";

    private const string Live = "r.tenant_id = @tenant AND r.is_test = @test AND r.archived_at IS NULL AND";

    // The only hidden set that is counted. "Live centers of the contractor": the center's own row is live; a customer between may be archived.
    private const string ContractorServices = $"{Services} {Live} u.contractor_id = @code AND e.archived_at IS NULL AND e.is_test = @test";

    private const string CrewServices =
        $"{Services} {Live} r.service_id IN (SELECT f.service_id FROM service_staffing f WHERE f.tenant_id = @tenant AND f.crew_id = @code)";

    private const string AssignedOrders = $"{Orders} {Live} r.warehouse_id = @code AND r.status";

    // The statuses of the manager's list that are not final; what the manager ordered itself it sees in every status.
    private const string ManagerPending =
        $"""
        SELECT r.order_id, r.title, r.status FROM orders r
        LEFT JOIN customers u ON u.tenant_id = r.tenant_id AND u.customer_id = r.customer_id
        LEFT JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id
        LEFT JOIN centers e ON e.tenant_id = r.tenant_id AND e.center_id = r.center_id
        LEFT JOIN customers eu ON eu.tenant_id = e.tenant_id AND eu.customer_id = e.customer_id
        LEFT JOIN contractors ec ON ec.tenant_id = eu.tenant_id AND ec.contractor_id = eu.contractor_id
        WHERE {Live} (
            r.creator_id = @code AND r.status NOT IN ('delivered', 'service_created', 'rejected', 'cancelled')
            OR r.order_type = 'service' AND r.status IN ('pending_manager', 'manager_accepted', 'crew_requested', 'crew_assigned') AND (
                r.manager_id = @code OR c.cks_manager = @code OR ec.cks_manager = @code
                OR EXISTS (SELECT 1 FROM order_participants a WHERE a.tenant_id = r.tenant_id AND a.order_id = r.order_id AND a.participant_id = @code)))
        """;

    private const string CenterPending =
        $"""
        {Orders} {Live} (r.center_id = @code OR r.destination_id = @code OR r.creator_id = @code)
        AND r.status IN ('pending_customer', 'pending_contractor', 'pending_manager', 'pending_warehouse')
        """;

    private static readonly Dictionary<string, (string Set, string Sql)[]> Sets = new()
    {
        ["manager"] =
        [
            ("contractors", $"{Contractors} {Live} r.cks_manager = @code"),
            ("customers", $"{Customers} {Live} c.cks_manager = @code"),
            ("centers", $"{Centers} {Live} c.cks_manager = @code"),
            ("crew", $"{Crew} {Live} c.cks_manager = @code"),
        ],
        ["contractor"] =
        [
            ("customers", $"{Customers} {Live} r.contractor_id = @code"),
            ("centers", $"{Centers} {Live} u.contractor_id = @code"),
            ("crew", $"{Crew} {Live} u.contractor_id = @code"),
        ],
        ["customer"] =
        [
            ("centers", $"{Centers} {Live} r.customer_id = @code"),
            ("crew", $"{Crew} {Live} e.customer_id = @code"),
            ("services", $"{Services} {Live} e.customer_id = @code"),
        ],
        ["center"] =
        [
            ("crew", $"{Crew} {Live} r.assigned_center = @code"),
            ("services", $"{Services} {Live} r.center_id = @code"),
        ],
        ["crew"] =
        [
            ("center", $"{Centers} {Live} r.center_id = (SELECT w.assigned_center FROM crew w WHERE w.tenant_id = @tenant AND w.crew_id = @code)"),
            ("services", CrewServices),
            ("certifications", $"SELECT r.certification_id, NULL, NULL FROM service_certifications r WHERE {Live} r.holder_id = @code"),
        ],
        ["warehouse"] =
        [
            ("orders", $"{AssignedOrders} IN ('pending_warehouse', 'awaiting_delivery')"),
            ("inventory", $"SELECT r.inventory_id, r.item_name, NULL FROM inventory_items r WHERE {Live} r.warehouse_id = @code"),
        ],
    };

    // What is counted and not shown.
    private static readonly Dictionary<string, (string Metric, string Sql)[]> Counts = new()
    {
        ["manager"] = [("pendingOrders", ManagerPending)],
        ["contractor"] = [("serviceCount", $"{ContractorServices} AND r.status = 'active'")],
        ["customer"] = [],
        ["center"] = [("pendingRequests", CenterPending)],
        ["crew"] =
        [
            ("completedToday", $"{CrewServices} AND r.actual_end_time >= @today AND r.actual_end_time < @tomorrow"),
            ("trainings", $"SELECT r.training_id, r.title, NULL FROM trainings r WHERE {Live} r.crew_id = @code AND r.completed_at IS NULL"),
        ],
        ["warehouse"] =
        [
            ("pendingOrders", $"{AssignedOrders} = 'pending_warehouse'"),
            ("deliveriesScheduled", $"{AssignedOrders} = 'awaiting_delivery' AND r.expected_at >= @today"),
            (
                "lowStockItems",
                $"SELECT r.inventory_id, r.item_name, NULL FROM inventory_items r WHERE {Live} r.warehouse_id = @code AND r.quantity_on_hand < r.min_stock_level"
            ),
        ],
    };

    private const string Viewers =
        """
        SELECT p.tenant_id, p.role, p.code, p.is_test, p.status, p.archived_at IS NOT NULL, l.subject FROM (
            SELECT tenant_id, 'manager' AS role, manager_id AS code, is_test, status, archived_at FROM managers
            UNION ALL SELECT tenant_id, 'contractor', contractor_id, is_test, status, archived_at FROM contractors
            UNION ALL SELECT tenant_id, 'customer', customer_id, is_test, status, archived_at FROM customers
            UNION ALL SELECT tenant_id, 'center', center_id, is_test, status, archived_at FROM centers
            UNION ALL SELECT tenant_id, 'crew', crew_id, is_test, status, archived_at FROM crew
            UNION ALL SELECT tenant_id, 'warehouse', warehouse_id, is_test, status, archived_at FROM warehouses
            UNION ALL SELECT tenant_id, 'admin', admin_id, is_test, status, archived_at FROM admins) p
        LEFT JOIN identity_links l ON l.tenant_id = p.tenant_id AND l.code = p.code
        """;

    /// <summary>Everybody who has a row, archived or linked or not, ordered by tenant and code; of one tenant only, if it is named.</summary>
    public async Task<List<OracleViewer>> AllViewersAsync(string? tenant = null)
    {
        var viewers = await source.RowsAsync(
            tenant is null ? Viewers : $"{Viewers} WHERE p.tenant_id = @tenant",
            r => new OracleViewer(r.GetString(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.TextOrNull(4), r.GetBoolean(5), r.TextOrNull(6)),
            tenant is null ? [] : [("@tenant", tenant)]);
        return [.. viewers.OrderBy(v => v.Tenant, StringComparer.Ordinal).ThenBy(v => v.Code, StringComparer.Ordinal)];
    }

    /// <summary>The viewer's scope; null for an admin and for an archived viewer, who have none.</summary>
    public async Task<OracleScope?> ScopeOfAsync(OracleViewer viewer)
    {
        if (viewer.IsArchived || viewer.Role == "admin")
            return null;
        await using var connection = await source.OpenConnectionAsync();
        Dictionary<string, IReadOnlyList<OracleRow>> sets = [];
        foreach (var (set, sql) in Sets[viewer.Role])
            sets[set] = await RowsAsync(connection, sql, viewer);
        var metrics = Counted(viewer.Role, sets);
        foreach (var (metric, sql) in Counts[viewer.Role])
            metrics[metric] = (await RowsAsync(connection, sql, viewer)).Count;
        return new(viewer, sets, metrics, AccountStatus(viewer.Status));
    }

    private static Dictionary<string, long> Counted(string role, Dictionary<string, IReadOnlyList<OracleRow>> sets) => role switch
    {
        "manager" => new()
        {
            ["contractorCount"] = sets["contractors"].Count,
            ["customerCount"] = sets["customers"].Count,
            ["centerCount"] = sets["centers"].Count,
            ["crewCount"] = sets["crew"].Count,
        },
        "contractor" => new()
        {
            ["customerCount"] = sets["customers"].Count,
            ["centerCount"] = sets["centers"].Count,
            ["crewCount"] = sets["crew"].Count,
        },
        "customer" => new()
        {
            ["centerCount"] = sets["centers"].Count,
            ["crewCount"] = sets["crew"].Count,
            ["serviceCount"] = Active(sets["services"]),
        },
        "center" => new() { ["crewCount"] = sets["crew"].Count, ["activeServices"] = Active(sets["services"]) },
        "crew" => new() { ["activeServices"] = Active(sets["services"]) },
        "warehouse" => new() { ["inventoryCount"] = sets["inventory"].Count },
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role with a scope."),
    };

    private static long Active(IEnumerable<OracleRow> services) => services.Count(s => s.Status == "active");

    private static string? AccountStatus(string? status) => status?.Trim().ToLowerInvariant() switch
    {
        null or "" => null,
        "assigned" or "operational" => "active",
        var other => other,
    };

    // Ordered here and not by the database, whose collation is one of the things under test. Only orders have a fourth column: newest first.
    private async Task<IReadOnlyList<OracleRow>> RowsAsync(DbConnection connection, string sql, OracleViewer viewer)
    {
        var day = (today ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)).ToDateTime(default, DateTimeKind.Utc);
        var rows = await connection.RowsAsync(
            sql,
            r => (Row: new OracleRow(r.GetString(0), r.TextOrNull(1), r.TextOrNull(2)), Created: r.FieldCount > 3 ? r.Instant(3) : default),
            ("@tenant", viewer.Tenant),
            ("@test", viewer.IsTest),
            ("@code", viewer.Code),
            ("@today", day),
            ("@tomorrow", day.AddDays(1)));
        return sql.StartsWith(Orders, StringComparison.Ordinal)
            ? [.. rows.OrderByDescending(r => r.Created).ThenByDescending(r => r.Row.Code, StringComparer.Ordinal).Select(r => r.Row)]
            : [.. rows.Select(r => r.Row).OrderBy(r => r.Code, StringComparer.Ordinal)];
    }
}
