using System.Text.Json;

namespace Cks.Tests.Oracle;

/// <summary>
/// The rows of one tenant of a <see cref="RandomGraph"/>. Everything is by chance, but what the schema and the writers keep: parents of the same test class,
/// scope keys that equal the chain, and no event with both a role and a code of that role in its audience.
/// </summary>
internal sealed class RandomTenant
{
    private static readonly string[] Chain = ["manager", "contractor", "customer", "center", "crew"];
    private static readonly string[] Healthy = ["active", "active", "assigned", "operational", "unassigned", "pending", " Active "];
    private static readonly string?[] Unhealthy = ["suspended", "inactive", "paused", "ended", "", "  ", null];
    private static readonly string[] Names = ["Plain", "O'Hara & \"Sons\"", "'); DROP TABLE crew; --", "100% _sure_ \\ $1 @p0", "\u05E6\u05D5\u05D5\u05EA \U0001F527"];
    private static readonly string[] ServiceStatuses = ["active", "active", "active", "created", "completed", "verified", "cancelled"];

    // The last ones are in no feed; "undeleted" only looks so to a careless pattern.
    private static readonly string[] Types =
    [
        "order_created", "order_accepted", "crew_assigned_to_center", "report_created", "service_completed", "profile_updated", "undeleted", "product_created",
        "catalog_service_created", "center_archived", "order_hard_deleted", "crew_restored", "report_deleted",
    ];

    private readonly Random _random;
    private readonly RandomGraph _graph;
    private readonly DateTime _day;
    private readonly IReadOnlyDictionary<string, int> _counts;
    private readonly Dictionary<string, List<RandomPerson>> _people = RandomGraph.Prefixes.Keys.ToDictionary(role => role, _ => new List<RandomPerson>());
    private readonly List<(string Code, bool IsTest, string? Center)> _services = [];
    private readonly List<(string Code, bool IsTest)> _orders = [];

    public RandomTenant(string name, Random random, RandomGraph graph, IReadOnlyDictionary<string, int> counts)
    {
        (Name, _random, _graph, _counts, _day) = (name, random, graph, counts, graph.Now.Date);
        graph.Add("tenants", name, $"The tenant {name}", _day.AddDays(-90));
        foreach (var role in RandomGraph.Prefixes.Keys)
            AddPeople(role);
        AddCatalog();
        AddServices();
        AddOwned();
        AddOrders();
        AddReports();
        AddActivities();
    }

    public string Name { get; }

    public IEnumerable<RandomPerson> People => _people.Values.SelectMany(p => p);

    public int Unassigned { get; private set; }

    public int OrdersByTwoPaths { get; private set; }

    private void AddPeople(string role)
    {
        var above = role switch { "warehouse" => "manager", _ => Chain.ElementAtOrDefault(Array.IndexOf(Chain, role) - 1) };
        for (var i = 0; i < _counts[role]; i++)
        {
            var code = _graph.CodeOf(role, i);
            var isTest = _graph.IsTest(i);
            var parents = above is null ? [] : _people[above].Where(p => p.IsTest == isTest).ToList();
            var parent = parents.Count == 0 || _random.Next(10) == 0 ? null : Skewed(parents);
            if (above is not null && parent is null)
                Unassigned++;
            var isArchived = _random.Next(100) < (role is "crew" or "warehouse" or "admin" ? 15 : 32);
            var status = _random.Next(100) < 88 ? Pick(Healthy) : Pick(Unhealthy);
            _people[role].Add(new(role, code, isTest, isArchived, status, parent));
            object?[] person = [Name, isTest, code, $"{Pick(Names)} {_random.Next(100)}", status, Past(), isArchived ? Past() : null];
            var (contractor, manager) = (parent?.Above("contractor")?.Code, parent?.Above("manager")?.Code); // the scope keys of the row
            _graph.Add($"{role}s".Replace("crews", "crew"), role switch
            {
                "manager" or "admin" => person,
                "customer" or "crew" => [.. person, parent?.Code, manager],
                "center" => [.. person, parent?.Code, contractor, manager],
                _ => [.. person, parent?.Code],
            });
        }
    }

    private void AddCatalog()
    {
        for (var i = 0; i < RandomGraph.CatalogSize; i++)
        {
            foreach (var suffix in new[] { "", "-TEST" })
            {
                _graph.Add("catalog_services", Name, suffix != "", $"SRV-{i + 1:000}{suffix}", $"Service {i}", Pick(["manager", "warehouse"]), true, Past(), null);
                _graph.Add("catalog_products", Name, suffix != "", $"PRD-{i + 1:000}{suffix}", $"Product {i}", true, Past(), null);
            }
        }
    }

