using System.Collections.Frozen;
using Cks.QueryBuilder;
using Cks.Samples.Portal.Database;

namespace Cks.Samples.Portal.Moves;

/// <summary>
/// What can be archived, and what hangs on a row of it beside the tree: rows that are nobody else's go with it when it is deleted for good, others keep it from being deleted.
/// </summary>
/// <param name="Own">Columns that name the row from rows that go with it.</param>
/// <param name="Needed">Columns that name the row from rows that stay, and so keep it.</param>
/// <param name="IsPerson">Whether somebody may sign in as it.</param>
internal sealed record Belongings(IReadOnlyList<Column<string>> Own, IReadOnlyList<Column<string>> Needed, bool IsPerson = false)
{
    /// <summary>By the name of the entity. Whatever is not here is never archived.</summary>
    public static FrozenDictionary<string, Belongings> All { get; } = new Dictionary<string, Belongings>
    {
        ["manager"] = Person([], [Orders("manager_id"), Reports("manager_id")]),
        ["contractor"] = Person([], [Orders("contractor_id")]),
        ["customer"] = Person([], [Orders("customer_id")]),
        ["center"] = Person([], [Services("center_id"), Orders("center_id"), Orders("destination_id")]),
        ["crew"] = Person([PortalTables.Staffing.Column<string>("crew_id"), PortalTables.Trainings.Column<string>("crew_id")], [Orders("crew_id")]),
        ["warehouse"] = Person([], [Services("warehouse_id"), PortalTables.Inventory.Column<string>("warehouse_id"), Orders("warehouse_id")]),
        ["service"] = new([PortalTables.Staffing.Column<string>("service_id")], [Orders("service_id"), Reports("service_id")]),
        ["catalog-service"] = new(
            [PortalTables.Certifications.Column<string>("catalog_service_id")],
            [Services("catalog_service_id"), Orders("catalog_service_id"), PortalTables.OrderItems.Column<string>("catalog_service_id")]),
        ["product"] = new([], [PortalTables.Inventory.Column<string>("product_id"), PortalTables.OrderItems.Column<string>("product_id")]),
        ["order"] = new([PortalTables.OrderItems.Column<string>("order_id"), PortalTables.OrderParticipants.Column<string>("order_id")], [Reports("order_id")]),
        ["report"] = new([PortalTables.Acknowledgments.Column<string>("report_id")], []),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Whoever gets the same code later inherits neither certificates nor what was heard, nor the orders and reports of whoever had it before.
    private static Belongings Person(Column<string>[] own, Column<string>[] needed) => new(
        [.. own, PortalTables.Certifications.Column<string>("holder_id"), PortalTables.Dismissals.Column<string>("viewer"), PortalTables.Audience.Column<string>("audience"), PortalTables.OrderParticipants.Column<string>("participant_id")],
        [.. needed, Orders("creator_id"), Reports("creator_id")],
        IsPerson: true);

    private static Column<string> Orders(string column) => PortalTables.Orders.Column<string>(column);

    private static Column<string> Services(string column) => PortalTables.Services.Column<string>(column);

    private static Column<string> Reports(string column) => PortalTables.Reports.Column<string>(column);
}
