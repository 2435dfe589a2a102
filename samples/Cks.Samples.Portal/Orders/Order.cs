using System.Data.Common;
using System.Text.Json.Serialization;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Samples.Portal.Database;

namespace Cks.Samples.Portal.Orders;

/// <summary>An order as decisions and transitions see it, whole. In JSON its members have the names of the policy's fields, and the endpoint's mask shows of them what the viewer may read.</summary>
internal sealed record Order
{
    private static readonly string[] Names =
    [
        "order_id", "order_type", "status", "creator_id", "customer_id", "center_id", "destination_id", "contractor_id", "manager_id", "crew_id", "warehouse_id", "managed_by",
        "catalog_service_id", "service_id", "title", "creator_role", "notes", "rejection_reason",
    ];

    public static Column[] Columns { get; } =
    [
        .. Names.Select(PortalTables.Orders.Column<string>),
        PortalTables.Orders.Column<DateTimeOffset?>("expected_at"), PortalTables.Orders.Column<DateTimeOffset?>("delivered_at"), PortalTables.Orders.Column<DateTimeOffset>("created_at"),
    ];

    public required string Code { get; init; }

    public required string Type { get; init; }

    public required string Status { get; init; }

    public required string Title { get; init; }

    public required string Creator { get; init; }

    public string? CreatorRole { get; init; }

    [JsonPropertyName("customerCode")]
    public string? Customer { get; init; }

    [JsonPropertyName("centerCode")]
    public string? Center { get; init; }

    [JsonPropertyName("destinationCode")]
    public string? Destination { get; init; }

    [JsonPropertyName("contractorCode")]
    public string? Contractor { get; init; }

    [JsonPropertyName("managerCode")]
    public string? Manager { get; init; }

    [JsonPropertyName("crewCode")]
    public string? Crew { get; init; }

    [JsonPropertyName("warehouseCode")]
    public string? Warehouse { get; init; }

    public string? ManagedBy { get; init; }

    [JsonPropertyName("catalogCode")]
    public string? CatalogService { get; init; }

    [JsonPropertyName("serviceCode")]
    public string? Service { get; init; }

    public string? Notes { get; init; }

    public string? RejectionReason { get; init; }

    public DateTimeOffset? ExpectedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore]
    public bool IsProduct => Type == "product";

    /// <summary>The ids of events about it.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, string?> Ids => new Dictionary<string, string?>
    {
        ["creatorId"] = Creator,
        ["customerId"] = Customer,
        ["centerId"] = Center,
        ["destinationId"] = Destination,
        ["contractorId"] = Contractor,
        ["managerId"] = Manager,
        ["crewId"] = Crew,
        ["warehouseId"] = Warehouse,
    };

    /// <summary>What the policy's conditions may ask of an order.</summary>
    public static void Map(ResourceMap<Order> map) => map
        .Id(o => o.Code)
        .Attribute("type", o => o.Type)
        .Attribute("status", o => o.Status)
        .Attribute("creator", o => o.Creator)
        .Attribute("customerCode", o => o.Customer)
        .Attribute("centerCode", o => o.Center)
        .Attribute("contractorCode", o => o.Contractor)
        .Attribute("managerCode", o => o.Manager)
        .Attribute("crewCode", o => o.Crew)
        .Attribute("warehouseCode", o => o.Warehouse);

    /// <summary>The column behind an attribute, for conditions that are repeated in SQL.</summary>
    public static Column? ColumnOf(string attribute) => attribute switch
    {
        "type" => PortalTables.Orders.Column<string>("order_type"),
        "status" => PortalTables.Orders.Column<string>("status"),
        "creator" => PortalTables.Orders.Column<string>("creator_id"),
        "customerCode" => PortalTables.Orders.Column<string>("customer_id"),
        "centerCode" => PortalTables.Orders.Column<string>("center_id"),
        "contractorCode" => PortalTables.Orders.Column<string>("contractor_id"),
        "managerCode" => PortalTables.Orders.Column<string>("manager_id"),
        "crewCode" => PortalTables.Orders.Column<string>("crew_id"),
        "warehouseCode" => PortalTables.Orders.Column<string>("warehouse_id"),
        _ => null,
    };

    public static Order Read(DbDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        DateTimeOffset? Moment(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
        return new()
        {
            Code = row.GetString(0),
            Type = row.GetString(1),
            Status = row.GetString(2),
            Creator = row.GetString(3),
            Customer = Text(4),
            Center = Text(5),
            Destination = Text(6),
            Contractor = Text(7),
            Manager = Text(8),
            Crew = Text(9),
            Warehouse = Text(10),
            ManagedBy = Text(11),
            CatalogService = Text(12),
            Service = Text(13),
            Title = row.GetString(14),
            CreatorRole = Text(15),
            Notes = Text(16),
            RejectionReason = Text(17),
            ExpectedAt = Moment(18),
            DeliveredAt = Moment(19),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(20),
        };
    }
}
