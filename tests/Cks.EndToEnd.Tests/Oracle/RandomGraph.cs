namespace Cks.Tests.Oracle;

/// <summary>
/// Two tenants of random rows, made from a seed: 5 to 2,000 entities, as many small graphs as large ones by order of magnitude. The second tenant has codes
/// of the first, under other parents, so that a forgotten tenant shows.
/// </summary>
public sealed class RandomGraph
{
    /// <summary>Services and products in the catalogue of a tenant, of each test class; they are no entities of the size.</summary>
    public const int CatalogSize = 12;

    private static readonly (string Kind, int Weight)[] Kinds =
    [
        ("manager", 3), ("contractor", 5), ("customer", 9), ("center", 12), ("crew", 18), ("warehouse", 4), ("admin", 1), ("service", 9), ("owned", 9),
        ("order", 16), ("report", 6), ("activity", 8),
    ];

    private static readonly (string Table, string Columns)[] Tables =
    [
        ("tenants", "tenant_id, name, created_at"),
        ("managers", "tenant_id, is_test, manager_id, name, status, created_at, archived_at"),
        ("contractors", "tenant_id, is_test, contractor_id, name, status, created_at, archived_at, cks_manager"),
        ("customers", "tenant_id, is_test, customer_id, name, status, created_at, archived_at, contractor_id, cks_manager"),
        ("centers", "tenant_id, is_test, center_id, name, status, created_at, archived_at, customer_id, contractor_id, cks_manager"),
        ("crew", "tenant_id, is_test, crew_id, name, status, created_at, archived_at, assigned_center, cks_manager"),
        ("warehouses", "tenant_id, is_test, warehouse_id, name, status, created_at, archived_at, manager_id"),
        ("admins", "tenant_id, is_test, admin_id, name, status, created_at, archived_at"),
        ("catalog_services", "tenant_id, is_test, catalog_service_id, name, managed_by, is_active, created_at, archived_at"),
        ("catalog_products", "tenant_id, is_test, product_id, name, is_active, created_at, archived_at"),
        (
            "services",
            "tenant_id, is_test, service_id, center_id, service_name, status, actual_end_time, managed_by, warehouse_id, created_at, archived_at"
        ),
        ("service_staffing", "tenant_id, is_test, service_id, crew_id"),
        ("service_certifications", "tenant_id, is_test, certification_id, catalog_service_id, holder_id, holder_role, created_at, archived_at"),
        ("trainings", "tenant_id, is_test, training_id, crew_id, title, completed_at, created_at, archived_at"),
        (
            "inventory_items",
            "tenant_id, is_test, inventory_id, warehouse_id, product_id, item_name, quantity_on_hand, quantity_reserved, min_stock_level, created_at, archived_at"
        ),
        (
            "orders",
            """
            tenant_id, is_test, order_id, order_type, status, creator_id, creator_role, customer_id, center_id, contractor_id, manager_id, crew_id, warehouse_id,
            destination_id, title, expected_at, created_at, updated_at, archived_at
            """
        ),
        ("order_participants", "tenant_id, is_test, order_id, participant_id, participant_role, participation"),
        (
            "reports",
            """
            tenant_id, is_test, report_id, kind, creator_id, creator_role, manager_id, category, order_id, service_id, title, status, created_at, archived_at
            """
        ),
        ("activities", "tenant_id, is_test, activity_id, type, actor_id, actor_role, target_id, target_type, description, ids, created_at"),
        ("activity_audience", "tenant_id, is_test, audience, created_at, activity_id"),
        ("activity_dismissals", "tenant_id, is_test, viewer, activity_id, dismissed_at"),
        ("identity_links", "issuer, subject, tenant_id, role, code"),
    ];

    private readonly Dictionary<string, List<object?[]>> _rows = Tables.ToDictionary(t => t.Table, _ => new List<object?[]>());
    private readonly HashSet<string> _keys = [];
    private readonly int _seed;

    private RandomGraph(int seed, int size, DateTime now)
    {
        (_seed, Now) = (seed, now);
        var random = new Random(seed);
        Size = size = size > 0 ? size : (int)Math.Round(Math.Exp(Math.Log(5) + (random.NextDouble() * Math.Log(2000.0 / 5))));
        var foreign = (int)(size * (0.1 + (0.4 * random.NextDouble())));
        Counts = Divide(random, size - foreign);
        First = new($"g{seed}a", random, this, Counts);
        Second = new($"g{seed}b", random, this, Divide(random, foreign));
    }

