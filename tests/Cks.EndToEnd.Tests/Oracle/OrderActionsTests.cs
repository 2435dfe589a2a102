using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

public sealed class OrderActionsTests
{
    private static readonly string[] Roles = ["manager", "contractor", "customer", "center", "crew", "warehouse", "admin"];

    private static readonly (string Type, string Status)[] Statuses = [.. OrderStatuses.OfType.SelectMany(t => t.Value.Select(status => (t.Key, status)))];

    [Fact]
    public void Only_who_is_written_on_the_order_may_do_something()
    {
        foreach (var (type, status) in Statuses)
        {
            foreach (var role in Roles)
                Assert.Empty(OrderActions.Of(Viewer(role, "OTHER"), Order(type, status, creator: "nobody")));
        }
    }

    [Theory]
    [InlineData("product", "pending_warehouse", "warehouse: accept,reject")]
    [InlineData("product", "awaiting_delivery", "warehouse: cancel,deliver,start-delivery")]
    [InlineData("product", "delivered", "")]
    [InlineData("service", "pending_customer", "customer: accept,cancel,reject; center: cancel")]
    [InlineData("service", "pending_contractor", "contractor: accept,reject; customer: cancel")]
    [InlineData("service", "pending_manager", "manager: accept,reject; contractor: cancel")]
    [InlineData("service", "pending_warehouse", "warehouse: accept,reject")]
    [InlineData("service", "manager_accepted", "manager: cancel")]
    [InlineData("service", "warehouse_accepted", "")]
    [InlineData("service", "crew_requested", "crew: accept,reject")]
    [InlineData("service", "crew_assigned", "")]
    [InlineData("service", "service_created", "manager: request-crew")]
    [InlineData("service", "rejected", "")]
    [InlineData("service", "cancelled", "")]
    public void The_parties_of_an_order_may(string type, string status, string expected)
    {
        var may = Roles.Select(role => (role, Actions: OrderActions.Of(Viewer(role, role), Order(type, status, creator: "nobody")))).Where(m => m.Actions.Count > 0);
        Assert.Equal(expected.Split("; ").Order(), may.Select(m => $"{m.role}: {string.Join(',', m.Actions)}").DefaultIfEmpty("").Order());
    }

    [Fact]
    public void A_creator_of_any_role_cancels_where_nobody_has_accepted_yet()
    {
        foreach (var (type, status) in Statuses)
        {
            var cancels = (type, status) is ("product", "pending_warehouse") or ("service", "pending_customer");
            foreach (var role in Roles.Where(r => r != "admin"))
                Assert.Equal(cancels ? ["cancel"] : [], OrderActions.Of(Viewer(role, "CREATOR"), Order(type, status, creator: "CREATOR")));
        }
    }

    [Fact]
    public void Who_may_act_sees_the_order()
    {
        foreach (var (type, status) in Statuses)
        {
            foreach (var role in Roles.Where(r => OrderActions.Of(Viewer(r, r), Order(type, status, creator: "nobody")).Count > 0))
                Assert.True(OrderStatuses.IsVisible(role, type, status), $"{role} {type} {status}");
        }
    }

    [Fact]
    public void Every_action_leads_to_a_status_of_the_type()
    {
        foreach (var (type, status) in Statuses)
        {
            foreach (var action in Roles.SelectMany(role => OrderActions.Of(Viewer(role, role), Order(type, status, creator: role))))
                Assert.All(OrderActions.After(Order(type, status, creator: "nobody"), action).DefaultIfEmpty(action), after => Assert.Contains(after, OrderStatuses.OfType[type]));
        }
    }

    [Fact]
    public void Who_may_not_sign_in_or_is_of_the_other_class_may_nothing()
    {
        var order = Order("product", "awaiting_delivery", creator: "nobody");
        Assert.NotEmpty(OrderActions.Of(Viewer("warehouse", "warehouse"), order));
        Assert.Empty(OrderActions.Of(Viewer("warehouse", "warehouse") with { Status = "suspended" }, order));
        Assert.Empty(OrderActions.Of(Viewer("warehouse", "warehouse") with { IsArchived = true }, order));
        Assert.Empty(OrderActions.Of(Viewer("warehouse", "warehouse") with { IsTest = true }, order));
    }

    private static OracleViewer Viewer(string role, string code) => new("main", role, code, false, "active", false, null);

    // Each role's own code is its name, so that a role is the party of its column.
    private static OracleOrder Order(string type, string status, string creator) => new("o", type, status, false, DateTime.UnixEpoch, creator)
    {
        Customer = "customer",
        Center = "center",
        Destination = "center",
        Contractor = "contractor",
        Manager = "manager",
        Crew = "crew",
        Warehouse = "warehouse",
    };
}
