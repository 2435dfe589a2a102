using System.Collections.Frozen;

namespace Cks.Samples.Portal.Database;

/// <summary>The tables and views that this build of the portal reads and writes, with their columns.</summary>
public static class PortalSchema
{
    private static readonly string[] Key = ["tenant_id", "is_test"];
    private static readonly string[] Life = ["created_at", "archived_at"];
    private static readonly string[] Role = ["name", "email", "phone", "address", "status", .. Life];

    /// <summary>Columns by table or view.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> Tables { get; } = new Dictionary<string, string[]>
    {
        ["tenants"] = ["tenant_id", "name", "created_at"],
        ["managers"] = [.. Key, "manager_id", "territory", .. Role],
        ["contractors"] = [.. Key, "contractor_id", "cks_manager", "main_contact", .. Role],
        ["customers"] = [.. Key, "customer_id", "contractor_id", "cks_manager", "main_contact", .. Role],
        ["centers"] = [.. Key, "center_id", "customer_id", "contractor_id", "cks_manager", "main_contact", .. Role],
        ["crew"] = [.. Key, "crew_id", "assigned_center", "cks_manager", "emergency_contact", .. Role],
        ["warehouses"] = [.. Key, "warehouse_id", "manager_id", "main_contact", "warehouse_type", .. Role],
        ["admins"] = [.. Key, "admin_id", .. Role],
        ["identity_links"] = ["issuer", "subject", "tenant_id", "role", "code"],
        ["people"] = ["issuer", "subject", "tenant_id", "role", "code", "name", "status", "archived_at", "is_test"],
        ["catalog_services"] = [.. Key, "catalog_service_id", "name", "category", "managed_by", "is_active", .. Life],
        ["catalog_products"] = [.. Key, "product_id", "name", "category", "is_active", .. Life],
        ["services"] =
        [
            .. Key, "service_id", "center_id", "service_name", "category", "status", "actual_start_time", "actual_end_time", "managed_by", "warehouse_id",
            "catalog_service_id", "notes", .. Life,
        ],
        ["service_staffing"] = [.. Key, "service_id", "crew_id"],
        ["service_certifications"] = [.. Key, "certification_id", "catalog_service_id", "holder_id", "holder_role", .. Life],
        ["trainings"] = [.. Key, "training_id", "crew_id", "title", "completed_at", .. Life],
        ["inventory_items"] =
        [
            .. Key, "inventory_id", "warehouse_id", "product_id", "item_name", "quantity_on_hand", "quantity_reserved", "min_stock_level", .. Life,
        ],
        ["orders"] =
        [
            .. Key, "order_id", "order_type", "status", "creator_id", "creator_role", "customer_id", "center_id", "contractor_id", "manager_id", "crew_id",
            "warehouse_id", "destination_id", "catalog_service_id", "managed_by", "title", "notes", "rejection_reason", "service_id", "expected_at",
            "delivered_at", "updated_at", .. Life,
        ],
        ["order_items"] = [.. Key, "order_id", "line_number", "product_id", "catalog_service_id", "quantity"],
        ["order_participants"] = [.. Key, "order_id", "participant_id", "participant_role", "participation"],
        ["reports"] =
        [
            .. Key, "report_id", "kind", "creator_id", "creator_role", "manager_id", "category", "order_id", "service_id", "title", "body", "priority",
            "rating", "status", "resolved_by", "resolved_at", .. Life,
        ],
        ["report_acknowledgments"] = [.. Key, "report_id", "acknowledged_by", "acknowledged_role", "acknowledged_at"],
        ["activities"] =
        [
            .. Key, "activity_id", "type", "actor_id", "actor_role", "target_id", "target_type", "description", "ids", "created_at", "cleared_at", "cleared_by",
        ],
        ["activity_audience"] = [.. Key, "audience", "created_at", "activity_id"],
        ["activity_dismissals"] = [.. Key, "viewer", "activity_id", "dismissed_at"],
        ["archives"] = [.. Key, "archive_id", "entity", "code", "archived_at", "archived_by", "reason", "delete_after", "restored_at", "restored_by"],
        ["archive_links"] = [.. Key, "archive_id", "child_entity", "child_code", "parent_entity", "parent_code"],
        ["audit_log"] = ["tenant_id", "audit_id", "at", "actor_issuer", "actor_subject", "actor_code", "action", "target", "detail"],
        ["sequences"] = ["tenant_id", "name", "last"],
    }.ToFrozenDictionary(t => t.Key, t => t.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
}
