using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

/// <summary>
/// Who may do what to an order: section 11(a) of the domain reference as a table, with the decisions on it. A row speaks for a role and for the column in
/// which the viewer's code has to stand; standing above a party, or being of the right role at another order, is not enough.
/// </summary>
public static class OrderActions
{
    /// <summary>Asks a crew member; the order's manager does it from <c>service_created</c>, which is final for everybody else.</summary>
    public const string RequestCrew = "request-crew";

    private static readonly Func<OracleOrder, string?> Creator = o => o.Creator;
    private static readonly Func<OracleOrder, string?> Customer = o => o.Customer;
    private static readonly Func<OracleOrder, string?> Center = o => o.Center;
    private static readonly Func<OracleOrder, string?> Contractor = o => o.Contractor;
    private static readonly Func<OracleOrder, string?> Manager = o => o.Manager;
    private static readonly Func<OracleOrder, string?> Crew = o => o.Crew;
    private static readonly Func<OracleOrder, string?> Warehouse = o => o.Warehouse;

    // A null role is any role with a hub.
    private static readonly (string Type, string Status, string? Role, Func<OracleOrder, string?> Named, string[] Actions)[] Table =
    [
        ("product", "pending_warehouse", "warehouse", Warehouse, ["accept", "reject"]),
        ("product", "pending_warehouse", null, Creator, ["cancel"]),
        ("product", "awaiting_delivery", "warehouse", Warehouse, ["start-delivery", "deliver", "cancel"]),
        ("service", "pending_customer", "customer", Customer, ["accept", "reject"]),
        ("service", "pending_customer", null, Creator, ["cancel"]),
        ("service", "pending_customer", "center", Center, ["cancel"]),
        ("service", "pending_customer", "customer", Customer, ["cancel"]),
        ("service", "pending_contractor", "contractor", Contractor, ["accept", "reject"]),
        ("service", "pending_contractor", "customer", Customer, ["cancel"]),
        ("service", "pending_manager", "manager", Manager, ["accept", "reject"]),
        ("service", "pending_manager", "contractor", Contractor, ["cancel"]),
        ("service", "pending_warehouse", "warehouse", Warehouse, ["accept", "reject"]),
        ("service", "manager_accepted", "manager", Manager, ["cancel"]),
        ("service", "crew_requested", "crew", Crew, ["accept", "reject"]),
        ("service", "service_created", "manager", Manager, [RequestCrew]),
    ];

    // The status after an action; what an accepted pending_contractor becomes depends on who manages the catalogue's service.
    private static readonly Dictionary<(string Type, string Status, string Action), string[]> Outcomes = new()
    {
        [("product", "pending_warehouse", "accept")] = ["awaiting_delivery"],
        [("product", "awaiting_delivery", "start-delivery")] = ["awaiting_delivery"],
        [("product", "awaiting_delivery", "deliver")] = ["delivered"],
        [("service", "pending_customer", "accept")] = ["pending_contractor"],
        [("service", "pending_contractor", "accept")] = ["pending_manager", "pending_warehouse"],
        [("service", "pending_manager", "accept")] = ["service_created"],
        [("service", "pending_warehouse", "accept")] = ["service_created"],
        [("service", "service_created", RequestCrew)] = ["crew_requested"],
        [("service", "crew_requested", "accept")] = ["crew_assigned"],
        [("service", "crew_requested", "reject")] = ["service_created"],
    };

    /// <summary>What the viewer may do, in ordinal order. An archived order, or one of the other test class, is for nobody; the caller sees to the tenant.</summary>
    public static IReadOnlyList<string> Of(OracleViewer viewer, OracleOrder order) => !viewer.MaySignIn || viewer.Role == "admin" || viewer.IsTest != order.IsTest
        ? []
        : [.. Table
            .Where(r => r.Type == order.Type && r.Status == order.Status && (r.Role is null || r.Role == viewer.Role) && r.Named(order) == viewer.Code)
            .SelectMany(r => r.Actions)
            .Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>The statuses that an action may lead to.</summary>
    public static IReadOnlyList<string> After(OracleOrder order, string action) =>
        Outcomes.GetValueOrDefault((order.Type, order.Status, action)) ?? action switch
        {
            "reject" => ["rejected"],
            "cancel" => ["cancelled"],
            _ => [],
        };

    /// <summary>The status in which the service order of a creator begins; the second is that of a service which the warehouse manages.</summary>
    public static IReadOnlyList<string> FirstStatuses(string creatorRole) => creatorRole switch
    {
        "center" => ["pending_customer"],
        "customer" => ["pending_contractor"],
        "contractor" or "crew" => ["pending_manager", "pending_warehouse"],
        "manager" or "warehouse" => ["service_created"],
        _ => [],
    };
}
