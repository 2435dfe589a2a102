using System.Globalization;
using static Cks.Benchmarks.LargeShape;

namespace Cks.Benchmarks;

/// <summary>Every row of the large portal, in the order in which its tables refer to each other.</summary>
internal sealed class LargeTables(LargeShape shape)
{
    /// <summary>The tenant that owns everything.</summary>
    public const string Tenant = "large";

    private const string Own = "tenant_id, is_test";
    private const string Contact = "name, email, phone, address";
    private const string Life = "status, created_at, archived_at";

    private static readonly DateTime Begin = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public IEnumerable<LargeTable> All() =>
    [
        new("tenants", "tenant_id, name, created_at", [[Tenant, "Large", Begin]]),
        new("managers", $"{Own}, manager_id, {Contact}, territory, {Life}", Each(shape.Managers, i => [.. Person("MGR", i), $"District {i % 17}", .. Alive])),
        new("contractors", $"{Own}, contractor_id, {Contact}, cks_manager, main_contact, {Life}", Each(shape.Contractors, i => [.. Person("CON", i), Manager(i), $"Contact {i}", .. Alive])),
        new("customers", $"{Own}, customer_id, {Contact}, contractor_id, cks_manager, main_contact, {Life}", Each(shape.Customers, i =>
            [.. Person("CUS", i), Contractor(i), Manager(shape.ContractorOf(i)), $"Contact {i}", .. Lived(i % 83 == 7)])),
        new("centers", $"{Own}, center_id, {Contact}, customer_id, contractor_id, cks_manager, main_contact, {Life}", Each(shape.Centers, i =>
            [.. Person("CEN", i), Customer(i), Contractor(shape.CustomerOf(i)), Manager(shape.ContractorOf(shape.CustomerOf(i))), $"Contact {i}", .. Lived(i % 89 == 11)])),
        new("crew", $"{Own}, crew_id, {Contact}, assigned_center, cks_manager, emergency_contact, {Life}", Each(shape.Crew, i =>
            [.. Person("CRW", i), Center(i), Manager(shape.ContractorOf(shape.CustomerOf(shape.CenterOf(i)))), $"+1 555 {i + 1:0000000}", .. Lived(IsArchivedCrew(i))])),
        new("warehouses", $"{Own}, warehouse_id, {Contact}, manager_id, main_contact, warehouse_type, {Life}", Each(shape.Warehouses, i =>
            [.. Person("WHS", i), Code("MGR", shape.ManagerOfWarehouse(i)), $"Contact {i}", "storage", .. Alive])),
        new("admins", $"{Own}, admin_id, {Contact}, {Life}", Each(1, i => [.. Person("ADM", i), .. Alive])),
        new("services", $"{Own}, service_id, center_id, service_name, category, {Life}", Each(shape.Centers, i =>
            [Tenant, false, Service(i), Code("CEN", i), $"Service {i % 40}", "cleaning", i % 3 == 0 ? "completed" : "active", Begin, null])),
        new("activities", $"{Own}, activity_id, type, actor_id, actor_role, target_id, target_type, description, ids, created_at", Activities()),
        new("activity_audience", $"{Own}, audience, created_at, activity_id", Each(shape.Activities, Audience).SelectMany(rows => rows.Cast<object?[]>())),
        new("activity_dismissals", $"{Own}, viewer, activity_id, dismissed_at", Dismissals()),
    ];

    /// <summary>Whether a crew member is archived; one of 97 is.</summary>
    public static bool IsArchivedCrew(int crew) => crew % 97 == 5;

    private static object?[] Alive => Lived(false);

    private static object?[] Lived(bool isArchived) => ["active", Begin, isArchived ? Begin.AddDays(200) : null];

    private static IEnumerable<object?[]> Each(int count, Func<int, object?[]> row) => Enumerable.Range(0, count).Select(row);

    private static object?[] Person(string prefix, int i) =>
        [Tenant, false, Code(prefix, i), $"{prefix} number {i + 1}", $"{prefix.ToLowerInvariant()}{i + 1}@large.example", $"+1 555 {i + 1:0000000}", $"{i % 900 + 1} Street {i % 1_000}"];

