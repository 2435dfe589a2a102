using Cks.Samples.Portal.Database;
using Rule = Cks.Tests.Database.SchemaConstraintTests.Rule;

namespace Cks.Tests.Database;

/// <summary>What the schema refuses of the catalog, warehouses, orders, reports and events, on a seeded database: most rules as a change to the rows that are there.</summary>
public sealed class HistoryConstraintTests(HistoryConstraintTests.Databases databases) : IClassFixture<HistoryConstraintTests.Databases>
{
    private const string At = "'2026-01-05T08:00:00.0000000Z'";
    private const string Id = "0190a0b0c0d07000800000000000abcd";

    public static TheoryData<string, Rule, string> Refused => new()
    {
        { "a live warehouse under a test manager", Rule.ForeignKey, "UPDATE warehouses SET manager_id = 'MGR-001-TEST' WHERE NOT is_test" },
        { "a warehouse of a manager who is not there", Rule.ForeignKey, "UPDATE warehouses SET manager_id = 'MGR-777'" },
        { "a warehouse with another prefix", Rule.Check, Insert("warehouses", "tenant_id, is_test, warehouse_id, name, created_at", $"'main', FALSE, 'WAR-001', 'x', {At}") },
        { "an admin in lower case", Rule.Check, Insert("admins", "tenant_id, is_test, admin_id, name, created_at", $"'main', FALSE, 'adm-009', 'x', {At}") },
        { "a link of a warehouse to an admin", Rule.Check, Insert("identity_links", "issuer, subject, tenant_id, role, code", "'https://a.example.com', 's', 'main', 'warehouse', 'ADM-009'") },
        { "a link of an admin without a prefix", Rule.Check, Insert("identity_links", "issuer, subject, tenant_id, role, code", "'https://a.example.com', 's', 'main', 'admin', 'ROOT'") },
        { "a catalog service that crew manage", Rule.Check, "UPDATE catalog_services SET managed_by = 'crew'" },
        { "a product with two digits", Rule.Check, Insert("catalog_products", "tenant_id, is_test, product_id, name, is_active, created_at", $"'main', FALSE, 'PRD-01', 'x', TRUE, {At}") },
        { "a service with the status of an order", Rule.Check, "UPDATE services SET status = 'delivered'" },
        { "a service that a contractor manages", Rule.Check, "UPDATE services SET managed_by = 'contractor'" },
        { "a service of a warehouse that is not there", Rule.ForeignKey, "UPDATE services SET warehouse_id = 'WHS-777'" },
        { "a live service of the test catalog", Rule.ForeignKey, "UPDATE services SET catalog_service_id = 'SRV-001-TEST' WHERE NOT is_test" },
        { "a certification with another id", Rule.Check, "UPDATE service_certifications SET certification_id = 'X:' || certification_id" },
        { "a certified customer", Rule.Check, Insert("service_certifications", "tenant_id, is_test, certification_id, catalog_service_id, holder_id, holder_role, created_at", $"'main', FALSE, 'CUS-001:SRV-001', 'SRV-001', 'CUS-001', 'customer', {At}") },
        { "a certification whose role is not its holder's", Rule.Check, "UPDATE service_certifications SET holder_role = 'warehouse' WHERE holder_role = 'crew'" },
        { "a certification for what is not in the catalog", Rule.ForeignKey, Insert("service_certifications", "tenant_id, is_test, certification_id, catalog_service_id, holder_id, holder_role, created_at", $"'main', FALSE, 'CRW-001:SRV-777', 'SRV-777', 'CRW-001', 'crew', {At}") },
        { "a live training of test crew", Rule.ForeignKey, "UPDATE trainings SET crew_id = 'CRW-001-TEST' WHERE NOT is_test" },
        { "a shelf with another id", Rule.Check, "UPDATE inventory_items SET inventory_id = 'X:' || inventory_id" },
        { "less than nothing on a shelf", Rule.Check, "UPDATE inventory_items SET quantity_on_hand = -1" },
        { "less than nothing reserved", Rule.Check, "UPDATE inventory_items SET quantity_reserved = -1" },
        { "a shelf for a product that is not there", Rule.ForeignKey, Insert("inventory_items", "tenant_id, is_test, inventory_id, warehouse_id, product_id, item_name, quantity_on_hand, quantity_reserved, min_stock_level, created_at", $"'main', FALSE, 'WHS-001:PRD-777', 'WHS-001', 'PRD-777', 'x', 1, 1, 1, {At}") },
        { "a service order that is delivered", Rule.Check, "UPDATE orders SET status = 'delivered' WHERE order_type = 'service'" },
        { "a product order that waits for crew", Rule.Check, "UPDATE orders SET status = 'crew_requested' WHERE order_type = 'product'" },
        { "an order with a status of long ago", Rule.Check, "UPDATE orders SET status = 'pending'" },
        { "an order of another type", Rule.Check, "UPDATE orders SET order_type = 'delivery'" },
        { "a service order with the code of a product order", Rule.Check, Order("CEN-001-PO-9001", "service", "pending_customer", "CEN-001", "center") },
        { "an order with the code of another creator", Rule.Check, Order("CEN-002-SO-9001", "service", "pending_customer", "CEN-001", "center") },
        { "an order without a number", Rule.Check, Order("CEN-001-SO-", "service", "pending_customer", "CEN-001", "center") },
        { "a live order of a test creator", Rule.Check, Order("CEN-001-TEST-SO-9001", "service", "pending_customer", "CEN-001-TEST", "center") },
        { "an order whose creator has another role", Rule.Check, Order("CEN-001-SO-9001", "service", "pending_customer", "CEN-001", "customer") },
        { "an order whose creator has no role", Rule.Check, Order("CEN-001-SO-9001", "service", "pending_customer", "CEN-001", "root") },
        { "an order that crew manage", Rule.Check, "UPDATE orders SET managed_by = 'crew'" },
        { "a live order with a test customer", Rule.ForeignKey, "UPDATE orders SET customer_id = 'CUS-001-TEST' WHERE NOT is_test" },
        { "an order of a center that is not there", Rule.ForeignKey, "UPDATE orders SET center_id = 'CEN-777'" },
        { "an order under a contractor who is not there", Rule.ForeignKey, "UPDATE orders SET contractor_id = 'CON-777'" },
        { "an order under a manager who is not there", Rule.ForeignKey, "UPDATE orders SET manager_id = 'MGR-777'" },
        { "an order for crew who are not there", Rule.ForeignKey, "UPDATE orders SET crew_id = 'CRW-777'" },
        { "an order at a warehouse that is not there", Rule.ForeignKey, "UPDATE orders SET warehouse_id = 'WHS-777'" },
        { "an order to a center that is not there", Rule.ForeignKey, "UPDATE orders SET destination_id = 'CEN-777'" },
        { "an order of what is not in the catalog", Rule.ForeignKey, "UPDATE orders SET catalog_service_id = 'SRV-777'" },
        { "an order that became a service that is not there", Rule.ForeignKey, "UPDATE orders SET service_id = 'CEN-001-SRV-777'" },
        { "an order moved to another tenant", Rule.ForeignKey, "UPDATE orders SET tenant_id = 'other' WHERE tenant_id = 'main'" },
        { "a line of a product and a service", Rule.Check, "UPDATE order_items SET catalog_service_id = 'SRV-001' WHERE product_id IS NOT NULL" },
        { "a line of nothing", Rule.Check, "UPDATE order_items SET product_id = NULL WHERE catalog_service_id IS NULL" },
        { "a line of none", Rule.Check, "UPDATE order_items SET quantity = 0" },
        { "a line before the first", Rule.Check, "UPDATE order_items SET line_number = 0" },
        { "a line of an order that is not there", Rule.ForeignKey, Insert("order_items", "tenant_id, is_test, order_id, line_number, product_id, quantity", "'main', FALSE, 'CEN-001-PO-9001', 1, 'PRD-001', 1") },
        { "the same line twice", Rule.Unique, "INSERT INTO order_items SELECT * FROM order_items" },
        { "an order that is deleted under its lines", Rule.ForeignKey, "DELETE FROM orders" },
        { "somebody who takes part in another way", Rule.Check, "UPDATE order_participants SET participation = 'owner'" },
        { "somebody who takes part in another role", Rule.Check, "UPDATE order_participants SET participant_role = 'warehouse' WHERE participant_role = 'crew'" },
        { "live crew in a test order", Rule.Check, "UPDATE order_participants SET participant_id = 'CRW-001', participant_role = 'crew' WHERE is_test" },
        { "somebody who takes part twice", Rule.Unique, "INSERT INTO order_participants SELECT * FROM order_participants" },
        { "a report of another kind", Rule.Check, "UPDATE reports SET kind = 'ticket'" },
        { "feedback with the code of a report", Rule.Check, "UPDATE reports SET kind = 'feedback', rating = 1 WHERE kind = 'report'" },
        { "a report of no category", Rule.Check, "UPDATE reports SET category = 'news' WHERE order_id IS NULL AND service_id IS NULL" },
        { "a report about an order that it does not name", Rule.Check, "UPDATE reports SET order_id = NULL WHERE category = 'order'" },
        { "a report about a service that it does not name", Rule.Check, "UPDATE reports SET category = 'service' WHERE category = 'other'" },
        { "a report about a procedure that names an order", Rule.Check, "UPDATE reports SET category = 'procedure' WHERE category = 'order'" },
        { "a report with a rating", Rule.Check, "UPDATE reports SET rating = 3 WHERE kind = 'report'" },
        { "six stars", Rule.Check, "UPDATE reports SET rating = 6 WHERE kind = 'feedback'" },
        { "another priority", Rule.Check, "UPDATE reports SET priority = 'urgent'" },
        { "a report that nobody resolved", Rule.Check, "UPDATE reports SET resolved_by = NULL WHERE status = 'resolved'" },
        { "a report resolved at no time", Rule.Check, "UPDATE reports SET resolved_at = NULL WHERE status = 'resolved'" },
        { "an open report that was resolved", Rule.Check, "UPDATE reports SET status = 'open' WHERE status = 'resolved'" },
        { "a live report in a test ecosystem", Rule.ForeignKey, "UPDATE reports SET manager_id = 'MGR-001-TEST' WHERE NOT is_test" },
        { "a report about an order that is not there", Rule.ForeignKey, "UPDATE reports SET order_id = 'CEN-001-PO-9001' WHERE category = 'order'" },
        { "an acknowledgment twice", Rule.Unique, "INSERT INTO report_acknowledgments SELECT * FROM report_acknowledgments" },
        { "an acknowledgment by another role", Rule.Check, "UPDATE report_acknowledgments SET acknowledged_role = 'crew'" },
        { "an acknowledgment of nothing", Rule.ForeignKey, Insert("report_acknowledgments", "tenant_id, is_test, report_id, acknowledged_by, acknowledged_role, acknowledged_at", $"'main', FALSE, 'CEN-001-RPT-777', 'CUS-001', 'customer', {At}") },
        { "an activity whose id has dashes", Rule.Check, Activity("0190a0b0-c0d0-7000-8000-00000000abcd", "FALSE", "CEN-001", "CEN-001", "{}") },
        { "an activity whose id is upper case", Rule.Check, Activity(Id.ToUpperInvariant(), "FALSE", "CEN-001", "CEN-001", "{}") },
        { "a test activity by somebody live", Rule.Check, Activity(Id, "TRUE", "CEN-001", "CEN-001-TEST", "{}") },
        { "a live activity about a test row", Rule.Check, Activity(Id, "FALSE", "CEN-001", "CEN-001-TEST", "{}") },
        { "ids that are a list", Rule.Check, Activity(Id, "FALSE", "CEN-001", "CEN-001", "[]") },
        { "an activity cleared by nobody", Rule.Check, "UPDATE activities SET cleared_at = created_at WHERE cleared_at IS NULL" },
        { "an audience of an unknown role", Rule.Check, "UPDATE activity_audience SET audience = 'role:root'" },
        { "an audience in lower case", Rule.Check, "UPDATE activity_audience SET audience = lower(audience) WHERE audience LIKE 'CEN-%'" },
        { "a live audience of a test activity", Rule.Check, "UPDATE activity_audience SET audience = 'CEN-001' WHERE is_test" },
        { "an audience of nothing", Rule.ForeignKey, Insert("activity_audience", "tenant_id, is_test, audience, created_at, activity_id", $"'main', FALSE, 'CEN-001', {At}, '{Id}'") },
        { "a dismissal by a test viewer of a live activity", Rule.Check, "UPDATE activity_dismissals SET viewer = 'CEN-001-TEST' WHERE NOT is_test" },
        { "a dismissal twice", Rule.Unique, "INSERT INTO activity_dismissals SELECT * FROM activity_dismissals" },
        { "a dismissal of nothing", Rule.ForeignKey, Insert("activity_dismissals", "tenant_id, is_test, viewer, activity_id, dismissed_at", $"'main', FALSE, 'CEN-001', '{Id}', {At}") },
        { "an archive of the other test class", Rule.Check, "UPDATE archives SET is_test = TRUE WHERE NOT is_test" },
        { "an archive restored by nobody", Rule.Check, "UPDATE archives SET restored_at = archived_at" },
        { "a link of no archive", Rule.ForeignKey, Insert("archive_links", "tenant_id, is_test, archive_id, child_entity, child_code, parent_entity, parent_code", $"'main', FALSE, '{Id}', 'crew', 'CRW-001', 'center', 'CEN-001'") },
        { "an audit row of no tenant", Rule.ForeignKey, Audit("other", Id, "scope.inspect") },
        { "an audit row of no action", Rule.Check, Audit("main", Id, "") },
        { "an audit row with an id in upper case", Rule.Check, Audit("main", Id.ToUpperInvariant(), "scope.inspect") },
        { "a sequence below zero", Rule.Check, "UPDATE sequences SET last = -1" },
        { "a sequence twice", Rule.Unique, Insert("sequences", "tenant_id, name, last", "'main', 'order', 1") },
        { "a sequence of no tenant", Rule.ForeignKey, Insert("sequences", "tenant_id, name, last", "'other', 'order', 1") },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Sqlite_refuses(string what, Rule rule, string sql) => await SchemaConstraintTests.RefusesAsync(await databases.GetAsync(PortalEngine.Sqlite), what, rule, sql);

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Postgres_refuses(string what, Rule rule, string sql) => await SchemaConstraintTests.RefusesAsync(await databases.GetAsync(PortalEngine.Postgres), what, rule, sql);

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Rows_that_keep_the_rules_are_taken(PortalEngine engine)
    {
        string[] allowed =
        [
            Order("CEN-001-SO-9001", "service", "pending_customer", "CEN-001", "center"),
            Order("WHS-001-PO-9001", "product", "pending_warehouse", "WHS-001", "warehouse"),
            Activity(Id, "FALSE", "ADM-001", "CEN-001", """{"centerId":"CEN-001"}"""),
            Activity(Id, "TRUE", "CEN-001-TEST", "CEN-001-TEST", "{}"),
            Audit("main", Id, "scope.inspect"),
            Insert("sequences", "tenant_id, name, last", "'main', 'report:ADM-001', 0"),
            Insert("identity_links", "issuer, subject, tenant_id, role, code", "'https://a.example.com', 's', 'main', 'warehouse', 'WHS-009'"),
        ];
        foreach (var sql in allowed)
            Assert.Equal(1, await SchemaConstraintTests.WithRollbackAsync(await databases.GetAsync(engine), sql));
    }

    private static string Insert(string table, string columns, string values) => $"INSERT INTO {table} ({columns}) VALUES ({values})";

    private static string Order(string code, string type, string status, string creator, string role) => Insert(
        "orders", "tenant_id, is_test, order_id, order_type, status, creator_id, creator_role, title, updated_at, created_at",
        $"'main', FALSE, '{code}', '{type}', '{status}', '{creator}', '{role}', 'x', {At}, {At}");

    private static string Activity(string id, string test, string actor, string target, string ids) => Insert(
        "activities", "tenant_id, is_test, activity_id, type, actor_id, actor_role, target_id, target_type, description, ids, created_at",
        $"'main', {test}, '{id}', 'center_created', '{actor}', '{(actor.StartsWith("ADM", StringComparison.Ordinal) ? "admin" : "center")}', '{target}', 'center', 'x', '{ids}', {At}");

    private static string Audit(string tenant, string id, string action) => Insert(
        "audit_log", "tenant_id, audit_id, at, actor_issuer, actor_subject, actor_code, action", $"'{tenant}', '{id}', {At}, 'https://a.example.com', 's', 'ADM-001', '{action}'");

    /// <summary>The small seeds in each engine.</summary>
    public sealed class Databases : IAsyncDisposable
    {
        private readonly Dictionary<PortalEngine, Lazy<Task<TestDatabase>>> _databases =
            Enum.GetValues<PortalEngine>().ToDictionary(e => e, e => new Lazy<Task<TestDatabase>>(() => CreateAsync(e)));

        public Task<TestDatabase> GetAsync(PortalEngine engine) => _databases[engine].Value;

        public async ValueTask DisposeAsync()
        {
            foreach (var database in _databases.Values.Where(d => d.IsValueCreated && d.Value.IsCompletedSuccessfully))
                await (await database.Value).DisposeAsync();
        }

        private static async Task<TestDatabase> CreateAsync(PortalEngine engine)
        {
            var database = await TestDatabase.CreateMigratedAsync(engine);
            await PortalSeeds.SeedAsync(database.Source, engine, SeededDatabases.Issuer, SeedPlan.Test);
            return database;
        }
    }
}
