using Cks.Tests.Database;

namespace Cks.Tests.Oracle;

/// <summary>
/// The second opinion on the oracles: nothing but walks through the rows in memory. From a person or service it goes up the chain, where the SQL goes down;
/// to an order it goes down from the viewer, where the SQL goes up.
/// </summary>
public sealed class PortalWalk
{
    // Which service orders a role does not see; the oracle has the list of those that it sees.
    private static readonly Dictionary<string, string[]> HiddenServices = new()
    {
        ["center"] = [],
        ["customer"] = [],
        ["contractor"] = ["pending_customer"],
        ["manager"] = ["pending_customer", "pending_contractor", "pending_warehouse", "warehouse_accepted"],
        ["warehouse"] = ["pending_customer", "pending_contractor", "pending_manager", "manager_accepted", "crew_requested", "crew_assigned"],
        ["crew"] =
        [
            "pending_customer", "pending_contractor", "pending_manager", "pending_warehouse", "manager_accepted", "warehouse_accepted", "rejected",
        ],
    };

    private static readonly Dictionary<string, string> SetOf = new()
    {
        ["contractor"] = "contractors",
        ["customer"] = "customers",
        ["center"] = "centers",
        ["crew"] = "crew",
        ["warehouse"] = "warehouses",
    };

    private readonly PortalRows _rows;
    private readonly Dictionary<string, PersonRow> _people;
    private readonly ILookup<string?, PersonRow> _children;
    private readonly ILookup<(string Viewer, string Set), Member> _members;

    public PortalWalk(PortalRows rows)
    {
        _rows = rows;
        _people = rows.People.ToDictionary(p => p.Code);
        _children = rows.People.Where(p => p.Parent is not null).ToLookup(p => p.Parent);
        _members = Members().ToLookup(m => (m.Viewer, m.Set), m => m.Row);
    }

    /// <summary>The live rows of a set of <c>/api/scope</c>, by code.</summary>
    public IReadOnlyList<OracleRow> SetOfViewer(OracleViewer viewer, string set) => (viewer.Role, set) == ("warehouse", "orders")
        ? [.. OrdersOf(viewer)
            .Where(o => o.Warehouse == viewer.Code && o.Status is "pending_warehouse" or "awaiting_delivery")
            .Select(o => new OracleRow(o.Code, null, o.Status))]
        : [.. _members[(viewer.Code, set)].Where(m => m.IsTest == viewer.IsTest && !m.IsArchived).Select(m => m.Row).OrderBy(r => r.Code, StringComparer.Ordinal)];

    /// <summary>The metrics that are no count of a set.</summary>
    public IReadOnlyDictionary<string, long> MetricsOf(OracleViewer viewer, DateOnly today) => viewer.Role switch
    {
        "manager" => new Dictionary<string, long>
        {
            ["pendingOrders"] = OrdersOf(viewer).Count(o => o.Status is not ("delivered" or "service_created" or "rejected" or "cancelled")),
        },
        "contractor" => new()
        {
            ["serviceCount"] = LiveServices(viewer).Count(s => s.Status == "active" && !_people[s.Center].IsArchived),
        },
        "customer" => new() { ["serviceCount"] = LiveServices(viewer).Count(s => s.Status == "active") },
        "center" => new()
        {
            ["activeServices"] = LiveServices(viewer).Count(s => s.Status == "active"),
            ["pendingRequests"] = OrdersOf(viewer)
                .Where(o => new[] { o.Creator, o.Center, o.Destination }.Contains(viewer.Code))
                .Count(o => o.Status.StartsWith("pending_", StringComparison.Ordinal)),
        },
        "crew" => new()
        {
            ["activeServices"] = LiveServices(viewer).Count(s => s.Status == "active"),
            ["completedToday"] = LiveServices(viewer).Count(s => s.Ended is { } ended && DateOnly.FromDateTime(ended) == today),
            ["trainings"] = Owned(_rows.Trainings, viewer).Count(t => t.Counts),
        },
        "warehouse" => new()
        {
            ["inventoryCount"] = Owned(_rows.Inventory, viewer).Count(),
            ["lowStockItems"] = Owned(_rows.Inventory, viewer).Count(i => i.Counts),
            ["pendingOrders"] = Assigned(viewer).Count(o => o.Order.Status == "pending_warehouse"),
            ["deliveriesScheduled"] = Assigned(viewer)
                .Count(o => o.Order.Status == "awaiting_delivery" && o.Expected is { } expected && DateOnly.FromDateTime(expected) >= today),
        },
        _ => new(),
    };

