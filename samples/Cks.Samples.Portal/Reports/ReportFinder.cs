using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Work;
using Cks.Scope;

namespace Cks.Samples.Portal.Reports;

/// <summary>Sends a query: in a change, or outside of one.</summary>
internal delegate Task ReadRows(Subject me, Scoped<Query> query, Action<DbDataReader> row, CancellationToken cancellationToken);

/// <summary>Loads reports with what decisions on them need.</summary>
internal sealed class ReportFinder(IScopeQueries scope, IPolicyDecisionPoint decisions)
{
    private static readonly Table Table = PortalTables.Reports;
    private static readonly Column<string> Id = Table.Column<string>("report_id");

    /// <summary>The live report, if it is in the scope, and who stands on its order or service.</summary>
    public async Task<Report?> FindAsync(Subject me, string code, bool locked, ReadRows read, CancellationToken cancellationToken)
    {
        var query = Query.From(Table).Where(Id, Op.Eq, code.ToUpperInvariant()).Select(Report.Columns);
        Report? report = null;
        await read(me, scope.Unmasked(me, locked ? query.ForUpdate() : query, "the decision looks at the whole report"), row => report = Report.Read(row), cancellationToken);
        return report is null ? null : report with { Parties = await PartiesAsync(me, report.Order, report.Service, read, cancellationToken) };
    }

    /// <summary>Who stands on an order or a service.</summary>
    public async Task<ReportParties> PartiesAsync(Subject me, string? order, string? service, ReadRows read, CancellationToken cancellationToken)
    {
        var parties = new ReportParties();
        var (orders, services) = (PortalTables.Orders, PortalTables.Services);
        if (order is not null)
            await ReadAsync(PortalRows.Ours(me, orders).Where(orders.Column<string>("order_id"), Op.Eq, order).Select(ReportParties.OrderColumns));
        else if (service is not null)
            await ReadAsync(PortalRows.Ours(me, services).Where(services.Column<string>("service_id"), Op.Eq, service).Select(ReportParties.ServiceColumns));
        return parties;

        Task ReadAsync(Query query) => read(me, scope.Unscoped(me, query, "who stands on it is waited for, whether or not the actor sees the order or service"), row => parties = ReportParties.Read(row), cancellationToken);
    }

    /// <summary>The report with who has acknowledged it.</summary>
    public async Task<Report> WeighAsync(Subject me, Report report, ReadRows read, CancellationToken cancellationToken)
    {
        var (table, by) = (PortalTables.Acknowledgments, PortalTables.Acknowledgments.Column<string>("acknowledged_by"));
        var done = new HashSet<string>(StringComparer.Ordinal);
        var acknowledged = PortalRows.Ours(me, table).Where(table.Column<string>("report_id"), Op.Eq, report.Code).Select(by);
        await read(me, scope.Unscoped(me, acknowledged, "acknowledgments are of a report that was found in the actor's scope"), row => done.Add(row.GetString(0)), cancellationToken);
        var awaited = false;
        foreach (var (role, code) in StakeholdersOf(report))
            awaited |= code is not null && !done.Contains(code) && await CouldAsync(me, role, code, report, read, cancellationToken);
        return report with { IsAcknowledgedByMe = done.Contains(me.Code), IsAcknowledgedByAll = !awaited };
    }

    // The source waits for the "whole ecosystem" where no order is named, which nobody could ever satisfy: read as the manager at its top, and the warehouse that manages
    // the service. README.md beside this file says so.
    private static IEnumerable<(string Role, string? Code)> StakeholdersOf(Report report) => report switch
    {
        { Category: "order", Parties: var on } => [("manager", on.Manager), ("customer", on.Customer), ("contractor", on.Contractor), ("crew", on.Crew), ("warehouse", on.Warehouse)],
        { Category: "service", Parties: { ManagedBy: "warehouse", Warehouse: var warehouse } } => [("manager", report.Manager), ("warehouse", warehouse)],
        _ => [("manager", report.Manager)],
    };

    // Nobody is waited for who could never acknowledge it: its creator, customers when it is no feedback, and who is archived or does not see it any more.
    private async Task<bool> CouldAsync(Subject me, string role, string code, Report report, ReadRows read, CancellationToken cancellationToken)
    {
        var stakeholder = new Subject("", me.Tenant, [role]) { Code = code, IsTest = me.IsTest };
        if (!(await decisions.CheckAsync(stakeholder, ReportDesk.Acknowledge, report, cancellationToken)).IsPermitted)
            return false;
        var sees = false;
        await read(stakeholder, scope.Unmasked(stakeholder, Query.From(Table).Where(Id, Op.Eq, report.Code).Select(Id), "whether a report is seen, and nothing of it"), _ => sees = true, cancellationToken);
        return sees;
    }
}
