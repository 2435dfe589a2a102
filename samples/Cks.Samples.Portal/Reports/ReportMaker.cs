using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Reports;

/// <summary>Makes reports and feedback. The order or service that they are about is resolved in the creator's scope; the ecosystem is the creator's own (S13).</summary>
internal sealed class ReportMaker(PortalWorks works, Codes codes, ReportFinder finder, IPolicyDecisionPoint decisions)
{
    private static readonly Table Table = PortalTables.Reports;
    private static readonly CapabilityId CreateReport = CapabilityId.Of(Caps.Reports.Create);
    private static readonly CapabilityId CreateFeedback = CapabilityId.Of(Caps.Feedback.Create);

    /// <summary>Makes it, or says why not.</summary>
    public async Task<Outcome<Report>> CreateAsync(Subject me, NewReport request, CancellationToken cancellationToken)
    {
        if (request.Kind is not ("report" or "feedback"))
            return Refusal.Invalid("unknown_kind", "The kind is report or feedback.");
        var decision = decisions.Check(me, request.Kind == "report" ? CreateReport : CreateFeedback);
        if (!decision.IsPermitted)
            return Refusal.Denied(decision);
        if (request.Check() is { } wrong)
            return wrong;
        await using var work = await works.BeginAsync(me, cancellationToken);
        var order = await codes.FindAsync(work, "order", request.Order, cancellationToken);
        var service = await codes.FindAsync(work, "service", request.Service, cancellationToken);
        if ((request.Category == "order" && order is null) || (request.Category == "service" && service is null))
            return Refusal.Invalid("unknown_reference", "Name an order or a service that you see.");
        var report = new Report
        {
            Code = $"{me.Code}-{(request.Kind == "report" ? "RPT" : "FBK")}-{await work.NextNumberAsync($"{request.Kind}:{me.Code}", cancellationToken)}",
            Kind = request.Kind,
            Status = "open",
            Category = request.Category!,
            Creator = me.Code,
            Manager = await ManagerAsync(work, cancellationToken),
            Order = order,
            Service = service,
            Parties = await finder.PartiesAsync(me, order, service, work.ReadAsync, cancellationToken),
        };
        await InsertAsync(work, report, request, cancellationToken);
        await work.LogAsync($"{report.Kind}_created", "report", report.Code, $"{ReportDesk.Title(report)} created", report.Ids, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return report;
    }

    /// <summary>The manager at the top of the creator's chain, as the creator's own record has it.</summary>
    private async Task<string?> ManagerAsync(PortalWork work, CancellationToken cancellationToken)
    {
        var role = work.Me.Roles[0];
        if (role == "manager")
            return work.Me.Code;
        var own = codes.EntityOf(role);
        var manager = own.Table.Column<string>(role == "warehouse" ? "manager_id" : "cks_manager");
        return await work.FirstAsync(
            work.Unmasked(Query.From(own.Table).Where(own.Key, Op.Eq, work.Me.Code).WhereNotNull(manager).Select(manager), "the manager above is written on the report"),
            row => row.GetString(0),
            cancellationToken);
    }

    private static Task InsertAsync(PortalWork work, Report report, NewReport request, CancellationToken cancellationToken)
    {
        (string Column, string? Value)[] texts =
        [
            ("report_id", report.Code), ("kind", report.Kind), ("creator_id", report.Creator), ("creator_role", work.Me.Roles[0]), ("manager_id", report.Manager), ("category", report.Category),
            ("order_id", report.Order), ("service_id", report.Service), ("title", request.Title!.Trim()), ("body", request.Body?.Trim()), ("priority", request.Priority), ("status", report.Status),
        ];
        var write = work.New(Table).Set(Table.Column<DateTimeOffset>("created_at"), work.Now).Set(Table.Column<long?>("rating"), request.Rating);
        foreach (var (column, value) in texts)
            write = write.Set(Table.Column<string>(column), value);
        return work.ExecuteAsync(write, cancellationToken);
    }
}
