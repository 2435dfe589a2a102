using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Services;

/// <summary>
/// What is done with services that are there, in the same way as orders: the guard decided on the service, it must still be that very one once it is held, and one UPDATE repeats the decision's condition.
/// </summary>
internal sealed class ServiceDesk(PortalWorks works, IScopeQueries scope, IPolicyDecisionPoint decisions, IPolicyPlanner planner, ServiceFinder finder)
{
    private const int LongestNotes = 4_000;
    private static readonly Table Table = PortalTables.Services;
    private static readonly Column<string> Id = Table.Column<string>("service_id");
    private static readonly Column<DateTimeOffset?> ArchivedAt = Table.Column<DateTimeOffset?>("archived_at");

    /// <summary>Does it, or says why not.</summary>
    /// <param name="me">Who acts.</param>
    /// <param name="action">What is done.</param>
    /// <param name="service">The service as it was loaded in the actor's scope and permitted.</param>
    /// <param name="notes">What comes with it.</param>
    /// <param name="cancellationToken">Ends with the request.</param>
    public async Task<Outcome<Service>> ActAsync(Subject me, ServiceAction action, Service service, string? notes, CancellationToken cancellationToken)
    {
        await using var work = await works.BeginAsync(me, cancellationToken);
        var held = Query.From(Table).Where(Id, Op.Eq, service.Code).Select(Service.Columns).ForUpdate();
        if (await work.FirstAsync(work.Unmasked(held, "the service is still the one that was decided on"), Service.Read, cancellationToken) != service)
            return Refusal.Changed;
        if (action == ServiceAction.Notes && notes is not { Length: <= LongestNotes })
            return Refusal.Invalid("notes_required", $"Send notes, of {LongestNotes} characters at most.");
        var changed = service with { Status = action.Next ?? service.Status };
        if (await work.ExecuteAsync(Change(work, action, changed, notes), cancellationToken) == 0)
            return Refusal.Changed;
        await work.LogAsync(action.Activity, "service", service.Code, $"Service {service.Code} {action.Done}", service.Ids, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return changed;
    }

    /// <summary>Which actions the decisions permit on a service, for its page; none on one outside the scope.</summary>
    public async Task<IReadOnlyList<string>> CanAsync(Subject me, string code, CancellationToken cancellationToken)
    {
        var service = await finder.LoadAsync(me, code, cancellationToken);
        var can = new List<string>();
        foreach (var action in service is null ? [] : ServiceAction.All)
            if ((await decisions.CheckAsync(me, action.Capability, service!, cancellationToken)).IsPermitted)
                can.Add(action.Name);
        return can;
    }

    private Write Change(PortalWork work, ServiceAction action, Service changed, string? notes)
    {
        var permitted = work.Ours(Table).Where(Id, Op.Eq, changed.Code).WhereNull(ArchivedAt).Where(planner.Plan(work.Me, action.Capability), Service.ColumnOf, Id, relation => scope.Related(work.Me, "services", relation));
        var write = Write.Update(permitted).Set(Table.Column<string>("status"), changed.Status);
        if (action == ServiceAction.Start)
            return write.Set(Table.Column<DateTimeOffset?>("actual_start_time"), work.Now);
        if (action == ServiceAction.Complete)
            return write.Set(Table.Column<DateTimeOffset?>("actual_end_time"), work.Now);
        return action == ServiceAction.Notes ? write.Set(Table.Column<string>("notes"), string.IsNullOrWhiteSpace(notes) ? null : notes.Trim()) : write;
    }
}
