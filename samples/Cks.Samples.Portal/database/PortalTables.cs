using Cks.QueryBuilder;

namespace Cks.Samples.Portal.Database;

/// <summary>The tables that the portal writes, typed. What is read for a viewer goes through the scope model instead.</summary>
internal static class PortalTables
{
    private static readonly SqlSchema Schema = SqlSchema.Create(s => s
        .Table("tenants", t => t.Column<string>("tenant_id"))
        .Table("sequences", t => t.Column<string>("tenant_id").Column<string>("name").Column<long>("last"))
        .Table("identity_links", t => t.Column<string>("issuer").Column<string>("subject").Column<string>("tenant_id").Column<string>("role").Column<string>("code"))
        .Table("orders", t => Owned(t)
            .Column<string>("order_id").Column<string>("order_type").Column<string>("status").Column<string>("creator_id").Column<string>("creator_role")
            .Column<string>("customer_id").Column<string>("center_id").Column<string>("contractor_id").Column<string>("manager_id").Column<string>("crew_id")
            .Column<string>("warehouse_id").Column<string>("destination_id").Column<string>("catalog_service_id").Column<string>("managed_by").Column<string>("title")
            .Column<string>("notes").Column<string>("rejection_reason").Column<string>("service_id").Column<DateTimeOffset?>("expected_at")
            .Column<DateTimeOffset?>("delivered_at").Column<DateTimeOffset>("updated_at").Column<DateTimeOffset>("created_at").Column<DateTimeOffset?>("archived_at"))
        .Table("order_items", t => Owned(t)
            .Column<string>("order_id").Column<long>("line_number").Column<string>("product_id").Column<string>("catalog_service_id").Column<long>("quantity"))
        .Table("order_participants", t => Owned(t)
            .Column<string>("order_id").Column<string>("participant_id").Column<string>("participant_role").Column<string>("participation"))
        .Table("services", t => Owned(t)
            .Column<string>("service_id").Column<string>("center_id").Column<string>("service_name").Column<string>("category").Column<string>("status")
            .Column<string>("managed_by").Column<string>("warehouse_id").Column<string>("catalog_service_id").Column<string>("notes")
            .Column<DateTimeOffset?>("actual_start_time").Column<DateTimeOffset?>("actual_end_time").Column<DateTimeOffset>("created_at").Column<DateTimeOffset?>("archived_at"))
        .Table("service_staffing", t => Owned(t).Column<string>("service_id").Column<string>("crew_id"))
        .Table("service_certifications", t => Owned(t).Column<string>("certification_id").Column<string>("catalog_service_id").Column<string>("holder_id"))
        .Table("trainings", t => Owned(t).Column<string>("training_id").Column<string>("crew_id"))
        .Table("inventory_items", t => Owned(t).Column<string>("inventory_id").Column<string>("warehouse_id").Column<string>("product_id"))
        .Table("catalog_services", t => Owned(t)
            .Column<string>("catalog_service_id").Column<string>("name").Column<string>("category").Column<string>("managed_by").Column<bool>("is_active").Column<DateTimeOffset?>("archived_at"))
        .Table("catalog_products", t => Owned(t)
            .Column<string>("product_id").Column<string>("name").Column<bool>("is_active").Column<DateTimeOffset?>("archived_at"))
        .Table("centers", t => Owned(t)
            .Column<string>("center_id").Column<string>("customer_id").Column<string>("contractor_id").Column<string>("cks_manager").Column<DateTimeOffset?>("archived_at"))
        .Table("warehouses", t => Owned(t)
            .Column<string>("warehouse_id").Column<string>("manager_id").Column<DateTimeOffset>("created_at").Column<DateTimeOffset?>("archived_at"))
        .Table("reports", t => Owned(t)
            .Column<string>("report_id").Column<string>("kind").Column<string>("creator_id").Column<string>("creator_role").Column<string>("manager_id").Column<string>("category")
            .Column<string>("order_id").Column<string>("service_id").Column<string>("title").Column<string>("body").Column<string>("priority").Column<long?>("rating")
            .Column<string>("status").Column<string>("resolved_by").Column<DateTimeOffset?>("resolved_at").Column<DateTimeOffset>("created_at").Column<DateTimeOffset?>("archived_at"))
        .Table("report_acknowledgments", t => Owned(t)
            .Column<string>("report_id").Column<string>("acknowledged_by").Column<string>("acknowledged_role").Column<DateTimeOffset>("acknowledged_at"))
        .Table("activities", t => Owned(t)
            .Column<string>("activity_id").Column<string>("type").Column<string>("actor_id").Column<string>("actor_role").Column<string>("target_id").Column<string>("target_type")
            .Column<string>("description").Column<string>("ids").Column<DateTimeOffset>("created_at"))
        .Table("activity_audience", t => Owned(t).Column<string>("audience").Column<string>("activity_id"))
        .Table("activity_dismissals", t => Owned(t).Column<string>("viewer").Column<string>("activity_id"))
        .Table("archives", t => Owned(t)
            .Column<string>("archive_id").Column<string>("entity").Column<string>("code").Column<DateTimeOffset>("archived_at").Column<string>("archived_by").Column<string>("reason")
            .Column<DateTimeOffset>("delete_after").Column<DateTimeOffset?>("restored_at").Column<string>("restored_by"))
        .Table("archive_links", t => Owned(t)
            .Column<string>("archive_id").Column<string>("child_entity").Column<string>("child_code").Column<string>("parent_entity").Column<string>("parent_code"))
        .Table("audit_log", t => t
            .Column<string>("tenant_id").Column<string>("audit_id").Column<DateTimeOffset>("at").Column<string>("actor_issuer").Column<string>("actor_subject")
            .Column<string>("actor_code").Column<string>("action").Column<string>("target").Column<string>("detail")));

    public static Table Tenants { get; } = Schema.Table("tenants");

    public static Table Sequences { get; } = Schema.Table("sequences");

    public static Table IdentityLinks { get; } = Schema.Table("identity_links");

    public static Table Orders { get; } = Schema.Table("orders");

    public static Table OrderItems { get; } = Schema.Table("order_items");

    public static Table OrderParticipants { get; } = Schema.Table("order_participants");

    public static Table Services { get; } = Schema.Table("services");

    public static Table Staffing { get; } = Schema.Table("service_staffing");

    public static Table Certifications { get; } = Schema.Table("service_certifications");

    public static Table Trainings { get; } = Schema.Table("trainings");

    public static Table Inventory { get; } = Schema.Table("inventory_items");

    public static Table CatalogServices { get; } = Schema.Table("catalog_services");

    public static Table Products { get; } = Schema.Table("catalog_products");

    public static Table Centers { get; } = Schema.Table("centers");

    public static Table Warehouses { get; } = Schema.Table("warehouses");

    public static Table Reports { get; } = Schema.Table("reports");

    public static Table Acknowledgments { get; } = Schema.Table("report_acknowledgments");

    public static Table Activities { get; } = Schema.Table("activities");

    public static Table Audience { get; } = Schema.Table("activity_audience");

    public static Table Dismissals { get; } = Schema.Table("activity_dismissals");

    public static Table Archives { get; } = Schema.Table("archives");

    public static Table ArchiveLinks { get; } = Schema.Table("archive_links");

    public static Table Audit { get; } = Schema.Table("audit_log");

    private static TableBuilder Owned(TableBuilder table) => table.Column<string>("tenant_id").Column<bool>("is_test");
}
