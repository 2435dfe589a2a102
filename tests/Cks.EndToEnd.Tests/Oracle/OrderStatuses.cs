namespace Cks.Tests.Oracle;

/// <summary>Statuses of orders, and which of them a role sees: section 11(a) of the domain reference, written down by hand.</summary>
public static class OrderStatuses
{
    public static IReadOnlyDictionary<string, string[]> OfType { get; } = new Dictionary<string, string[]>
    {
        ["product"] = ["pending_warehouse", "awaiting_delivery", "delivered", "rejected", "cancelled"],
        ["service"] =
        [
            "pending_customer", "pending_contractor", "pending_manager", "pending_warehouse", "manager_accepted", "warehouse_accepted",
            "crew_requested", "crew_assigned", "service_created", "rejected", "cancelled",
        ],
    };

    public static IReadOnlyList<string> Final { get; } = ["delivered", "service_created", "rejected", "cancelled"];

    // Product orders: all to these three roles, none to others. Center and customer see all service orders as well.
    private static readonly string[] SeeProducts = ["warehouse", "center", "customer"];

    private static readonly Dictionary<string, string[]> SeenServices = new()
    {
        ["warehouse"] = ["pending_warehouse", "warehouse_accepted", "service_created", "rejected", "cancelled"],
        ["center"] = OfType["service"],
        ["customer"] = OfType["service"],
        ["manager"] = ["pending_manager", "manager_accepted", "service_created", "crew_requested", "crew_assigned", "rejected", "cancelled"],
        ["contractor"] =
        [
            "pending_contractor", "pending_manager", "pending_warehouse", "manager_accepted", "warehouse_accepted", "service_created",
            "crew_requested", "crew_assigned", "rejected", "cancelled",
        ],
        ["crew"] = ["crew_requested", "crew_assigned", "service_created", "cancelled"],
        ["admin"] = [],
    };

    /// <summary>Whether the role sees an order of the type in the status; the creator sees it anyway.</summary>
    public static bool IsVisible(string role, string type, string status) =>
        type == "product" ? SeeProducts.Contains(role) : SeenServices[role].Contains(status);
}
