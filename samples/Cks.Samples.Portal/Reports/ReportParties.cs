using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Samples.Portal.Database;

namespace Cks.Samples.Portal.Reports;

/// <summary>Who stands on the order or service that a report is about.</summary>
internal sealed record ReportParties
{
    private static readonly string[] OnOrders = ["center_id", "warehouse_id", "managed_by", "customer_id", "contractor_id", "manager_id", "crew_id"];

    public static Column[] OrderColumns { get; } = [.. OnOrders.Select(PortalTables.Orders.Column<string>)];

    public static Column[] ServiceColumns { get; } = [.. OnOrders.Take(3).Select(PortalTables.Services.Column<string>)];

    public string? Center { get; init; }

    public string? Warehouse { get; init; }

    /// <summary>Who carries a service out: <c>manager</c> or <c>warehouse</c>.</summary>
    public string? ManagedBy { get; init; }

    public string? Customer { get; init; }

    public string? Contractor { get; init; }

    public string? Manager { get; init; }

    public string? Crew { get; init; }

    public static ReportParties Read(DbDataReader row)
    {
        string? Text(int column) => column >= row.FieldCount || row.IsDBNull(column) ? null : row.GetString(column);
        return new() { Center = Text(0), Warehouse = Text(1), ManagedBy = Text(2), Customer = Text(3), Contractor = Text(4), Manager = Text(5), Crew = Text(6) };
    }
}
