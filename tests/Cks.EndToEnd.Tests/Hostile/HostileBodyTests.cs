using System.Net.Http.Headers;
using System.Text;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Hostile;

/// <summary>Whatever a body holds, the caller is told that it is wrong: it breaks nothing and changes nothing.</summary>
public sealed class HostileBodyTests
{
    private static readonly (string Who, string Path)[] Writes =
    [
        ("CEN-001", "/api/orders"), ("CEN-001", "/api/reports"), ("ADM-001", "/api/admin/assignments/crew/CRW-004"), ("ADM-001", "/api/admin/archive/crew/NOBODY"),
        ("WHS-001", "/api/orders/{order}/reject"), ("MGR-001", "/api/services/{service}/notes"),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "99999999999999999999999999", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "[]", "[null]", "[[]]", "{}", "{\"a\":null}",
        "[{\"product\":null,\"quantity\":1}]", "[{\"product\":\"PRD-001\"}]", "[{\"product\":\"PRD-001\",\"quantity\":9223372036854775807}]", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"",
    ];

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task A_body_of_the_wrong_shape_is_the_callers_mistake(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var (order, service) = (await portal.AddOrderAsync(), await portal.AddServiceAsync(901, "created"));
        string[] bodies =
        [
            "", "null", "[]", "\"x\"", "1", "true", "{", "{}}", new string('[', 10_000), $"{{\"a\":{new string('[', 10_000)}}}", "\uFEFF{}", "{\"type\":\"product\",\"type\":\"service\"}",
            $"{{\"title\":\"{new string('x', 100_000)}\"}}", "{\"__proto__\":{},\"$type\":\"System.Object\"}",
        ];
        var failures = new List<string>();
        foreach (var (who, path) in Writes)
            foreach (var body in bodies)
                foreach (var type in new[] { "application/json", "text/plain", null })
                    await AskAsync(who, path.Replace("{order}", order).Replace("{service}", service), body, type);
        Assert.Empty(failures);

        async Task AskAsync(string who, string path, string body, string? type)
        {
            using var answer = await SendAsync(portal, who, path, body, type);
            if ((int)answer.StatusCode is < 400 or >= 500)
                failures.Add($"{path} {type} {body[..Math.Min(body.Length, 80)]}: {(int)answer.StatusCode}");
        }
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task No_member_of_a_body_breaks_anything(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var service = (await portal.Database.LinesAsync("SELECT catalog_service_id FROM catalog_services WHERE tenant_id = 'main' AND NOT is_test AND is_active AND archived_at IS NULL ORDER BY 1"))[0];
        var product = (await portal.Database.LinesAsync("SELECT product_id FROM catalog_products WHERE tenant_id = 'main' AND NOT is_test AND is_active AND archived_at IS NULL ORDER BY 1"))[0];
        var failures = new List<string>();
        foreach (var (path, members) in new (string, (string Name, string Json)[])[]
        {
            ("/api/orders", [("type", "\"product\""), ("center", "\"CEN-001\""), ("title", "\"a\""), ("notes", "\"a\""), ("items", $"[{{\"product\":\"{product}\",\"quantity\":1}}]"), ("expectedAt", "\"2030-01-01T00:00:00Z\"")]),
            ("/api/orders", [("type", "\"service\""), ("catalogService", $"\"{service}\""), ("items", "[]")]),
            ("/api/reports", [("kind", "\"feedback\""), ("category", "\"other\""), ("title", "\"a\""), ("body", "\"a\""), ("priority", "\"LOW\""), ("rating", "1"), ("order", "null"), ("service", "null")]),
        })
            foreach (var (name, _) in members)
                foreach (var value in Values)
                {
                    var body = $"{{{string.Join(',', members.Select(m => $"\"{m.Name}\":{(m.Name == name ? value : m.Json)}"))}}}";
                    using var answer = await SendAsync(portal, "CEN-001", path, body, "application/json");
                    if ((int)answer.StatusCode >= 500)
                        failures.Add($"{path} {name} = {value}: {(int)answer.StatusCode}");
                }

        Assert.Empty(failures);
        // What was taken can be read.
        foreach (var path in new[] { "/api/orders", "/api/reports", "/api/activity", "/api/scope" })
            Assert.Equal(200, (await portal.AskAsync(path, portal.TokenOf("CEN-001"))).Status);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task No_text_in_an_address_breaks_anything(PortalEngine engine)
    {
        await using var portal = await SmallPortal.StartAsync(engine);
        var before = await DatabaseText.HashAsync(portal.Database);
        var failures = new List<string>();
        foreach (var text in new[] { "%00", "a%00b", "%ED%A0%80", "%FF", "'", "%25", "..%2F..", "%F0%9F%92%A9", new string('9', 4_000), "%C4%B1", "%20x", "-1" })
        {
            foreach (var path in new[] { "/api/orders/{0}", "/api/services/{0}", "/api/reports/{0}", "/api/profile/{0}", "/api/scope/{0}", "/api/history/order/{0}", "/api/history/{0}/x", "/api/history/staffing/{0}", "/api/history/participant/{0}", "/api/history/order/CEN-001?after={0}", "/api/orders?status={0}", "/api/orders?after={0}", "/api/reports?status={0}", "/api/services?status={0}", "/api/activity?after={0}" })
                await AskAsync(HttpMethod.Get, "MGR-001", path);
            foreach (var path in new[] { "/api/admin/directory/{0}", "/api/admin/directory/order?after={0}", "/api/admin/assignments/{0}/unassigned", "/api/admin/assignments/crew/unassigned?after={0}", "/api/history/order/{0}", "/api/history/{0}/x", "/api/history/staffing/{0}" })
                await AskAsync(HttpMethod.Get, "ADM-001", path);
            foreach (var path in new[] { "/api/orders/{0}/accept", "/api/orders/{0}/request-crew", "/api/services/{0}/start", "/api/reports/{0}/acknowledge", "/api/reports/{0}/resolve", "/api/activity/{0}/dismiss" })
                await AskAsync(HttpMethod.Post, "MGR-001", path);
            foreach (var path in new[] { "/api/admin/archive/{0}/x", "/api/admin/archive/order/{0}", "/api/admin/archive/order/{0}/restore", "/api/admin/assignments/{0}/x", "/api/admin/assignments/crew/{0}", "/api/activity/{0}/dismiss" })
                await AskAsync(HttpMethod.Post, "ADM-001", path);
            foreach (var path in new[] { "/api/admin/archive/order/{0}?confirm=true", "/api/admin/assignments/crew/{0}" })
                await AskAsync(HttpMethod.Delete, "ADM-001", path);

            async Task AskAsync(HttpMethod method, string who, string path)
            {
                using var request = new HttpRequestMessage(method, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, text));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", portal.TokenOf(who));
                using var answer = await portal.Http.SendAsync(request);
                var isFilter = path.Contains("status=", StringComparison.Ordinal);
                if ((int)answer.StatusCode >= 500 || ((int)answer.StatusCode < 400 && !isFilter))
                    failures.Add($"{method} {path} {text[..Math.Min(text.Length, 20)]}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(failures);
        Assert.Equal(before, await DatabaseText.HashAsync(portal.Database));
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningPortal portal, string who, string path, string body, string? type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", portal.TokenOf(who));
        if (type is not null)
            request.Content.Headers.ContentType = new(type);
        return await portal.Http.SendAsync(request);
    }
}
