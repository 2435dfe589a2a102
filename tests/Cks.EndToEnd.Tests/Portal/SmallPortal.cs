using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cks.Samples.Portal.Database;

namespace Cks.Tests.Portal;

/// <summary>
/// A portal with the seeds for tests, in which MGR-001, CON-001, CUS-001 and CEN-001 stand above each other with the warehouses WHS-001 and WHS-002, and MGR-002, CON-003,
/// CUS-003 and CEN-003 beside them.
/// </summary>
internal static class SmallPortal
{
    public static async Task<RunningPortal> StartAsync(PortalEngine engine)
    {
        var portal = await RunningPortal.StartAsync(engine, seeds: SeedPlan.Test);
        // The other tenant has the same codes; what is made here has none of them.
        foreach (var name in new[] { "report:CEN-001", "feedback:CEN-001" })
            await portal.Database.ExecuteAsync($"INSERT INTO sequences (tenant_id, name, last) VALUES ('main', '{name}', 900) ON CONFLICT (tenant_id, name) DO UPDATE SET last = 900");
        return portal;
    }

    /// <summary>Crew of a manager's ecosystem that may sign in.</summary>
    public static async Task<IReadOnlyList<string>> CrewOfAsync(this RunningPortal portal, string manager) => await portal.Database.LinesAsync(
        $"SELECT crew_id FROM crew WHERE tenant_id = 'main' AND NOT is_test AND cks_manager = '{manager}' AND archived_at IS NULL AND status = 'assigned' ORDER BY crew_id");

    /// <summary>Makes a service at CEN-001.</summary>
    public static async Task<string> AddServiceAsync(this RunningPortal portal, int number, string status, string? warehouse = null, string? crew = null)
    {
        var code = $"CEN-001-SRV-{number}";
        await portal.Database.ExecuteAsync(
            $"""
            INSERT INTO services (tenant_id, is_test, service_id, center_id, service_name, status, managed_by, warehouse_id, created_at)
            VALUES ('main', false, '{code}', 'CEN-001', 'Windows', '{status}', '{(warehouse is null ? "manager" : "warehouse")}', {(warehouse is null ? "NULL" : $"'{warehouse}'")}, '2026-06-01T08:00:00.0000000Z')
            """);
        if (crew is not null)
            await portal.Database.ExecuteAsync($"INSERT INTO service_staffing (tenant_id, is_test, service_id, crew_id) VALUES ('main', false, '{code}', '{crew}')");
        return code;
    }

    /// <summary>A product order of CEN-001 for WHS-001.</summary>
    public static async Task<string> AddOrderAsync(this RunningPortal portal)
    {
        var product = (await portal.Database.LinesAsync("SELECT product_id FROM catalog_products WHERE tenant_id = 'main' AND NOT is_test AND is_active AND archived_at IS NULL ORDER BY 1"))[0];
        var (status, body) = await portal.PostAsync("/api/orders", "CEN-001", new { type = "product", items = new[] { new { product, quantity = 1 } } });
        Assert.Equal(201, status);
        return body.GetProperty("code").GetString()!;
    }

    /// <summary>Sends JSON as it stands.</summary>
    public static async Task<(int Status, JsonElement Body)> PostJsonAsync(this RunningPortal portal, string path, string code, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", portal.TokenOf(code));
        using var response = await portal.Http.SendAsync(request);
        Assert.StartsWith("application/", response.Content.Headers.ContentType?.MediaType);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>What a row that was answered says may be done with it, as the last segment of the path.</summary>
    public static string[] Can(this JsonElement row) => [.. row.GetProperty("_can").EnumerateObject().Where(c => c.Value.GetBoolean()).Select(c => c.Name.Split(':')[1])];

    /// <summary>The texts of a list in an answer.</summary>
    public static string[] Texts(this JsonElement answer, string list) => [.. answer.GetProperty(list).EnumerateArray().Select(t => t.GetString()!)];

    /// <summary>Who heard of the events about a row.</summary>
    public static async Task<IReadOnlyList<string>> AudienceAsync(this RunningPortal portal, string target, string type) => await portal.Database.LinesAsync(
        $"""
        SELECT h.audience FROM activities a JOIN activity_audience h ON h.tenant_id = a.tenant_id AND h.activity_id = a.activity_id
        WHERE a.tenant_id = 'main' AND a.target_id = '{target}' AND a.type = '{type}' ORDER BY 1
        """);
}
