using System.Net;
using System.Text.Json;
using Cks.Testing;

namespace Cks.Samples.Portal.Demo;

/// <summary>The requests of the demo: allowed for each role, scoped, and every way of being refused.</summary>
internal static class DemoScript
{
    public static async Task<IReadOnlyList<DemoRequest>> WriteAsync(DemoTokens tokens, Dictionary<string, string> seen)
    {
        var (warehouse, admin) = (await tokens.ForAsync("WHS-001"), await tokens.ForAsync("ADM-001"));
        var (manager, contractor, customer, center, crew) = (await tokens.ForAsync("MGR-001"), await tokens.ForAsync("CON-002"), await tokens.ForAsync("CUS-002"), await tokens.ForAsync("CEN-002"), await tokens.ForAsync("CRW-002"));
        using var stranger = new TokenForge("http://127.0.0.1:1/stranger");
        return
        [
            new("manager: who am I", "/api/me/bootstrap", manager, HttpStatusCode.OK, Check: Has("role", "manager")),
            new("manager: scope", "/api/scope", manager, HttpStatusCode.OK, Check: Shows("contractors", "customers", "centers", "crew")),
            new("contractor: scope", "/api/scope", contractor, HttpStatusCode.OK, Check: All(Shows("customers", "centers", "crew"), Remember(seen, "contractor"))),
            new("another contractor: other rows", "/api/scope", await tokens.ForAsync("CON-003"), HttpStatusCode.OK, Check: DiffersFrom(seen, "contractor")),
            new("same code, other tenant: other rows", "/api/scope", await tokens.ForAsync("CON-002", "acme"), HttpStatusCode.OK, Check: DiffersFrom(seen, "contractor")),
            new("customer: scope, without contractors", "/api/scope", customer, HttpStatusCode.OK, Check: All(Shows("centers", "crew", "services"), Hides("contractorCode", "emergencyContact"))),
            new("center: scope", "/api/scope", center, HttpStatusCode.OK, Check: Shows("crew", "services")),
            new("crew: scope, with its center", "/api/scope", crew, HttpStatusCode.OK, Check: All(Shows("center", "services", "certifications"), Remember(seen, "crew"))),
            new("crew: token claims to be admin", "/api/scope", await tokens.ForAsync("CRW-002", roleClaim: "admin"), HttpStatusCode.OK, Check: SameAs(seen, "crew")),
            new("test user: test rows only", "/api/scope", await tokens.ForAsync("CON-001-TEST"), HttpStatusCode.OK, Check: OnlyTestRows),
            new("crew: own code", "/api/scope/crw2", crew, HttpStatusCode.OK, Check: Has("cksCode", "CRW-002")),
            new("crew: another's code", "/api/scope/CON-002", crew, HttpStatusCode.NotFound, "outside_scope"),
            new("crew: a code that nobody has", "/api/scope/CON-998", crew, HttpStatusCode.NotFound, "outside_scope"),
            new("contractor: hub", "/api/hub", contractor, HttpStatusCode.OK, Check: Has("role", "contractor")),
            new("warehouse: scope", "/api/scope", warehouse, HttpStatusCode.OK, Check: Shows("orders", "inventory")),
            new("admin: no scope of its own", "/api/scope", admin, HttpStatusCode.NotFound, "no_scope"),
            new("admin: directory", "/api/admin/directory", admin, HttpStatusCode.OK),
            new("manager: scope of one below", "/api/scope/CON-001", manager, HttpStatusCode.OK, Check: Has("cksCode", "CON-001")),
            new("manager: scope of another manager", "/api/scope/MGR-002", manager, HttpStatusCode.NotFound, "outside_scope"),
            new("contractor: orders", "/api/orders", contractor, HttpStatusCode.OK),
            new("contractor: feed", "/api/activity", contractor, HttpStatusCode.OK),
            new("center: orders a product", "/api/orders", center, HttpStatusCode.Created, Check: Remember(seen, "order", "code")) { Send = new { type = "product", items = new[] { new { product = "PRD-001", quantity = 2 } } } },
            new("center: may not accept it", "/api/orders/{order}/accept", center, HttpStatusCode.Forbidden, "not_permitted") { Send = new { } },
            new("another warehouse: not found", "/api/orders/{order}/accept", await tokens.ForAsync("WHS-002"), HttpStatusCode.NotFound, "outside_scope") { Send = new { } },
            new("its warehouse: accepts it", "/api/orders/{order}/accept", warehouse, HttpStatusCode.OK, Check: Has("status", "awaiting_delivery")) { Send = new { } },
            new("its warehouse: not twice", "/api/orders/{order}/accept", warehouse, HttpStatusCode.Forbidden, "not_permitted") { Send = new { } },
            new("its warehouse: delivers it", "/api/orders/{order}/deliver", warehouse, HttpStatusCode.OK, Check: Has("status", "delivered")) { Send = new { } },
            new("manager: assignments are admin's", "/api/admin/assignments/crew/CRW-002", manager, HttpStatusCode.Forbidden, "not_permitted") { Send = new { parent = "CEN-003" } },
            new("crew: capability missing", "/api/admin/directory", crew, HttpStatusCode.Forbidden, "not_permitted"),
            new("no token", "/api/scope", null, HttpStatusCode.Unauthorized, "missing"),
            new("tampered token", "/api/scope", DemoTokens.Tamper(contractor), HttpStatusCode.Unauthorized, "signature_invalid"),
            new("expired token", "/api/scope", await tokens.ForAsync("CON-002", lifetime: -3_600), HttpStatusCode.Unauthorized, "expired"),
            new("token for another audience", "/api/scope", await tokens.ForAsync("CON-002", audience: "elsewhere"), HttpStatusCode.Unauthorized, "audience_invalid"),
            new("unknown issuer", "/api/scope", stranger.Mint("user_main_con_002", PortalHost.Audience, TimeSpan.FromMinutes(10)), HttpStatusCode.Unauthorized, "issuer_unknown"),
            new("archived contractor", "/api/scope", await tokens.ForAsync("CON-018"), HttpStatusCode.Forbidden, "archived"),
            new("suspended contractor", "/api/scope", await tokens.ForAsync("CON-016"), HttpStatusCode.Forbidden, "suspended"),
            new("nobody's identity", "/api/scope", await tokens.ForAsync("CRW-050"), HttpStatusCode.Forbidden, "not_provisioned"),
        ];
    }

