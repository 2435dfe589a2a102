using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Reports;

/// <summary>What is done with reports that are there: one load in the actor's scope, and one decision on that very report.</summary>
internal sealed class ReportDesk(PortalWorks works, ScopedReader reader, ReportFinder finder, IPolicyDecisionPoint decisions)
{
    private static readonly Table Table = PortalTables.Reports;

    public static CapabilityId Acknowledge { get; } = CapabilityId.Of(Caps.Reports.Acknowledge);

    public static CapabilityId Resolve { get; } = CapabilityId.Of(Caps.Reports.Resolve);

    /// <summary>Acknowledges it, once; again changes nothing.</summary>
    public async Task<Outcome<Report>> AcknowledgeAsync(Subject me, string code, CancellationToken cancellationToken)
    {
        await using var work = await works.BeginAsync(me, cancellationToken);
        if (await finder.FindAsync(me, code, locked: true, work.ReadAsync, cancellationToken) is not { } report)
            return Refusal.Outside;
        var decision = await decisions.CheckAsync(me, Acknowledge, report, cancellationToken);
        if (!decision.IsPermitted)
            return Refusal.Denied(decision);
        var table = PortalTables.Acknowledgments;
        var acknowledgment = work.New(table)
            .Set(table.Column<string>("report_id"), report.Code)
            .Set(table.Column<string>("acknowledged_by"), me.Code)
            .Set(table.Column<string>("acknowledged_role"), me.Roles[0])
            .Set(table.Column<DateTimeOffset>("acknowledged_at"), work.Now)
            .OrSkip();
        if (await work.ExecuteAsync(acknowledgment, cancellationToken) == 0)
            return report;
        await work.LogAsync($"{report.Kind}_acknowledged", "report", report.Code, $"{Title(report)} acknowledged", report.Ids, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return report;
    }

    /// <summary>Resolves it, or says why not.</summary>
    public async Task<Outcome<Report>> ResolveAsync(Subject me, string code, CancellationToken cancellationToken)
    {
        await using var work = await works.BeginAsync(me, cancellationToken);
        if (await finder.FindAsync(me, code, locked: true, work.ReadAsync, cancellationToken) is not { } found)
            return Refusal.Outside;
        var report = await finder.WeighAsync(me, found, work.ReadAsync, cancellationToken);
        var decision = await decisions.CheckAsync(me, Resolve, report, cancellationToken);
        if (!decision.IsPermitted)
            return Refusal.Denied(decision);
        // Acknowledgments are no columns of the row and are never taken back; what can change in between is the status.
        var open = work.Ours(Table).Where(Table.Column<string>("report_id"), Op.Eq, report.Code)
            .WhereNull(Table.Column<DateTimeOffset?>("archived_at")).Where(Table.Column<string>("status"), Op.Eq, "open");
        var write = Write.Update(open)
            .Set(Table.Column<string>("status"), "resolved")
            .Set(Table.Column<string>("resolved_by"), me.Code)
            .Set(Table.Column<DateTimeOffset?>("resolved_at"), work.Now);
        if (await work.ExecuteAsync(write, cancellationToken) == 0)
            return Refusal.Changed;
        await work.LogAsync($"{report.Kind}_resolved", "report", report.Code, $"{Title(report)} resolved", report.Ids, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return report with { Status = "resolved" };
    }

    /// <summary>Which actions the decisions permit on a report; none on one outside the scope.</summary>
    public async Task<IReadOnlyList<string>> CanAsync(Subject me, string code, CancellationToken cancellationToken)
    {
        if (await finder.FindAsync(me, code, locked: false, reader.ReadAsync, cancellationToken) is not { } found)
            return [];
        var report = await finder.WeighAsync(me, found, reader.ReadAsync, cancellationToken);
        var can = new List<string>();
        foreach (var capability in new[] { Acknowledge, Resolve })
            if ((await decisions.CheckAsync(me, capability, report, cancellationToken)).IsPermitted)
                can.Add(capability.Name["reports:".Length..]);
        return can;
    }

    /// <summary>What the feed calls it.</summary>
    public static string Title(Report report) => $"{(report.Kind == "report" ? "Report" : "Feedback")} {report.Code}";
}
