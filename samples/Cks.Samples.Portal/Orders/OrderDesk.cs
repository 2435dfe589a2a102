using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Orders;

/// <summary>
/// What is done with orders that are there. The guard loaded the order in the actor's scope and decided on it; here it is held, must still be that very order, and is changed by one UPDATE that repeats the
/// decision's condition, so that of two who are both permitted only the first changes anything.
/// </summary>
internal sealed class OrderDesk(PortalWorks works, IScopeQueries scope, IPolicyDecisionPoint decisions, IPolicyPlanner planner, OrderFinder finder, ServiceMaker services, Codes codes)
{
    private const int LongestReason = 1_000;
    private static readonly Table Table = PortalTables.Orders;
    private static readonly Column<string> Id = Table.Column<string>("order_id");

    /// <summary>Does it, or says why not.</summary>
    /// <param name="me">Who acts.</param>
    /// <param name="action">What is done.</param>
    /// <param name="order">The order as it was loaded in the actor's scope and permitted.</param>
    /// <param name="body">What comes with it.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    public async Task<Outcome<Order>> ActAsync(Subject me, OrderAction action, Order order, OrderActionBody body, CancellationToken cancellationToken)
    {
        await using var work = await works.BeginAsync(me, cancellationToken);
        if (await HoldAsync(work, order.Code, cancellationToken) != order)
            return Refusal.Changed;
        if (action == OrderAction.Reject && (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > LongestReason))
            return Refusal.Invalid("reason_required", $"Say why, in {LongestReason} characters at most.");
        string? crew = null;
        if (action == OrderAction.RequestCrew && (crew = await codes.FindAsync(work, "crew", body.Crew, cancellationToken)) is null)
            return Refusal.Invalid("unknown_crew", "Name somebody of the crew whom you see.");
        if ((action == OrderAction.RequestCrew || (action == OrderAction.Accept && order.Status == OrderAction.CrewRequested)) && await ServiceMaker.HasEndedAsync(work, order, cancellationToken))
            return Refusal.Conflict("service_archived", "The service of this order is archived: nobody can work on it.");
        var changed = order with { Status = action.Next(order), Crew = crew ?? order.Crew };
        if (await ChangeAsync(work, action, order, changed, body, cancellationToken) is { } refusal)
            return refusal;
        await work.CommitAsync(cancellationToken);
        return changed;
    }

    /// <summary>Which actions the decisions permit on each of some orders that were found in the actor's scope; for pages.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> CanAsync(Subject me, IReadOnlyCollection<string> orders, CancellationToken cancellationToken)
    {
        var can = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var order in (await finder.FindAsync(me, orders, cancellationToken)).Values)
        {
            var permitted = new List<string>();
            foreach (var action in OrderAction.All)
                if ((await decisions.CheckAsync(me, action.Capability, order, cancellationToken)).IsPermitted)
                    permitted.Add(action.Name);
            can[order.Code] = permitted;
        }

        return can;
    }

    private static Task<Order?> HoldAsync(PortalWork work, string code, CancellationToken cancellationToken) => work.FirstAsync(
        work.Unmasked(Query.From(Table).Where(Id, Op.Eq, code).Select(Order.Columns).ForUpdate(), "the order is still the one that was decided on"), Order.Read, cancellationToken);

    private async Task<Refusal?> ChangeAsync(PortalWork work, OrderAction action, Order order, Order changed, OrderActionBody body, CancellationToken cancellationToken)
    {
        var answersRequest = order.Status == OrderAction.CrewRequested;
        var write = Write.Update(work.Ours(Table).Where(Id, Op.Eq, order.Code).WhereNull(Table.Column<DateTimeOffset?>("archived_at")).Where(planner.Plan(work.Me, action.Capability), Order.ColumnOf, Id, relation => scope.Related(work.Me, "orders", relation)))
            .Set(Table.Column<string>("status"), changed.Status)
            .Set(Table.Column<DateTimeOffset>("updated_at"), work.Now);
        if (action == OrderAction.Reject && answersRequest)
            write = write.SetNull(Table.Column<string>("crew_id"));
        else if (action == OrderAction.Reject)
            write = write.Set(Table.Column<string>("rejection_reason"), body.Reason!.Trim());
        else if (action == OrderAction.Deliver)
            write = write.Set(Table.Column<DateTimeOffset?>("delivered_at"), work.Now);
        else if (action == OrderAction.RequestCrew)
            write = write.Set(Table.Column<string>("crew_id"), changed.Crew!);
        if (await work.ExecuteAsync(write, cancellationToken) == 0)
            return Refusal.Changed;
        if (answersRequest)
            await work.LogAsync("service_crew_response", "order", order.Code, $"Crew request for order {order.Code}: {action.Name}", changed.Ids, cancellationToken);
        else
            await work.LogAsync(action.Activity, "order", order.Code, $"Order {order.Code}: {action.Name.Replace('-', ' ')}", changed.Ids, cancellationToken);
        if (changed.Status == OrderAction.CrewAssigned)
            await services.StaffAsync(work, changed, cancellationToken);
        else if (changed.Status == OrderAction.ServiceCreated && order.Service is null)
            await services.MakeAsync(work, changed, cancellationToken);
        return null;
    }
}