    /// <summary>The prefix of each role's codes, parents first.</summary>
    internal static IReadOnlyDictionary<string, string> Prefixes { get; } = new OrderedDictionary<string, string>
    {
        ["manager"] = "MGR",
        ["contractor"] = "CON",
        ["customer"] = "CUS",
        ["center"] = "CEN",
        ["crew"] = "CRW",
        ["warehouse"] = "WHS",
        ["admin"] = "ADM",
    };

    /// <summary>The roles that create orders and reports.</summary>
    internal static IReadOnlyList<string> Hubs { get; } = [.. Prefixes.Keys.Where(role => role != "admin")];

    public int Size { get; }

    public DateTime Now { get; }

    internal IReadOnlyDictionary<string, int> Counts { get; }

    internal RandomTenant First { get; }

    internal RandomTenant Second { get; }

    /// <summary>The rows of the graph; a size of 0 lets the seed choose it. Days are set around <paramref name="now"/>.</summary>
    public static RandomGraph Create(int seed, int size, DateTime now) => new(seed, size, now);

    /// <summary>The tables in an order in which they can be filled.</summary>
    public IEnumerable<(string Table, string Columns, IReadOnlyList<object?[]> Rows)> Filled() =>
        Tables.Select(t => (t.Table, t.Columns, (IReadOnlyList<object?[]>)_rows[t.Table]));

    /// <summary>
    /// Who is linked to a user: in the first tenant one person of each of six roles that are drawn, in the second up to three who have the same codes.
    /// Mostly people who may sign in.
    /// </summary>
    public void Link(string issuer, Func<string, string, string> subjectOf)
    {
        var random = new Random(_seed + 1);
        RandomPerson[] first = [.. First.People.GroupBy(p => p.Role).OrderBy(_ => random.Next()).Take(6).Select(Draw)];
        var codes = first.Select(p => p.Code).ToHashSet();
        foreach (var (tenant, people) in new[] { (First, first), (Second, [.. Second.People.Where(p => codes.Contains(p.Code)).Take(3)]) })
        {
            foreach (var person in people)
                Add("identity_links", issuer, subjectOf(tenant.Name, person.Code), tenant.Name, person.Role, person.Code);
        }

        RandomPerson Draw(IEnumerable<RandomPerson> people)
        {
            RandomPerson[] all = [.. people];
            RandomPerson[] live = [.. all.Where(p => !p.IsArchived)];
            var from = live.Length > 0 && random.Next(12) > 0 ? live : all;
            return from[(int)(from.Length * Math.Pow(random.NextDouble(), 2))]; // the first ones have the most below them
        }
    }

    public RandomMix Mix()
    {
        RandomTenant[] tenants = [First, Second];
        var parents = tenants.SelectMany(t => t.People.Select(p => p.Parent)).OfType<RandomPerson>().Distinct(ReferenceEqualityComparer.Instance).Cast<RandomPerson>().ToList();
        string[] counted = [.. Tables.Select(t => t.Table).Where(IsEntity)];
        int Of(Func<object?[], bool> which) => counted.Sum(table => _rows[table].Count(which));
        return new(
            1,
            Of(_ => true),
            Of(row => row[0] is string tenant && tenant == Second.Name),
            Of(row => row[1] is true),
            tenants.Sum(t => t.Unassigned),
            parents.Count,
            parents.Count(p => p.IsArchived),
            _rows["orders"].Count,
            tenants.Sum(t => t.OrdersByTwoPaths),
            Size,
            Size);
    }

    internal void Add(string table, params object?[] row)
    {
        // Certifications and items are drawn by chance and may be drawn twice.
        if (table is not ("service_certifications" or "inventory_items") || _keys.Add($"{table} {row[0]} {row[2]}"))
            _rows[table].Add(row);
    }

    /// <summary>Every eighth number is of the test class, in both tenants.</summary>
    internal bool IsTest(int index) => (index + _seed) % 8 == 0;

    // Every third graph passes 999, where the order of text is no longer the order of numbers.
    internal string CodeOf(string role, int index) => $"{Prefixes[role]}-{index + (_seed % 3 == 0 ? 996 : 1):000}{(IsTest(index) ? "-TEST" : "")}";

    private static bool IsEntity(string table) =>
        table is not ("tenants" or "catalog_services" or "catalog_products" or "service_staffing" or "order_participants" or "activity_audience"
            or "activity_dismissals" or "identity_links");

    private static Dictionary<string, int> Divide(Random random, int size)
    {
        var counts = Kinds.ToDictionary(k => k.Kind, _ => 0);
        for (var i = 0; i < size; i++)
        {
            var drawn = random.Next(Kinds.Sum(k => k.Weight));
            counts[Kinds.First(k => (drawn -= k.Weight) < 0).Kind]++;
        }

        return counts;
    }
}
