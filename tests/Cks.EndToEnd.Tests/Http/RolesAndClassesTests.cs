using System.Text.Json;
using Cks.Samples.Portal.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Http;

/// <summary>Test rows and live rows, and roles that are none.</summary>
public sealed class RolesAndClassesTests(RunningPortals portals)
{
    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain10_test_rows_are_in_no_live_list_and_live_rows_in_no_list_of_a_test_user(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        var seen = (Live: 0, Test: 0);
        foreach (var code in new[] { "MGR-001", "CON-002", "CUS-002", "CEN-002", "CRW-002", "WHS-001", "MGR-001-TEST", "CON-001-TEST", "CUS-001-TEST", "CEN-001-TEST", "CRW-001-TEST", "WHS-001-TEST" })
        {
            var isTest = code.EndsWith("-TEST", StringComparison.Ordinal);
            foreach (var path in new[] { "/api/orders", "/api/reports", "/api/services" })
            {
                var (status, body) = await portal.AskAsync(path, portal.TokenOf(code));
                Assert.True(status == 200 || (path == "/api/services" && status == 404), $"{code} {path}: {status}");
                var codes = status != 200 ? [] : body.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()!).ToArray();
                Assert.All(codes, c => Assert.Equal(isTest, c.Contains("-TEST", StringComparison.Ordinal)));
                seen = isTest ? (seen.Live, seen.Test + codes.Length) : (seen.Live + codes.Length, seen.Test);
            }
        }

        Assert.True(seen is { Live: > 100, Test: > 5 }, $"{seen}");
    }

    [Theory]
    [InlineData("''")]
    [InlineData("' '")]
    [InlineData("'superuser'")]
    [InlineData("'manager,admin'")]
    public async Task Pain11_an_unknown_or_blank_role_is_nobody(string role)
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, seeds: SeedPlan.Test);
        var token = portal.TokenOf("MGR-001");
        Assert.Equal(200, (await portal.AskAsync("/api/scope", token)).Status);
        await portal.Database.ExecuteAsync("DROP VIEW people");
        await portal.Database.ExecuteAsync($"CREATE VIEW people AS SELECT l.issuer, l.subject, l.tenant_id, {role} AS role, l.code, m.name, m.status, m.archived_at, m.is_test FROM identity_links l JOIN managers m ON m.tenant_id = l.tenant_id AND m.manager_id = l.code");
        await portal.TellAsync("MGR-001");

        foreach (var path in new[] { "/api/scope", "/api/me/bootstrap", "/api/orders", "/api/admin/directory", "/api/hub" })
        {
            var (status, body) = await portal.AskAsync(path, token);
            Assert.True(status == 403, $"{path}: {status} {JsonSerializer.Serialize(body)}");
            Assert.Equal("unknown_role", body.Reason());
        }
    }
}
