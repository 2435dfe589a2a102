namespace Cks.Samples.Portal.Database;

/// <summary>
/// The people and services of a tenant. Every tenant has the same codes under other names and in another tree. Awkward rows are placed by number:
/// every 23rd customer, center and crew member is archived (its children are not), every 31st has no parent, every 10th from 7 has a hostile name,
/// every 50th crew member has no user, every 9th customer from 4 had another contractor before.
/// </summary>
internal sealed class SeedTenant
{
    private static readonly string?[] Statuses =
    [
        "active", "active", "active", "active", "active", "active", "active", "assigned", "operational", "pending", "unassigned",
        "suspended", "inactive", "paused", "ended", " Active ", "ASSIGNED", "", "  ", null,
    ];

    private static readonly string[] ServiceStatuses = ["active", "active", "active", "created", "completed", "verified", "cancelled"];

    private readonly SeedRandom _random;

    // A second stream that ignores the tenant: how many services a center has is part of the codes.
    private readonly SeedRandom _codes = new(2026);

    private readonly SeedPlan _plan;
    private readonly List<SeedPerson> _people = [];
    private readonly Dictionary<string, SeedPerson> _byCode;

    /// <summary>Makes the rows; <paramref name="index"/> is the tenant's place and turns the tree.</summary>
    public SeedTenant(SeedPlan plan, string name, int index)
    {
        (Name, Index, _plan) = (name, index, plan);
        _random = new SeedRandom((ulong)index);
        int[] contractors = [.. Enumerable.Range(1, plan.Contractors.Count)];
        AddManagers();
        AddContractors(contractors, turn: index * 4);
        AddTree("customer", "CUS", plan.Customers, i => Code("CON", contractors[i * (index == 0 ? 1 : 7) % contractors.Length]), healthy: "active");
        AddTree("center", "CEN", plan.Centers, i => Code("CUS", plan.Customers[i * (index == 0 ? 1 : 11) % plan.Customers.Count]), healthy: "operational");
        AddTree("crew", "CRW", plan.Crew, _ => Code("CEN", _random.Pick(plan.Centers)), healthy: "assigned");
        var services = Services();
        AddTestTree();
        AddWarehousesAndAdmins(new SeedRandom((ulong)index + 100));
        _byCode = _people.ToDictionary(p => p.Code);
        CrewAt = _people.Where(p => p.Role == "crew").ToLookup(p => p.Parent ?? "");
        AllServices = [.. services.Select((s, i) => Managed(s, i)), .. TestServices()];
    }

    /// <summary>The tenant's slug.</summary>
    public string Name { get; }

    /// <summary>The tenant's place.</summary>
    public int Index { get; }

    /// <summary>Everybody, parents first.</summary>
    public IReadOnlyList<SeedPerson> People => _people;

    /// <summary>All services.</summary>
    public IReadOnlyList<SeedService> AllServices { get; }

    /// <summary>Crew by center.</summary>
    public ILookup<string, SeedPerson> CrewAt { get; }

    /// <summary>The person with this code.</summary>
    public SeedPerson this[string code] => _byCode[code];

    /// <summary>Everybody with a role, test users apart.</summary>
    public IReadOnlyList<SeedPerson> Live(string role) => [.. _people.Where(p => p.Role == role && !p.IsTest)];

    /// <summary>Who was above a person at a time, the person included.</summary>
    public SeedChain ChainOf(string? code, DateTime at)
    {
        string?[] chain = [null, null, null, null];
        while (code is not null)
        {
            var person = _byCode[code];
            chain[person.Role switch { "center" => 0, "customer" => 1, "contractor" => 2, "manager" => 3, _ => 0 }] = person.Role is "crew" or "warehouse" ? null : code;
            code = person.FormerParent is { } former && at < SeedTimes.Moves ? former : person.Parent;
        }

        return new(chain[0], chain[1], chain[2], chain[3]);
    }

    /// <summary>The oldest warehouse of a manager that was not archived at a time.</summary>
    public string? WarehouseOf(string? manager, DateTime at) =>
        manager is null ? null : _people.Find(p => p.Role == "warehouse" && p.Parent == manager && !(p.ArchivedAt <= at))?.Code;

    /// <summary>The admin who works on rows of the test class of a code.</summary>
    public static string AdminOf(string code) => code.Contains("-TEST", StringComparison.Ordinal) ? "ADM-001-TEST" : "ADM-001";

    /// <summary>The role of a person's code.</summary>
    public static string RoleOf(string code) => code[..3] switch
    {
        "MGR" => "manager",
        "CON" => "contractor",
        "CUS" => "customer",
        "CEN" => "center",
        "CRW" => "crew",
        "WHS" => "warehouse",
        _ => "admin",
    };

    private static string Code(string prefix, int number) => $"{prefix}-{number:000}";

    private SeedPerson Person(string role, string prefix, int number) => new(role, Code(prefix, number), number, SeedNames.Create(Name, number, _random));

    private void AddManagers() =>
        _people.AddRange(Enumerable.Range(1, _plan.Managers).Select(n => Person("manager", "MGR", n) with
        {
            Status = n switch { 5 => "suspended", 6 => "", _ => "active" },
            IsArchived = n == 4,
        }));