    private static Func<string, string?> All(params Func<string, string?>[] checks) => body => checks.Select(c => c(body)).FirstOrDefault(problem => problem is not null);

    private static Func<string, string?> Has(string property, string value) => body =>
        JsonDocument.Parse(body).RootElement.GetProperty(property).GetString() == value ? null : $"{property} is not {value}";

    private static Func<string, string?> Shows(params string[] sets) => body =>
        JsonDocument.Parse(body).RootElement.GetProperty("relationships").EnumerateObject().Select(p => p.Name).Order().SequenceEqual(sets.Order()) ? null : $"the sets are not {string.Join(", ", sets)}";

    private static Func<string, string?> Hides(params string[] fields) => body => fields.FirstOrDefault(body.Contains) is { } leaked ? $"{leaked} shows" : null;

    private static Func<string, string?> Remember(Dictionary<string, string> seen, string name) => body =>
    {
        seen[name] = body;
        return null;
    };

    private static Func<string, string?> Remember(Dictionary<string, string> seen, string name, string property) => body =>
    {
        seen[name] = JsonDocument.Parse(body).RootElement.GetProperty(property).GetString()!;
        return null;
    };

    private static Func<string, string?> DiffersFrom(Dictionary<string, string> seen, string name) => body => seen.TryGetValue(name, out var before) && Rows(body) != Rows(before) ? null : "the rows are the same";

    private static Func<string, string?> SameAs(Dictionary<string, string> seen, string name) => body => body == seen.GetValueOrDefault(name) ? null : "the answer differs";

    private static string? OnlyTestRows(string body)
    {
        var codes = JsonDocument.Parse(body).RootElement.GetProperty("relationships").EnumerateObject()
            .SelectMany(set => set.Value.GetProperty("items").EnumerateArray())
            .Select(row => row.GetProperty("code").GetString()!)
            .ToArray();
        return codes.Length > 0 && codes.All(c => c.Contains("-TEST", StringComparison.Ordinal)) ? null : "rows that are no test rows show";
    }

    private static string Rows(string body) => JsonDocument.Parse(body).RootElement.GetProperty("relationships").GetRawText();
}