    private static string Service(int center) => $"{Code("CEN", center)}-SRV-001";

    private string Manager(int contractor) => Code("MGR", shape.ManagerOf(contractor));

    private string Contractor(int customer) => Code("CON", shape.ContractorOf(customer));

    private string Customer(int center) => Code("CUS", shape.CustomerOf(center));

    private string Center(int crew) => Code("CEN", shape.CenterOf(crew));

    // Events are spread evenly over 300 days; 7,919 is a prime, so that they walk through the whole crew.
    private DateTime At(int i) => Begin.AddSeconds(i * (300L * 86_400 / shape.Activities));

    private int CrewOf(int i) => (int)(i * 7_919L % shape.Crew);

    private int ManagerAbove(int crew) => shape.ManagerOf(shape.ContractorOf(shape.CustomerOf(shape.CenterOf(crew))));

    // A UUID of version 7, so that ids grow as the time does.
    private string Id(int i)
    {
        var milliseconds = (At(i) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds:x12}7{i >> 12 & 0xfff:x3}8{i & 0xfff:x3}{i:x12}");
    }

    private IEnumerable<object?[]> Activities() => Each(shape.Activities, i =>
    {
        var (crew, center) = (Code("CRW", CrewOf(i)), Center(CrewOf(i)));
        return KindOf(i) switch
        {
            Kind.Service => Row("service_started", crew, "crew", Service(shape.CenterOf(CrewOf(i))), "service", $$"""{"centerId":"{{center}}","crewId":"{{crew}}"}"""),
            Kind.Own => Row("profile_updated", crew, "crew", crew, "crew", "{}"),
            Kind.ByManager => Row("profile_updated", Code("MGR", ManagerAbove(CrewOf(i))), "manager", crew, "crew", "{}"),
            Kind.Created => Row("crew_created", Code("ADM", 0), "admin", crew, "crew", "{}"),
            Kind.Stock => Row("product_inventory_adjusted", WarehouseOf(i), "warehouse", "PRD-001", "product", $$"""{"warehouseId":"{{WarehouseOf(i)}}"}"""),
            _ => Row("product_created", Code("ADM", 0), "admin", "PRD-001", "product", "{}"),
        };

        object?[] Row(string type, string actor, string role, string target, string targetType, string ids) =>
            [Tenant, false, Id(i), type, actor, role, target, targetType, $"What happened as number {i}", ids, At(i)];
    });

    // The audience of an event: what the portal's model gives for its kind.
    private object?[][] Audience(int i)
    {
        var crew = CrewOf(i);
        var center = shape.CenterOf(crew);
        string[] audience = KindOf(i) switch
        {
            Kind.Service => [Code("CRW", crew), Code("CEN", center), Customer(center), Contractor(shape.CustomerOf(center)), Code("MGR", ManagerAbove(crew))],
            Kind.ByManager => [Code("CRW", crew), Code("MGR", ManagerAbove(crew))],
            Kind.Own or Kind.Created => [Code("CRW", crew)],
            Kind.Stock => [WarehouseOf(i)],
            _ => ["role:manager", "role:contractor", "role:customer", "role:center", "role:crew", "role:warehouse"],
        };
        return Array.ConvertAll(audience, who => new object?[] { Tenant, false, who, At(i), Id(i) });
    }

    private IEnumerable<object?[]> Dismissals() =>
        from i in Enumerable.Range(0, shape.Activities)
        where i % 100 == 0 && KindOf(i) == Kind.Service
        select new object?[] { Tenant, false, Code("MGR", ManagerAbove(CrewOf(i))), Id(i), At(i).AddHours(1) };

    private string WarehouseOf(int i) => Code("WHS", i / 100 % shape.Warehouses);

    private static Kind KindOf(int i) => (i % 1_000, i % 100) switch
    {
        (999, _) => Kind.Product,
        (_, 1) => Kind.Stock,
        _ => (Kind)(i % 4),
    };

    private enum Kind
    {
        Service,
        Own,
        ByManager,
        Created,
        Stock,
        Product,
    }
}
