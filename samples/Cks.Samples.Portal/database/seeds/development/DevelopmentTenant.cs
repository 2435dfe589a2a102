namespace Cks.Samples.Portal.Database;

/// <summary>
/// The people and services of a tenant. Every tenant has the same codes under other names and in another tree. Awkward rows are placed by number:
/// every 23rd customer, center and crew member is archived (its children are not), every 31st has no parent, every 10th from 7 has a hostile name,
/// every 50th crew member has no user.
/// </summary>
internal sealed class DevelopmentTenant
{
    // Which manager has a contractor. MGR-001 has 30 % of them and so about 30 % of everything; null is a contractor that waits for one.
    private static readonly int?[] ManagerSlots = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, null, null];

    private static readonly int[] Managers = [.. Enumerable.Range(1, 6)];
    private static readonly int[] Contractors = [.. Enumerable.Range(1, ManagerSlots.Length)];
    private static readonly int[] Customers = [.. Enumerable.Range(1, 60)];

    // Past 999 the order of text is no longer the order of numbers.
    private static readonly int[] Centers = [.. Enumerable.Range(1, 148), 1000, 1001];
    private static readonly int[] Crew = [.. Enumerable.Range(1, 894), .. Enumerable.Range(996, 6)];

    private static readonly string?[] Statuses =
    [
        "active", "active", "active", "active", "active", "active", "active", "assigned", "operational", "pending", "unassigned",
        "suspended", "inactive", "paused", "ended", " Active ", "ASSIGNED", "", "  ", null,
    ];

    private static readonly string[] ServiceStatuses = ["active", "active", "active", "created", "completed", "verified", "cancelled"];

    private readonly SeedRandom _random;

    // A second stream that ignores the tenant: how many services a center has is part of the codes.
    private readonly SeedRandom _codes = new(2026);

    private readonly List<SeedPerson> _people = [];
    private readonly List<SeedService> _services = [];

    /// <summary>Makes the rows; <paramref name="index"/> is the tenant's place and turns the tree.</summary>
    public DevelopmentTenant(string name, int index)
    {
        Name = name;
        _random = new SeedRandom((ulong)index);
        AddManagers();
        AddContractors(turn: index * 4);
        AddTree("customer", "CUS", Customers, i => Code("CON", Contractors[i * (index == 0 ? 1 : 7) % Contractors.Length]), healthy: "active");
        AddTree("center", "CEN", Centers, i => Code("CUS", Customers[i * (index == 0 ? 1 : 11) % Customers.Length]), healthy: "operational");
        AddTree("crew", "CRW", Crew, _ => Code("CEN", _random.Pick(Centers)), healthy: "assigned");
        AddServices();
        AddTestTree();
    }

    /// <summary>The tenant's slug.</summary>
    public string Name { get; }

    /// <summary>Everybody, parents first.</summary>
    public IReadOnlyList<SeedPerson> People => _people;

    /// <summary>All services.</summary>
    public IReadOnlyList<SeedService> Services => _services;

    private static string Code(string prefix, int number) => $"{prefix}-{number:000}";

    private SeedPerson Person(string role, string prefix, int number) => new(role, Code(prefix, number), number, SeedNames.Create(Name, number, _random));

    private void AddManagers() =>
        _people.AddRange(Managers.Select(n => Person("manager", "MGR", n) with
        {
            Status = n switch { 5 => "suspended", 6 => "", _ => "active" },
            IsArchived = n == 4,
        }));

    private void AddContractors(int turn)
    {
        foreach (var (i, n) in Contractors.Index())
        {
            var manager = ManagerSlots[(i + turn) % ManagerSlots.Length];
            _people.Add(Person("contractor", "CON", n) with
            {
                Parent = manager is { } m ? Code("MGR", m) : null,
                Status = n switch { 16 => "suspended", 17 => "ended", _ => manager is null ? "unassigned" : "active" },
                IsArchived = n == 18,
            });
        }
    }

    private void AddTree(string role, string prefix, int[] numbers, Func<int, string> parent, string healthy)
    {
        foreach (var (i, n) in numbers.Index())
        {
            var assigned = n % 31 != 0;
            _people.Add(Person(role, prefix, n) with
            {
                Parent = assigned ? parent(i) : null,
                Status = !assigned ? "unassigned" : n <= 12 ? healthy : _random.Pick(Statuses),
                IsArchived = n % 23 == 0,
                IsLinked = role != "crew" || n % 50 != 0,
            });
        }
    }

    private void AddServices()
    {
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
                _services.Add(new(center.Code, n, status, [.. staff.Distinct()]) { IsArchived = _random.Next(12) == 0 });
            }
        }
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
        _services.Add(new("CEN-001-TEST", 1, "active", ["CRW-001-TEST", "CRW-002-TEST"]));
        _services.Add(new("CEN-001-TEST", 2, "completed", ["CRW-001-TEST"]));
    }

    private SeedPerson TestPerson(string role, string prefix, int number) =>
        new(role, $"{Code(prefix, number)}-TEST", number, $"Test {SeedNames.Create(Name, number, _random)}");
}
