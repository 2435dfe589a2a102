using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Services;

/// <summary>
/// What is done with services that are there, in the same way as orders: one load in the actor's scope, one decision on that very service, and one UPDATE that repeats
/// the decision's condition.
/// </summary>
internal sealed class ServiceDesk(PortalWorks works, ScopedReader reader, IScopeQueries scope, IPolicyDecisionPoint decisions, IPolicyPlanner planner)
{
    private const int LongestNotes = 4_000;
    private static readonly Table Table = PortalTables.Services;
    private static readonly Column<string> Id = Table.Column<string>("service_id");
    private static readonly Column<DateTimeOffset?> ArchivedAt = Table.Column<DateTimeOffset?>("archived_at");

    /// <summary>Does it, or says why not.</summary>
    public async Task<Outcome<Service>> ActAsync(Subject me, ServiceAction action, string code, string? notes, CancellationToken cancellationToken)
    {
        await using var work = await works.BeginAsync(me, cancellationToken);
        if (await work.FirstAsync(work.Unmasked(Named(code).ForUpdate(), "the decision looks at the whole service"), Service.Read, cancellationToken) is not { } service)
            return Refusal.Outside;
        var decision = await decisions.CheckAsync(me, action.Capability, service, cancellationToken);
        if (!decision.IsPermitted)
            return Refusal.Denied(decision);
        if (action == ServiceAction.Notes && notes is not { Length: <= LongestNotes })
            return Refusal.Invalid("notes_required", $"Send notes, of {LongestNotes} characters at most.");
        var changed = service with { Status = action.Next ?? service.Status };
        if (await work.ExecuteAsync(Change(work, action, changed, notes), cancellationToken) == 0)
            return Refusal.Changed;
        await work.LogAsync(action.Activity, "service", service.Code, $"Service {service.Code} {action.Done}", service.Ids, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return changed;
    }

    /// <summary>Which actions the decisions permit on a service; none on one outside the scope.</summary>
    public async Task<IReadOnlyList<string>> CanAsync(Subject me, string code, CancellationToken cancellationToken)
    {
        var service = await reader.ReadFirstAsync(me, scope.Unmasked(me, Named(code), "decisions look at the whole service and show nothing of it"), Service.Read, cancellationToken);
        var can = new List<string>();
        foreach (var action in service is null ? [] : ServiceAction.All)
            if ((await decisions.CheckAsync(me, action.Capability, service!, cancellationToken)).IsPermitted)
                can.Add(action.Name);
        return can;
    }

    private static Query Named(string code) => Query.From(Table).Where(Id, Op.Eq, code.ToUpperInvariant()).Select(Service.Columns);

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
