using System.Data.Common;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;

namespace Cks.Samples.Portal.Services;

/// <summary>A service as decisions and transitions see it; what a viewer is shown of it is cut by the viewer's mask elsewhere.</summary>
internal sealed record Service(string Code, string Center, string Status, string ManagedBy, string? Warehouse)
{
    public static Column[] Columns { get; } =
        [.. new[] { "service_id", "center_id", "status", "managed_by", "warehouse_id" }.Select(PortalTables.Services.Column<string>)];

    /// <summary>The ids of events about it.</summary>
    public IReadOnlyDictionary<string, string?> Ids => new Dictionary<string, string?> { ["centerId"] = Center, ["crewId"] = null, ["warehouseId"] = Warehouse };

    /// <summary>What the policy's conditions may ask of a service.</summary>
    public static void Map(ResourceMap<Service> map) => map
        .Id(s => s.Code)
        .Attribute("status", s => s.Status)
        .Attribute("managedBy", s => s.ManagedBy)
        .Attribute("warehouseCode", s => s.Warehouse);

    /// <summary>The column behind an attribute, for conditions that are repeated in SQL.</summary>
    public static Column? ColumnOf(string attribute) => attribute switch
    {
        "status" => PortalTables.Services.Column<string>("status"),
        "managedBy" => PortalTables.Services.Column<string>("managed_by"),
        "warehouseCode" => PortalTables.Services.Column<string>("warehouse_id"),
        _ => null,
    };

    public static Service Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4));
}
