using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;

namespace Cks.Samples.Portal.Reports;

/// <summary>A report or feedback as decisions see it; what a viewer is shown of it is cut by the viewer's mask elsewhere.</summary>
internal sealed record Report
{
    public static Column[] Columns { get; } =
        [.. new[] { "report_id", "kind", "status", "category", "creator_id", "manager_id", "order_id", "service_id" }.Select(PortalTables.Reports.Column<string>)];

    public required string Code { get; init; }

    /// <summary><c>report</c> or <c>feedback</c>.</summary>
    public required string Kind { get; init; }

    public required string Status { get; init; }

    public required string Category { get; init; }

    public required string Creator { get; init; }

    /// <summary>The ecosystem, as it was when the report was written.</summary>
    public string? Manager { get; init; }

    public string? Order { get; init; }

    public string? Service { get; init; }

    /// <summary>Who stands on the order or service.</summary>
    public ReportParties Parties { get; init; } = new();

    /// <summary>Whether whoever it was loaded for has acknowledged it.</summary>
    public bool IsAcknowledgedByMe { get; init; }

    /// <summary>Whether all who are waited for have.</summary>
    public bool IsAcknowledgedByAll { get; init; }

    /// <summary>The ids of events about it.</summary>
    public IReadOnlyDictionary<string, string?> Ids => new Dictionary<string, string?>
    {
        ["creatorId"] = Creator,
        ["managerId"] = Manager,
        ["customerId"] = Parties.Customer,
        ["centerId"] = Parties.Center,
        ["contractorId"] = Parties.Contractor,
        ["crewId"] = Parties.Crew,
        ["warehouseId"] = Parties.Warehouse,
    };

    /// <summary>What the policy's conditions may ask of a report.</summary>
    public static void Map(ResourceMap<Report> map) => map
        .Attribute("kind", r => r.Kind)
        .Attribute("status", r => r.Status)
        .Attribute("category", r => r.Category)
        .Attribute("creator", r => r.Creator)
        .Attribute("managedBy", r => r.Parties.ManagedBy ?? "manager")
        .Attribute("acknowledgedByMe", r => Text(r.IsAcknowledgedByMe))
        .Attribute("acknowledgedByAll", r => Text(r.IsAcknowledgedByAll));

    public static Report Read(DbDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        return new()
        {
            Code = row.GetString(0),
            Kind = row.GetString(1),
            Status = row.GetString(2),
            Category = row.GetString(3),
            Creator = row.GetString(4),
            Manager = Text(5),
            Order = Text(6),
            Service = Text(7),
        };
    }

    private static string Text(bool value) => value ? "true" : "false";
}
