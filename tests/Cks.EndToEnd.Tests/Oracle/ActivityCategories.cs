namespace Cks.Tests.Oracle;

/// <summary>Section 6 of the domain reference by hand: the category of a type. What is in no list is info.</summary>
public static class ActivityCategories
{
    private static readonly string[] Action =
    [
        "assignment_made", "manager_assigned", "contractor_assigned_to_manager", "customer_assigned_to_contractor", "center_assigned_to_customer",
        "crew_assigned_to_center", "order_assigned_to_warehouse", "manager_created", "contractor_created", "customer_created", "center_created",
        "crew_created", "warehouse_created", "order_created", "service_created", "catalog_service_created", "catalog_service_request_submitted",
        "product_created", "service_crew_requested", "service_crew_response", "crew_assigned_to_service", "support_ticket_submitted",
        "support_ticket_assigned",
    ];

    private static readonly string[] Success =
    [
        "order_delivered", "order_completed", "order_accepted", "order_approved", "service_completed", "service_task_completed",
        "catalog_service_certified", "catalog_service_request_approved", "report_resolved", "support_ticket_resolved",
    ];

    private static readonly string[] Warning =
    [
        "order_cancelled", "order_rejected", "order_failed", "service_cancelled", "crew_unassigned_from_service", "catalog_service_decertified",
        "catalog_service_request_rejected", "report_created", "support_ticket_status_changed", "support_ticket_reopened", "support_ticket_updated",
        "support_ticket_created",
    ];

    public static string Of(string type) => Action.Contains(type) ? "action" : Success.Contains(type) ? "success" : Warning.Contains(type) ? "warning" : "info";
}
