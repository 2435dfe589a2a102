namespace Cks.Samples.Portal.Database;

/// <summary>The tables that are filled, parents before children.</summary>
internal sealed class SeedSheet
{
    private const string Role = "name email phone address status created_at archived_at";

    private readonly SeedTable[] _tables =
    [
        new("tenants", "tenant_id name created_at"),
        new("managers", $"tenant_id is_test manager_id territory {Role}"),
        new("contractors", $"tenant_id is_test contractor_id cks_manager main_contact {Role}"),
        new("customers", $"tenant_id is_test customer_id contractor_id cks_manager main_contact {Role}"),
        new("centers", $"tenant_id is_test center_id customer_id contractor_id cks_manager main_contact {Role}"),
        new("crew", $"tenant_id is_test crew_id assigned_center cks_manager emergency_contact {Role}"),
        new("warehouses", $"tenant_id is_test warehouse_id manager_id main_contact warehouse_type {Role}"),
        new("admins", $"tenant_id is_test admin_id {Role}"),
        new("identity_links", "issuer subject tenant_id role code"),
        new("catalog_services", "tenant_id is_test catalog_service_id name category managed_by is_active created_at archived_at"),
        new("catalog_products", "tenant_id is_test product_id name category is_active created_at archived_at"),
        new(
            "services",
            "tenant_id is_test service_id center_id service_name category status actual_start_time actual_end_time managed_by warehouse_id catalog_service_id notes created_at archived_at"),
        new("service_staffing", "tenant_id is_test service_id crew_id"),
        new("service_certifications", "tenant_id is_test certification_id catalog_service_id holder_id holder_role created_at archived_at"),
        new("trainings", "tenant_id is_test training_id crew_id title completed_at created_at archived_at"),
        new(
            "inventory_items",
            "tenant_id is_test inventory_id warehouse_id product_id item_name quantity_on_hand quantity_reserved min_stock_level created_at archived_at"),
        new(
            "orders",
            "tenant_id is_test order_id order_type status creator_id creator_role customer_id center_id contractor_id manager_id crew_id warehouse_id destination_id "
            + "catalog_service_id managed_by title notes rejection_reason service_id expected_at delivered_at updated_at created_at archived_at"),
        new("order_items", "tenant_id is_test order_id line_number product_id catalog_service_id quantity"),
        new("order_participants", "tenant_id is_test order_id participant_id participant_role participation"),
        new(
            "reports",
            "tenant_id is_test report_id kind creator_id creator_role manager_id category order_id service_id title body priority rating status resolved_by resolved_at created_at archived_at"),
        new("report_acknowledgments", "tenant_id is_test report_id acknowledged_by acknowledged_role acknowledged_at"),
        new("activities", "tenant_id is_test activity_id type actor_id actor_role target_id target_type description ids created_at cleared_at cleared_by"),
        new("activity_audience", "tenant_id is_test audience created_at activity_id"),
        new("activity_dismissals", "tenant_id is_test viewer activity_id dismissed_at"),
        new("archives", "tenant_id is_test archive_id entity code archived_at archived_by reason delete_after"),
        new("sequences", "tenant_id name last"),
    ];

    private readonly Dictionary<string, SeedTable> _byName;

    public SeedSheet() => _byName = _tables.ToDictionary(t => t.Name);

    public IReadOnlyList<SeedTable> Tables => _tables;

    /// <summary>A row that begins with values of its own.</summary>
    public void AddPlain(string table, params object?[] row) => _byName[table].Add(row);

    /// <summary>A row of a tenant; the code that comes first tells the test class.</summary>
    public void Add(string table, SeedTenant tenant, string code, params object?[] rest) =>
        _byName[table].Add([tenant.Name, code.Contains("-TEST", StringComparison.Ordinal), code, .. rest]);

    /// <summary>A row of a tenant whose first value tells no test class.</summary>
    public void AddOf(string table, SeedTenant tenant, bool isTest, params object?[] rest) => _byName[table].Add([tenant.Name, isTest, .. rest]);
}
