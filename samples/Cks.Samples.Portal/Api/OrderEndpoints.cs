using Cks.Rbac;
using Cks.Samples.Portal.Moves;
using Cks.Samples.Portal.Orders;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Api;

/// <summary>Orders: listed and shown as the scope and the mask say, done with as the policy says of the very order.</summary>
internal static class OrderEndpoints
{
    private const string ChecksTheOrder = "the order is loaded in the caller's scope and the decision is made on it";

    public static void MapOrders(this WebApplication app)
    {
        app.MapGet("/api/orders", (string? after, string? status, Subject me, IScopeService scopes, Reach reach, CancellationToken ct) =>
            Listing.AnswerAsync(me, scopes, reach.ListOf(me, "orders", "order"), after, Listing.Filter("status", status), ct)).RequireCaps(Caps.Orders.List).NeverShared();
        app.MapPost("/api/orders", async (NewOrder order, Subject me, OrderMaker maker, CancellationToken ct) =>
            Answers.Of(await maker.CreateAsync(me, order, ct), o => Results.Created($"/api/orders/{o.Code}", new { code = o.Code, status = o.Status }))).RequireCaps(Caps.Orders.Create);
        app.MapGet("/api/orders/{code}", OneAsync).RequireCaps(Caps.Orders.List).NeverShared();
        foreach (var action in OrderAction.All)
            app.MapPost($"/api/orders/{{code}}/{action.Name}", async (string code, OrderActionBody? body, Subject me, OrderDesk desk, CancellationToken ct) =>
                Answers.Of(await desk.ActAsync(me, action, code, body ?? new(null, null), ct), o => Results.Json(new { code = o.Code, status = o.Status })))
                .RequireCaps(action.Capability.Name).ChecksInHandler(ChecksTheOrder);
    }

    private static async Task<IResult> OneAsync(string code, Subject me, IScopeService scopes, OrderDesk desk, CancellationToken cancellationToken)
    {
        if (await scopes.FindAsync(me, "order", code.ToUpperInvariant(), cancellationToken) is not { } row)
            return Answers.Refused(Refusal.Outside);
        var can = await desk.CanAsync(me, [code.ToUpperInvariant()], cancellationToken);
        return Results.Json(new { order = row, can = can.GetValueOrDefault(code.ToUpperInvariant(), []) });
    }
}