    private void AddServices()
    {
        for (var i = 0; i < _counts["service"]; i++)
        {
            if (Any("center", i) is not { } center)
                continue;
            var code = $"{center.Code}-SRV-{i + 1:000}";
            _services.Add((code, center.IsTest, center.Code));
            var warehouse = _random.Next(3) == 0 ? Any("warehouse", center.IsTest) : null;
            _graph.Add(
                "services", Name, center.IsTest, code, center.Code, Pick(Names), Pick(ServiceStatuses), Edge(), warehouse is null ? "manager" : "warehouse",
                warehouse?.Code, Past(), Rarely(Past()));
            foreach (var crew in Some("crew", center.IsTest, 4))
                _graph.Add("service_staffing", Name, center.IsTest, code, crew.Code);
        }
    }

    private void AddOwned()
    {
        for (var i = 0; i < _counts["owned"]; i++)
        {
            var (what, catalog) = (_random.Next(4), 1 + _random.Next(RandomGraph.CatalogSize));
            if (what == 0 && Any(Pick(["manager", "contractor", "crew", "crew", "warehouse"]), i) is { } holder)
            {
                var service = $"SRV-{catalog:000}{holder.Suffix}";
                _graph.Add("service_certifications", Name, holder.IsTest, $"{holder.Code}:{service}", service, holder.Code, holder.Role, Past(), Rarely(Past()));
            }
            else if (what == 1 && Any("crew", i) is { } crew)
            {
                var done = _random.Next(2) == 0 ? Past() : (DateTime?)null;
                _graph.Add("trainings", Name, crew.IsTest, $"TRN-{i + 1:000}{crew.Suffix}", crew.Code, Pick(Names), done, Past(), Rarely(Past()));
            }
            else if (Any("warehouse", i) is { } warehouse)
            {
                var product = $"PRD-{catalog:000}{warehouse.Suffix}";
                var (minimum, stock) = (_random.Next(4), _random.Next(5));
                _graph.Add(
                    "inventory_items", Name, warehouse.IsTest, $"{warehouse.Code}:{product}", warehouse.Code, product, Pick(Names), stock, 0, minimum, Past(),
                    Rarely(Past()));
            }
        }
    }

    private void AddOrders()
    {
        for (var i = 0; i < _counts["order"]; i++)
        {
            var isTest = _graph.IsTest(i);
            var (creatorRole, creator) = AnyCode(isTest);
            var type = Pick(["product", "service", "service"]);
            var code = $"{creator}-{(type == "product" ? "PO" : "SO")}-{i + 1:000}";
            RandomPerson?[] parties;
            RandomPerson? destination = null;
            if (_random.Next(10) < 6 && Any("center", isTest) is { } center) // as the portal writes it: the chain of a center
            {
                destination = type == "product" ? center : null;
                parties = [center.Above("customer"), center, center.Above("contractor"), center.Above("manager"), null, Any("warehouse", isTest)];
            }
            else // parties that have nothing to do with each other
            {
                destination = Any("center", isTest);
                parties = [.. new[] { "customer", "center", "contractor", "manager", "crew", "warehouse" }.Select(role => _random.Next(2) == 0 ? Any(role, isTest) : null)];
            }

            if (_random.Next(4) == 0)
                parties[4] = Any("crew", isTest);
            _orders.Add((code, isTest));
            var created = Past();
            _graph.Add(
                "orders",
                [
                    Name, isTest, code, type, Pick(OrderStatuses.OfType[type]), creator, creatorRole, .. parties.Select(p => p?.Code), destination?.Code,
                    Pick(Names), Edge(), created, created, Rarely(Past()),
                ]);
            var participants = Enumerable.Range(0, _random.Next(4)).Select(_ => AnyCode(isTest)).DistinctBy(p => p.Code).ToList();
            foreach (var (role, participant) in participants)
                _graph.Add("order_participants", Name, isTest, code, participant, role, Pick(["creator", "destination", "actor", "watcher"]));

            string?[] ways =
            [
                creator, destination?.Code, .. parties.Select(p => p?.Code), .. participants.Select(p => p.Code),
                .. new[] { parties[0], parties[1] }.SelectMany(p => p is null ? [] : p.Line.Skip(1).Select(a => a.Code)),
            ];
            if (ways.OfType<string>().CountBy(way => way).Any(way => way.Value > 1))
                OrdersByTwoPaths++;
        }
    }

