using System.Data.Common;

namespace Cks.Tests.Oracle;

/// <summary>Somebody or a place: a row of a role table, with the code of its parent. The contractor's parent is its manager, the crew member's its center.</summary>
public sealed record PersonRow(string Role, string Code, string? Parent, string Name, string? Status, bool IsTest, bool IsArchived);

/// <summary>A service at a center.</summary>
public sealed record ServiceRow(string Code, string Center, string Name, string Status, bool IsTest, bool IsArchived, string? Warehouse, DateTime? Ended);

/// <summary>A row that belongs to somebody by code: a certification, a training, or an item of a warehouse.</summary>
public sealed record OwnedRow(string Code, string Owner, string? Name, bool IsTest, bool IsArchived, bool Counts);

/// <summary>An order, with what its list does not show.</summary>
public sealed record OrderRow(OracleOrder Order, bool IsArchived, DateTime? Expected);

/// <summary>A report, with everything that decides who lists it.</summary>
public sealed record ReportRow(OracleReport Report, string Creator, string? Manager, string? Order, string? Service, bool IsArchived);

/// <summary>The tables of a tenant as they are, each read by itself: no join, no condition but the tenant.</summary>
public sealed class PortalRows
{
    private PortalRows(string tenant) => Tenant = tenant;

    public string Tenant { get; }

    public IReadOnlyList<PersonRow> People { get; private init; } = [];

    public IReadOnlyList<ServiceRow> Services { get; private init; } = [];

    public ILookup<string, string> ServicesOfCrew { get; private init; } = null!;

    /// <summary>What each holder is certified for.</summary>
    public IReadOnlyList<OwnedRow> Certifications { get; private init; } = [];

    /// <summary>Trainings of crew; those that are not completed count.</summary>
    public IReadOnlyList<OwnedRow> Trainings { get; private init; } = [];

    /// <summary>Items of warehouses; those below their minimum count.</summary>
    public IReadOnlyList<OwnedRow> Inventory { get; private init; } = [];

    public IReadOnlyList<OrderRow> Orders { get; private init; } = [];

    public ILookup<string, string> Participants { get; private init; } = null!;

    public IReadOnlyList<ReportRow> Reports { get; private init; } = [];

    public IReadOnlyList<OracleEvent> Activities { get; private init; } = [];

    public ILookup<string, string> Audience { get; private init; } = null!;

    public ILookup<string, string> Dismissals { get; private init; } = null!;

    public static async Task<PortalRows> ReadAsync(DbDataSource source, string tenant)
    {
        await using var connection = await source.OpenConnectionAsync();
        List<PersonRow> people = [];
        foreach (var (role, columns) in new[]
        {
            ("manager", "manager_id, NULL, name, status, is_test, archived_at FROM managers"),
            ("contractor", "contractor_id, cks_manager, name, status, is_test, archived_at FROM contractors"),
            ("customer", "customer_id, contractor_id, name, status, is_test, archived_at FROM customers"),
            ("center", "center_id, customer_id, name, status, is_test, archived_at FROM centers"),
            ("crew", "crew_id, assigned_center, name, status, is_test, archived_at FROM crew"),
            ("warehouse", "warehouse_id, manager_id, name, status, is_test, archived_at FROM warehouses"),
            ("admin", "admin_id, NULL, name, status, is_test, archived_at FROM admins"),
        })
        {
            people.AddRange(await RowsAsync(columns, r => new PersonRow(
                role, r.GetString(0), r.TextOrNull(1), r.GetString(2), r.TextOrNull(3), r.GetBoolean(4), !r.IsDBNull(5))));
        }

        return new(tenant)
        {
            People = people,
            Services = await RowsAsync(
                "service_id, center_id, service_name, status, is_test, archived_at, warehouse_id, actual_end_time FROM services",
                r => new ServiceRow(
                    r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetBoolean(4), !r.IsDBNull(5), r.TextOrNull(6), r.InstantOrNull(7))),
            ServicesOfCrew = await PairsAsync("crew_id, service_id FROM service_staffing"),
            Certifications = await RowsAsync(
                "certification_id, holder_id, is_test, archived_at FROM service_certifications",
                r => new OwnedRow(r.GetString(0), r.GetString(1), null, r.GetBoolean(2), !r.IsDBNull(3), true)),
            Trainings = await RowsAsync(
                "training_id, crew_id, title, is_test, archived_at, completed_at FROM trainings",
                r => new OwnedRow(r.GetString(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), !r.IsDBNull(4), r.IsDBNull(5))),
            Inventory = await RowsAsync(
                "inventory_id, warehouse_id, item_name, is_test, archived_at, quantity_on_hand, min_stock_level FROM inventory_items",
                r => new OwnedRow(r.GetString(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), !r.IsDBNull(4), r.GetInt64(5) < r.GetInt64(6))),
            Orders = await RowsAsync($"{OrderOracle.Columns}, archived_at, expected_at FROM orders", r => new OrderRow(
                OrderOracle.Read(r), !r.IsDBNull(13), r.InstantOrNull(14))),
            Participants = await PairsAsync("order_id, participant_id FROM order_participants"),
            Reports = await RowsAsync(
                "report_id, kind, status, is_test, creator_id, manager_id, order_id, service_id, archived_at, created_at FROM reports",
                r => new ReportRow(
                    new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.Instant(9)),
                    r.GetString(4), r.TextOrNull(5), r.TextOrNull(6), r.TextOrNull(7), !r.IsDBNull(8))),
            Activities = await RowsAsync($"{FeedOracle.Columns} FROM activities a", r => FeedOracle.Read(r, 0)),
            Audience = await PairsAsync("activity_id, audience FROM activity_audience"),
            Dismissals = await PairsAsync("activity_id, viewer FROM activity_dismissals"),
        };

        Task<List<T>> RowsAsync<T>(string columns, Func<DbDataReader, T> row) =>
            connection.RowsAsync($"SELECT {columns} WHERE tenant_id = @tenant", row, ("@tenant", tenant));

        async Task<ILookup<string, string>> PairsAsync(string columns) =>
            (await RowsAsync(columns, r => (r.GetString(0), r.GetString(1)))).ToLookup(p => p.Item1, p => p.Item2);
    }
}
