using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Hardening;

/// <summary>The holes of the old portal that no other test has by number; docs/hardening.md says where the others are.</summary>
public sealed partial class PortalPainTests(RunningPortals portals)
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("development")]
    [InlineData("")]
    public async Task Pain13_outside_Development_no_header_or_parameter_makes_anybody_of_a_stranger(string environment)
    {
        await using var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Sqlite);
        await PortalSeeds.SeedAsync(database.Source, PortalEngine.Sqlite, "https://login.example.com", SeedPlan.Test);
        await using var portal = await PortalHost.BuildAsync(environment.Length == 0 ? [] : ["--environment", environment], builder =>
        {
            RunningPortal.Configure(builder, database.ConnectionString);
            foreach (var (key, value) in new[] { ("Cks:Auth:Authority", "https://login.example.com"), ("Cks:Auth:Audience", "portal"), ("DEV_AUTH", "true"), ("CKS_ENABLE_DEV_AUTH", "true") })
                builder.Configuration[key] = value;
        });
        await portal.App.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new(portal.Address) };

        foreach (var path in new[] { "/api/scope", "/api/admin/directory", "/hub?as=ADM-001", "/api/admin/archive?as=ADM-001&dev=true", "/api/me/bootstrap" })
        {
            using var answer = await http.AskAsync(path, ("x-dev-role", "admin"), ("x-dev-code", "ADM-001"), ("x-cks-dev", "true"), ("X-User-Id", "ADM-001"), ("X-Forwarded-User", "ADM-001"), ("Cookie", "role=admin; as=ADM-001"));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        foreach (var path in new[] { "/sign-in", "/development/authorize", "/development/.well-known/openid-configuration", "/token" })
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
        await portal.App.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(PortalEngine.Sqlite)]
    [InlineData(PortalEngine.Postgres)]
    public async Task Pain14_there_is_no_password_to_be_the_default_of(PortalEngine engine)
    {
        var portal = await portals.GetAsync(engine);
        // Of the portal's own tables; those of Cks.Storage have HMACs of the secrets of programs, which nobody chooses and which have no default.
        var columns = await portal.Database.LinesAsync(engine == PortalEngine.Sqlite
            ? "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'cks\\_%' ESCAPE '\\'"
            : "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema', 'cks')");
        var sources = Directory.EnumerateFiles(RunningPortal.ContentRoot, "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".json" or ".sql" or ".csv" && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")).ToArray();

        Assert.True(columns.Count > 100 && sources.Length > 50, $"{columns.Count} columns, {sources.Length} files");
        Assert.DoesNotContain(columns, c => new[] { "password", "passwd", "secret", "hash", "salt" }.Any(w => c.Contains(w, StringComparison.OrdinalIgnoreCase)));
        var named = sources.Where(f => File.ReadAllText(f).Contains("password", StringComparison.OrdinalIgnoreCase)).Select(Path.GetFileName);
        Assert.Equal(["DevelopmentLogin.cs"], named); // which says that it asks for none
    }

    [Fact]
    public async Task Pain15_one_check_of_tokens_stands_before_every_endpoint()
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var forge = portal.Issuer.Forge;
        var good = portal.TokenOf("CON-002");
        string[] wrong =
        [
            forge.Mint("user_main_con_002", "portal-2", TimeSpan.FromMinutes(5)), // audience
            forge.Mint("user_main_con_002", "portal", TimeSpan.FromMinutes(5), new() { ["iss"] = forge.Issuer + "/" }),
            forge.Mint("user_main_con_002", "portal", TimeSpan.FromMinutes(-2)),
            forge.Mint("user_main_con_002", "portal", TimeSpan.FromMinutes(5), new() { ["nbf"] = forge.Now + 120 }),
            good[..^4] + "AAAA",
        ];
        var guarded = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && e.Metadata.GetMetadata<HttpMethodMetadata>() is not null).ToArray();

        foreach (var endpoint in guarded)
        {
            var (method, path) = (new HttpMethod(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]), endpoint.PathWith("CRW-004"));
            foreach (var token in wrong)
                Assert.True((await portal.SendAsync(method, path, token)).Status == 401, $"{method} {path}");
        }

        Assert.True(guarded.Length > 35, $"{guarded.Length} endpoints");
        // The scheme's name is read in any case, here and everywhere.
        foreach (var scheme in new[] { "Bearer", "bearer", "BEARER" })
            Assert.Equal(HttpStatusCode.OK, (await portal.Http.AskAsync("/api/scope", ("Authorization", $"{scheme} {good}"))).StatusCode);
    }

    [Theory]
    [InlineData("suspended", "suspended")]
    [InlineData("archived", "archived")]
    public async Task Pain16_no_endpoint_lets_in_whoever_is_shut_out(string how, string reason)
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, seeds: SeedPlan.Test);
        var tokens = new[] { "MGR-001", "WHS-001", "ADM-001" }.Select(c => portal.TokenOf(c)).ToArray();
        foreach (var (table, key) in new[] { ("managers", "manager_id = 'MGR-001'"), ("warehouses", "warehouse_id = 'WHS-001'"), ("admins", "admin_id = 'ADM-001'") })
            await portal.Database.ExecuteAsync($"UPDATE {table} SET {(how == "archived" ? "archived_at = '2026-01-01T00:00:00.0000000Z'" : "status = 'suspended'")} WHERE tenant_id = 'main' AND {key}");
        await portal.TellAsync("MGR-001", "WHS-001", "ADM-001");
        var before = await DatabaseText.HashAsync(portal.Database);
        var writes = 0;
        foreach (var endpoint in portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] is not { } method)
                continue;
            writes += method == "GET" ? 0 : 1;
            foreach (var token in tokens)
            {
                var (status, body) = await portal.SendAsync(new(method), endpoint.PathWith("CRW-004"), token, method == "POST" ? new { } : null);
                Assert.True((status, body.Reason()) == (403, reason), $"{method} {endpoint.RoutePattern.RawText}: {status} {body.Reason()}");
            }
        }

        Assert.True(writes > 20, $"{writes} writes");
        Assert.Equal(before, await DatabaseText.HashAsync(portal.Database));
    }

    [Fact]
    public void The_table_of_the_documentation_names_tests_that_there_are()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(RunningPortal.FindRoot(), "docs", "hardening.md")));
        var tests = typeof(PortalPainTests).Assembly.GetTypes().SelectMany(t => t.GetMethods().Select(m => $"{t.Name}.{m.Name}")).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(Enumerable.Range(1, 16), rows.Select(r => int.Parse(r.Groups[1].Value, CultureInfo.InvariantCulture)));
        Assert.All(rows, row =>
        {
            var names = Name().Matches(row.Value).Select(n => n.Groups[1].Value).ToArray();
            Assert.NotEmpty(names);
            Assert.All(names, n => Assert.True(tests.Contains(n) && n.Contains($".Pain{int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture):00}_", StringComparison.Ordinal), n));
        });
    }

    [GeneratedRegex(@"^\| (\d+) \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
