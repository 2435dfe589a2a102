using System.Data.Common;
using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

/// <summary>
/// The order list of every viewer of a tenant as the tables are when it is read. One statement goes up from each live order to everybody who is related
/// to it; which statuses a role sees is asked of <see cref="OrderStatuses"/>.
/// </summary>
public sealed class OrderOracle
{
    /// <summary>The columns of an order in the order in which <see cref="Read"/> takes them.</summary>
    internal const string Columns =
        """
        order_id, order_type, status, is_test, created_at, creator_id, customer_id, center_id, destination_id, contractor_id, manager_id, crew_id, warehouse_id
        """;

    private const string Orders = $"SELECT {Columns} FROM orders WHERE tenant_id = @tenant AND archived_at IS NULL";

    // Parties and participants, and whoever stands above the customer or the center now. UNION: a viewer with two ways to an order has it once.
    private const string Related =
        """
        SELECT order_id, creator_id FROM orders WHERE tenant_id = @tenant
        UNION SELECT order_id, customer_id FROM orders WHERE tenant_id = @tenant
        UNION SELECT order_id, center_id FROM orders WHERE tenant_id = @tenant
        UNION SELECT order_id, destination_id FROM orders WHERE tenant_id = @tenant
        UNION SELECT order_id, contractor_id FROM orders WHERE tenant_id = @tenant
        UNION SELECT order_id, manager_id FROM orders WHERE tenant_id = @tenant
        UNION SELECT order_id, crew_id FROM orders WHERE tenant_id = @tenant
        UNION SELECT order_id, warehouse_id FROM orders WHERE tenant_id = @tenant
        UNION SELECT order_id, participant_id FROM order_participants WHERE tenant_id = @tenant
        UNION SELECT o.order_id, u.contractor_id FROM orders o
            JOIN customers u ON u.tenant_id = o.tenant_id AND u.customer_id = o.customer_id
            WHERE o.tenant_id = @tenant
        UNION SELECT o.order_id, c.cks_manager FROM orders o
            JOIN customers u ON u.tenant_id = o.tenant_id AND u.customer_id = o.customer_id
            JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id
            WHERE o.tenant_id = @tenant
        UNION SELECT o.order_id, e.customer_id FROM orders o
            JOIN centers e ON e.tenant_id = o.tenant_id AND e.center_id = o.center_id
            WHERE o.tenant_id = @tenant
        UNION SELECT o.order_id, u.contractor_id FROM orders o
            JOIN centers e ON e.tenant_id = o.tenant_id AND e.center_id = o.center_id
            JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id
            WHERE o.tenant_id = @tenant
        UNION SELECT o.order_id, c.cks_manager FROM orders o
            JOIN centers e ON e.tenant_id = o.tenant_id AND e.center_id = o.center_id
            JOIN customers u ON u.tenant_id = e.tenant_id AND u.customer_id = e.customer_id
            JOIN contractors c ON c.tenant_id = u.tenant_id AND c.contractor_id = u.contractor_id
            WHERE o.tenant_id = @tenant
        """;

    private readonly ILookup<string, OracleOrder> _related;

    private OrderOracle(ILookup<string, OracleOrder> related) => _related = related;

    public static async Task<OrderOracle> ReadAsync(DbDataSource source, string tenant)
    {
        var orders = await source.RowsAsync(Orders, Read, ("@tenant", tenant));
        var related = await source.RowsAsync(Related, r => (Order: r.GetString(0), Viewer: r.TextOrNull(1)), ("@tenant", tenant));
        var byCode = orders.ToDictionary(o => o.Code);
        return new(related
            .Where(r => r.Viewer is not null && byCode.ContainsKey(r.Order))
            .ToLookup(r => r.Viewer!, r => byCode[r.Order]));
    }

    /// <summary>The viewer's list, newest first.</summary>
    public IReadOnlyList<OracleOrder> OrdersOf(OracleViewer viewer) => viewer.IsArchived || viewer.Role == "admin"
        ? []
        : [.. NewestFirst(_related[viewer.Code]
            .Where(o => o.IsTest == viewer.IsTest && (o.Creator == viewer.Code || OrderStatuses.IsVisible(viewer.Role, o.Type, o.Status))))];

    public static IEnumerable<OracleOrder> NewestFirst(IEnumerable<OracleOrder> orders) =>
        orders.OrderByDescending(o => o.CreatedAt).ThenByDescending(o => o.Code, StringComparer.Ordinal);

    internal static OracleOrder Read(DbDataReader r) => new(r.GetString(0), r.GetString(1), r.GetString(2), r.GetBoolean(3), r.Instant(4), r.GetString(5))
    {
        Customer = r.TextOrNull(6),
        Center = r.TextOrNull(7),
        Destination = r.TextOrNull(8),
        Contractor = r.TextOrNull(9),
        Manager = r.TextOrNull(10),
        Crew = r.TextOrNull(11),
        Warehouse = r.TextOrNull(12),
    };
}