    private void AddReports()
    {
        for (var i = 0; i < _counts["report"]; i++)
        {
            var isTest = _graph.IsTest(i);
            var (role, creator) = AnyCode(isTest);
            var kind = Pick(["report", "feedback"]);
            var chain = _people[role].FirstOrDefault(p => p.Code == creator)?.Above("manager");
            var manager = _random.Next(10) switch { < 7 => chain, < 9 => Any("manager", isTest), _ => null };
            var about = _random.Next(4);
            var order = about == 0 ? _orders.Where(o => o.IsTest == isTest).Select(o => o.Code).OrderBy(_ => _random.Next()).FirstOrDefault() : null;
            var service = about == 1 ? _services.Where(s => s.IsTest == isTest).Select(s => s.Code).OrderBy(_ => _random.Next()).FirstOrDefault() : null;
            var category = order is not null ? "order" : service is not null ? "service" : Pick(["procedure", "other"]);
            _graph.Add(
                "reports", Name, isTest, $"{creator}-{(kind == "report" ? "RPT" : "FBK")}-{i + 1:000}", kind, creator, role, manager?.Code, category, order, service,
                Pick(Names), "open", Past(), Rarely(Past()));
        }
    }

    private void AddActivities()
    {
        for (var i = 0; i < _counts["activity"]; i++)
        {
            var isTest = _graph.IsTest(i);
            var ((role, actor), (_, target), created, type) = (AnyCode(isTest), AnyCode(isTest), Past(), Pick(Types));
            var id = $"{new DateTimeOffset(created).ToUnixTimeMilliseconds():x12}7{_random.Next(0x1000):x3}8{_random.Next(0x1000):x3}{_random.NextInt64(1L << 48):x12}";
            var ids = JsonSerializer.Serialize(new Dictionary<string, string> { ["actorId"] = actor });
            _graph.Add("activities", Name, isTest, id, type, actor, role, target, "person", "Something happened", ids, created);
            var audience = type is "product_created" or "catalog_service_created"
                ? [.. RandomGraph.Prefixes.Keys.Where(_ => _random.Next(2) == 0).Select(r => $"role:{r}")]
                : Enumerable.Range(0, 1 + _random.Next(6)).Select(_ => AnyCode(isTest).Code).Distinct().ToList();
            foreach (var who in audience)
                _graph.Add("activity_audience", Name, isTest, who, created, id);
            foreach (var (_, viewer) in Enumerable.Range(0, _random.Next(3)).Select(_ => AnyCode(isTest)).DistinctBy(v => v.Code))
                _graph.Add("activity_dismissals", Name, isTest, viewer, id, Past());
        }
    }

    // Few moments for many rows, so that ties are frequent; whole microseconds, because PostgreSQL keeps no finer time.
    private DateTime Past() => _day.AddDays(-1 - _random.Next(3)).AddHours(_random.Next(6)).AddMicroseconds(_random.Next(2));

    // Around the two midnights that begin and end today.
    private DateTime? Edge() => _random.Next(7) switch
    {
        0 => null,
        1 => _day,
        2 => _day.AddMicroseconds(-1),
        3 => _day.AddDays(1),
        4 => _day.AddDays(1).AddMicroseconds(-1),
        _ => _day.AddHours(_random.Next(-48, 72)),
    };

    private DateTime? Rarely(DateTime time) => _random.Next(6) == 0 ? time : null;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    // The first ones have most of the children.
    private RandomPerson Skewed(List<RandomPerson> people) => people[(int)(people.Count * Math.Pow(_random.NextDouble(), 2))];

    private RandomPerson? Any(string role, int index) => Any(role, _graph.IsTest(index));

    private RandomPerson? Any(string role, bool isTest)
    {
        var people = _people[role].Where(p => p.IsTest == isTest).ToList();
        return people.Count == 0 ? null : Skewed(people);
    }

    private IEnumerable<RandomPerson> Some(string role, bool isTest, int atMost) =>
        Enumerable.Range(0, _random.Next(atMost + 1)).Select(_ => Any(role, isTest)).OfType<RandomPerson>().Distinct();

    // A code that the first tenant has. The second tenant is smaller, so there it is now and then a code of a person that only the first one has.
    private (string Role, string Code) AnyCode(bool isTest)
    {
        while (true)
        {
            var role = Pick(RandomGraph.Hubs);
            var index = _random.Next(_graph.Counts[role] + 1);
            if (_graph.IsTest(index) == isTest)
                return (role, _graph.CodeOf(role, index));
            if (_random.Next(8) == 0) // a small graph has nobody of the class: a code that is nobody's
                return (role, $"{RandomGraph.Prefixes[role]}-900{(isTest ? "-TEST" : "")}");
        }
    }
}
