using System.Data.Common;
using System.Text.Json.Serialization;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;

namespace Cks.Samples.Portal.Services;

/// <summary>A service as decisions and transitions see it, whole. In JSON its members have the names of the policy's fields, and the endpoint's mask shows of them what the viewer may read.</summary>
internal sealed record Service(
    string Code,
    string? Name,
    [property: JsonPropertyName("centerCode")] string Center,
    string? Category,
    string Status,
    string ManagedBy,
    [property: JsonPropertyName("warehouseCode")] string? Warehouse,
    string? Notes,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt)
{
    private static readonly string[] Names = ["service_id", "service_name", "center_id", "category", "status", "managed_by", "warehouse_id", "notes"];

    public static Column[] Columns { get; } =
        [.. Names.Select(PortalTables.Services.Column<string>), PortalTables.Services.Column<DateTimeOffset?>("actual_start_time"), PortalTables.Services.Column<DateTimeOffset?>("actual_end_time")];

    /// <summary>The ids of events about it.</summary>
    [JsonIgnore]
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

    public static Service Read(DbDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        DateTimeOffset? Moment(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
        return new(row.GetString(0), Text(1), row.GetString(2), Text(3), row.GetString(4), row.GetString(5), Text(6), Text(7), Moment(8), Moment(9));
    }
}