    private void AddContractors(int[] contractors, int turn)
    {
        foreach (var (i, n) in contractors.Index())
        {
            var manager = _plan.Contractors[(i + turn) % contractors.Length];
            _people.Add(Person("contractor", "CON", n) with
            {
                Parent = manager is { } m ? Code("MGR", m) : null,
                Status = n switch { 16 => "suspended", 17 => "ended", _ => manager is null ? "unassigned" : "active" },
                IsArchived = n == 18,
            });
        }
    }

    private void AddTree(string role, string prefix, IReadOnlyList<int> numbers, Func<int, string> parent, string healthy)
    {
        foreach (var (i, n) in numbers.Index())
        {
            var assigned = n % 31 != 0;
            _people.Add(Person(role, prefix, n) with
            {
                Parent = assigned ? parent(i) : null,
                FormerParent = assigned && role == "customer" && n % 9 == 4 ? parent(i + 3) : null,
                Status = !assigned ? "unassigned" : n <= 12 ? healthy : _random.Pick(Statuses),
                IsArchived = n % 23 == 0,
                IsLinked = role != "crew" || n % 50 != 0,
            });
        }
    }

    private List<SeedService> Services()
    {
        List<SeedService> services = [];
        var crew = _people.Where(p => p.Role == "crew").ToArray();
        var crewAt = crew.ToLookup(p => p.Parent, p => p.Code);
        foreach (var center in _people.Where(p => p.Role == "center").ToArray())
        {
            int[] numbers = [.. Enumerable.Range(1, _codes.Next(5)), .. center.Number % 50 == 1 ? [1000] : Array.Empty<int>()];
            foreach (var n in numbers)
            {
                // Staff come from the center, and now and then from elsewhere: a crew member's services are not only those of its center.
                IEnumerable<string> staff = crewAt[center.Code].Where(_ => _random.Next(3) > 0);
                if (_random.Next(4) == 0)
                    staff = staff.Append(_random.Pick(crew).Code);
                var status = n == 1 && center.Number <= 12 ? "active" : _random.Pick(ServiceStatuses);
                services.Add(new(center.Code, n, status, [.. staff.Distinct()]) { IsArchived = _random.Next(12) == 0 });
            }
        }

        return services;
    }

    // A service comes from the catalog; a warehouse carries it out where the catalog says so and the manager has one.
    private SeedService Managed(SeedService service, int index)
    {
        var number = 1 + (index % SeedCatalog.ActiveServices);
        var warehouse = SeedCatalog.IsWarehouseService(number) ? WarehouseOf(ChainOf(service.Center, SeedTimes.Moves).Manager, SeedTimes.Moves) : null;
        if (SeedCatalog.IsWarehouseService(number) && warehouse is null)
            number--;
        return service with { CatalogService = Code("SRV", number), Warehouse = warehouse };
    }

    private static SeedService[] TestServices() =>
    [
        new("CEN-001-TEST", 1, "active", ["CRW-001-TEST", "CRW-002-TEST"]) { CatalogService = "SRV-001-TEST" },
        new("CEN-001-TEST", 2, "completed", ["CRW-001-TEST"]) { CatalogService = "SRV-001-TEST" },
    ];

    private void AddWarehousesAndAdmins(SeedRandom random)
    {
        // MGR-001 has two, WHS-004 waits for a manager, WHS-003 is archived and was the first of MGR-002.
        foreach (var (n, manager) in new (int, int?)[] { (1, 1), (2, 1), (3, 2), (4, null), (5, 2), (6, 3) })
        {
            if (!(manager > _plan.Managers))
                _people.Add(new("warehouse", Code("WHS", n), n, SeedNames.Create(Name, n, random)) { Parent = manager is { } m ? Code("MGR", m) : null, IsArchived = n == 3 });
        }

        foreach (var n in new[] { 1, 2 })
            _people.Add(new("admin", Code("ADM", n), n, SeedNames.Create(Name, n, random)));
        _people.Add(new("warehouse", "WHS-001-TEST", 1, $"Test {SeedNames.Create(Name, 1, random)}") { Parent = "MGR-001-TEST" });
        _people.Add(new("admin", "ADM-001-TEST", 1, $"Test {SeedNames.Create(Name, 1, random)}"));
    }

    private void AddTestTree()
    {
        string? parent = null;
        foreach (var (role, prefix) in new[] { ("manager", "MGR"), ("contractor", "CON"), ("customer", "CUS"), ("center", "CEN"), ("crew", "CRW") })
        {
            var person = TestPerson(role, prefix, 1);
            _people.Add(person with { Parent = parent });
            parent = role == "crew" ? parent : person.Code;
        }

        _people.Add(TestPerson("crew", "CRW", 2) with { Parent = parent, IsArchived = true });
        _people.Add(TestPerson("crew", "CRW", 3) with { Status = "unassigned" });
    }

    private SeedPerson TestPerson(string role, string prefix, int number) =>
        new(role, $"{Code(prefix, number)}-TEST", number, $"Test {SeedNames.Create(Name, number, _random)}");
}