    public IReadOnlyList<OracleOrder> OrdersOf(OracleViewer viewer)
    {
        if (viewer.IsArchived || viewer.Role == "admin")
            return [];
        var below = Below(viewer.Code).Where(p => p.Role is "customer" or "center").Select(p => p.Code).ToHashSet();
        return [.. OrderOracle.NewestFirst(_rows.Orders
            .Where(o => !o.IsArchived && o.Order.IsTest == viewer.IsTest)
            .Select(o => o.Order)
            .Where(o => o.Creator == viewer.Code || (IsSeen(viewer.Role, o) && IsRelated(o))))];

        bool IsRelated(OracleOrder o) =>
            new[] { o.Customer, o.Center, o.Destination, o.Contractor, o.Manager, o.Crew, o.Warehouse }.Contains(viewer.Code)
            || _rows.Participants[o.Code].Contains(viewer.Code)
            || below.Overlaps(new[] { o.Customer, o.Center }.OfType<string>());
    }

    public IReadOnlyList<OracleEvent> FeedOf(OracleViewer viewer) => viewer.IsArchived
        ? []
        : [.. FeedOracle.NewestFirst(_rows.Activities.Where(a =>
            a.IsTest == viewer.IsTest
            && !a.IsHidden
            && _rows.Audience[a.Id].Any(audience => audience == viewer.Code || audience == "role:" + viewer.Role)
            && !_rows.Dismissals[a.Id].Contains(viewer.Code)))];

    public IReadOnlyList<OracleReport> ReportsOf(OracleViewer viewer)
    {
        if (viewer.IsArchived)
            return [];
        var warehouse = viewer.Role == "warehouse" ? viewer.Code : null;
        var orders = _rows.Orders.Where(o => warehouse is not null && o.Order.Warehouse == warehouse).Select(o => o.Order.Code).ToHashSet();
        var services = _rows.Services.Where(s => warehouse is not null && s.Warehouse == warehouse).Select(s => s.Code).ToHashSet();
        var manager = viewer.Role is "warehouse" or "admin" ? null : Chain(viewer.Code).FirstOrDefault(p => p.Role == "manager")?.Code;
        return [.. _rows.Reports
            .Where(r => !r.IsArchived && r.Report.IsTest == viewer.IsTest)
            .Where(r => viewer.Role == "admin"
                || r.Creator == viewer.Code
                || (manager is not null && r.Manager == manager)
                || (r.Order is not null && orders.Contains(r.Order))
                || (r.Service is not null && services.Contains(r.Service)))
            .Select(r => r.Report)
            .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Code, StringComparer.Ordinal)];
    }

    /// <summary>The person itself and everybody above, the root last; nobody for a code that has no row.</summary>
    public IEnumerable<PersonRow> Chain(string code)
    {
        for (var person = _people.GetValueOrDefault(code); person is not null; person = person.Parent is null ? null : _people[person.Parent])
            yield return person;
    }

    private static bool IsSeen(string role, OracleOrder order) =>
        order.Type == "product" ? role is "warehouse" or "center" or "customer" : !HiddenServices[role].Contains(order.Status);

    private static IEnumerable<OwnedRow> Owned(IEnumerable<OwnedRow> rows, OracleViewer viewer) =>
        rows.Where(r => r.Owner == viewer.Code && r.IsTest == viewer.IsTest && !r.IsArchived);

    private IEnumerable<OrderRow> Assigned(OracleViewer viewer) =>
        _rows.Orders.Where(o => o.Order.Warehouse == viewer.Code && o.Order.IsTest == viewer.IsTest && !o.IsArchived);

    private IEnumerable<ServiceRow> LiveServices(OracleViewer viewer) => _rows.Services.Where(s =>
        s.IsTest == viewer.IsTest
        && !s.IsArchived
        && (viewer.Role == "crew" ? _rows.ServicesOfCrew[viewer.Code].Contains(s.Code) : Chain(s.Center).Any(p => p.Code == viewer.Code)));

    private IEnumerable<PersonRow> Below(string code) => _children[code].SelectMany(child => Below(child.Code).Prepend(child));

    private IEnumerable<(string Viewer, string Set, Member Row)> Members()
    {
        foreach (var person in _rows.People)
        {
            var row = new Member(new(person.Code, person.Name, person.Status), person.IsTest, person.IsArchived);
            foreach (var ancestor in Chain(person.Code).Skip(1))
                yield return (ancestor.Code, SetOf[person.Role], row);
            if (person.Role == "center")
            {
                foreach (var crew in _children[person.Code])
                    yield return (crew.Code, "center", row);
            }
        }

        var services = _rows.Services.ToDictionary(s => s.Code, s => new Member(new(s.Code, s.Name, s.Status), s.IsTest, s.IsArchived));
        foreach (var service in _rows.Services)
        {
            foreach (var ancestor in Chain(service.Center))
                yield return (ancestor.Code, "services", services[service.Code]);
        }

        foreach (var crew in _rows.ServicesOfCrew)
        {
            foreach (var service in crew)
                yield return (crew.Key, "services", services[service]);
        }

        foreach (var (set, owned) in new[] { ("certifications", _rows.Certifications), ("inventory", _rows.Inventory) })
        {
            foreach (var row in owned)
                yield return (row.Owner, set, new(new(row.Code, row.Name, null), row.IsTest, row.IsArchived));
        }
    }

    private sealed record Member(OracleRow Row, bool IsTest, bool IsArchived);
}
