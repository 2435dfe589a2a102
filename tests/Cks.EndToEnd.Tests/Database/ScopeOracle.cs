using System.Data.Common;

namespace Cks.Tests.Database;

/// <summary>
/// What <c>/api/scope</c> has to answer, by plain SQL written by hand: no part of the suite is in the way. Chains are walked through the parent columns.
/// A member has the viewer's tenant and test class and is not archived; archived is asked of the viewer and of the row, never of an entity between, so the
/// centers of an archived customer stay in the contractor's scope, and a service at an archived center stays in the customer's.
/// </summary>
public sealed class ScopeOracle(DbDataSource source)
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

    private const string Live = "r.tenant_id = @tenant AND r.is_test = @test AND r.archived_at IS NULL AND";

    // The only hidden set that is counted. "Live centers of the contractor": the center's own row is live; a customer between may be archived.
    private const string ContractorServices = $"{Services} {Live} u.contractor_id = @code AND e.archived_at IS NULL AND e.is_test = @test";

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
            ("services", $"{Services} {Live} r.service_id IN (SELECT f.service_id FROM service_staffing f WHERE f.tenant_id = @tenant AND f.crew_id = @code)"),
        ],
    };

    private const string Viewers =
        """
        SELECT p.tenant_id, p.role, p.code, p.is_test, p.status, p.archived_at IS NOT NULL, l.subject FROM (
            SELECT tenant_id, 'manager' AS role, manager_id AS code, is_test, status, archived_at FROM managers
            UNION ALL SELECT tenant_id, 'contractor', contractor_id, is_test, status, archived_at FROM contractors
            UNION ALL SELECT tenant_id, 'customer', customer_id, is_test, status, archived_at FROM customers
            UNION ALL SELECT tenant_id, 'center', center_id, is_test, status, archived_at FROM centers
            UNION ALL SELECT tenant_id, 'crew', crew_id, is_test, status, archived_at FROM crew) p
        LEFT JOIN identity_links l ON l.tenant_id = p.tenant_id AND l.code = p.code
        """;

    /// <summary>Everybody who has a row, archived or linked or not, ordered by tenant and code.</summary>
    public async Task<List<OracleViewer>> AllViewersAsync()
    {
        await using var command = source.CreateCommand(Viewers);
        await using var reader = await command.ExecuteReaderAsync();
        List<OracleViewer> viewers = [];
        while (await reader.ReadAsync())
        {
            viewers.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), Text(reader, 4), reader.GetBoolean(5), Text(reader, 6)));
        }

        return [.. viewers.OrderBy(v => v.Tenant, StringComparer.Ordinal).ThenBy(v => v.Code, StringComparer.Ordinal)];
    }

    /// <summary>The viewer's scope; null for an archived viewer, who has none.</summary>
    public async Task<OracleScope?> ScopeOfAsync(OracleViewer viewer)
    {
        if (viewer.IsArchived)
            return null;
        await using var connection = await source.OpenConnectionAsync();
        Dictionary<string, IReadOnlyList<OracleRow>> sets = [];
        foreach (var (set, sql) in Sets[viewer.Role])
            sets[set] = await RowsAsync(connection, sql, viewer);
        return new(viewer, sets, await MetricsAsync(connection, viewer, sets), AccountStatus(viewer.Status));
    }

    private static async Task<Dictionary<string, long>> MetricsAsync(
        DbConnection connection, OracleViewer viewer, Dictionary<string, IReadOnlyList<OracleRow>> sets) =>
        viewer.Role switch
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
                ["serviceCount"] = Active(await RowsAsync(connection, ContractorServices, viewer)),
            },
            "customer" => new()
            {
                ["centerCount"] = sets["centers"].Count,
                ["crewCount"] = sets["crew"].Count,
                ["serviceCount"] = Active(sets["services"]),
            },
            "center" => new() { ["crewCount"] = sets["crew"].Count, ["activeServices"] = Active(sets["services"]) },
            "crew" => new() { ["activeServices"] = Active(sets["services"]) },
            _ => throw new ArgumentOutOfRangeException(nameof(viewer), viewer.Role, "Not a role with a scope."),
        };

    private static long Active(IEnumerable<OracleRow> services) => services.Count(s => s.Status == "active");

    private static string? AccountStatus(string? status) => status?.Trim().ToLowerInvariant() switch
    {
        null or "" => null,
        "assigned" or "operational" => "active",
        var other => other,
    };

    // Ordered here and not by the database, whose collation is one of the things under test.
    private static async Task<IReadOnlyList<OracleRow>> RowsAsync(DbConnection connection, string sql, OracleViewer viewer)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in new (string, object)[] { ("@tenant", viewer.Tenant), ("@test", viewer.IsTest), ("@code", viewer.Code) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        List<OracleRow> rows = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(new(reader.GetString(0), reader.GetString(1), Text(reader, 2)));
        return [.. rows.OrderBy(r => r.Code, StringComparer.Ordinal)];
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
