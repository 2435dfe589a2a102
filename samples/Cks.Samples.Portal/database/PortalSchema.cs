using System.Collections.Frozen;

namespace Cks.Samples.Portal.Database;

/// <summary>The tables and views that this build of the portal reads and writes, with their columns.</summary>
public static class PortalSchema
{
    private static readonly string[] Key = ["tenant_id", "is_test"];
    private static readonly string[] Role = ["name", "email", "phone", "address", "status", "created_at", "archived_at"];

    /// <summary>Columns by table or view.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> Tables { get; } = new Dictionary<string, string[]>
    {
        ["tenants"] = ["tenant_id", "name", "created_at"],
        ["managers"] = [.. Key, "manager_id", "territory", .. Role],
        ["contractors"] = [.. Key, "contractor_id", "cks_manager", "main_contact", .. Role],
        ["customers"] = [.. Key, "customer_id", "contractor_id", "main_contact", .. Role],
        ["centers"] = [.. Key, "center_id", "customer_id", "main_contact", .. Role],
        ["crew"] = [.. Key, "crew_id", "assigned_center", "emergency_contact", .. Role],
        ["services"] =
        [
            .. Key, "service_id", "center_id", "service_name", "category", "status", "actual_start_time", "actual_end_time", "created_at", "archived_at",
        ],
        ["service_staffing"] = [.. Key, "service_id", "crew_id"],
        ["identity_links"] = ["issuer", "subject", "tenant_id", "role", "code"],
        ["people"] = ["issuer", "subject", "tenant_id", "role", "code", "name", "status", "archived_at", "is_test"],
    }.ToFrozenDictionary(t => t.Key, t => t.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
}
