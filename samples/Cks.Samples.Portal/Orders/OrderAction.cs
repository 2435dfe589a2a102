using Cks.Rbac;

namespace Cks.Samples.Portal.Orders;

/// <summary>What can be done with an order, and where that takes it. Who may do it, and in which status, stands in the policy and nowhere else.</summary>
/// <param name="Name">Last segment of the path and action of the capability.</param>
/// <param name="Activity">What the feed calls it.</param>
/// <param name="Next">The status that follows.</param>
internal sealed record OrderAction(string Name, string Activity, Func<Order, string> Next)
{
    public const string ServiceCreated = "service_created";
    public const string CrewRequested = "crew_requested";
    public const string CrewAssigned = "crew_assigned";

    public static OrderAction Accept { get; } = new("accept", "order_accepted", Accepted);

    public static OrderAction Reject { get; } = new("reject", "order_rejected", o => o.Status == CrewRequested ? ServiceCreated : "rejected");

    public static OrderAction Deliver { get; } = new("deliver", "order_delivered", _ => "delivered");

    public static OrderAction RequestCrew { get; } = new("request-crew", "service_crew_requested", _ => CrewRequested);

    public static IReadOnlyList<OrderAction> All { get; } =
    [
        Accept, Reject, new("cancel", "order_cancelled", _ => "cancelled"), new("start-delivery", "order_updated", o => o.Status), Deliver, RequestCrew,
    ];

    public CapabilityId Capability { get; } = CapabilityId.Of($"orders:{Name}");

    // The chain of a service order: each accepts in turn, and then either the manager or the warehouse that manages such services.
    private static string Accepted(Order order) => order switch
    {
        { IsProduct: true } => "awaiting_delivery",
        { Status: CrewRequested } => CrewAssigned,
        { Status: "pending_customer" } => "pending_contractor",
        { Status: "pending_contractor", ManagedBy: "warehouse" } => "pending_warehouse",
        { Status: "pending_contractor" } => "pending_manager",
        _ => ServiceCreated,
    };
}
