using Cks.HubConfig.AspNetCore;
using Cks.Rbac;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Orders;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>Orders: listed and shown as the scope and the mask say, each with what may be done with it, and done with as the policy says of the very order, which the guard loads.</summary>
internal static class OrderEndpoints
{
    private static readonly string[] Actions = [.. OrderAction.All.Select(a => a.Capability.Name)];

    public static void MapOrders(this WebApplication app)
    {
        app.MapGet("/api/orders", ListAsync).RequireCaps(Caps.Orders.List).WithFieldMask<Order>(Caps.Orders.View).WithRowCapabilities<Order>(Actions).WithCksHubCaching();
        app.MapPost("/api/orders", async (NewOrder order, Subject me, OrderMaker maker, CancellationToken ct) =>
            Answers.Of(await maker.CreateAsync(me, order, ct), o => Results.Created($"/api/orders/{o.Code}", new { code = o.Code, status = o.Status }))).RequireCaps(Caps.Orders.Create);
        app.MapGet("/api/orders/{code}", IResult (Order order) => Results.Json(new OneOrder(order))).RequireCaps(Caps.Orders.List).OnResource<Order>("code")
            .WithFieldMask<Order>(Caps.Orders.View).WithRowCapabilities<Order>(Actions);
        foreach (var action in OrderAction.All)
            app.MapPost($"/api/orders/{{code}}/{action.Name}", async (Order order, OrderActionBody? body, Subject me, OrderDesk desk, CancellationToken ct) =>
                Answers.Of(await desk.ActAsync(me, action, order, body ?? new(null, null), ct), o => Results.Json(new { code = o.Code, status = o.Status })))
                .RequireCaps(action.Capability.Name).OnResource<Order>("code");
    }

    private static async Task<IResult> ListAsync(string? after, string? status, HubLimit limit, Subject me, IScopeService scopes, Reach reach, OrderFinder finder, CancellationToken cancellationToken)
    {
        var list = await Listing.ReadAsync(me, scopes, reach.ListOf(me, "orders", "order"), after, Listing.Filter("status", status), cancellationToken, limit);
        if (!list.IsFound)
            return Listing.Refused(list);
        // The page says which, in which order, and where the next one begins.
        return Results.Json(OrderPage.Of(list.Set, await finder.FindAsync(me, [.. list.Set.Items.Select(row => (string)row["code"]!)], cancellationToken)));
    }
}
