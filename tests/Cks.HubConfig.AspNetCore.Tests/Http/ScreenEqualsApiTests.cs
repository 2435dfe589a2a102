using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cks.Core;
using Cks.Rbac;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.HubConfig.AspNetCore.Tests;

/// <summary>
/// Over real HTTP, for random documents, policies, grants and ceilings of roles and tenants: what the hub shows is what the guards of the application let pass, and what they let pass of what a document declares is shown.
/// </summary>
public sealed class ScreenEqualsApiTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Cases = 1_000;
    private const int Actions = 6;
    private const string Issuer = "https://issuer.test";

    private static readonly string[] Roles = ["worker", "lead"];
    private static readonly string[] Tenants = ["acme", "main"];

    private readonly Random _random = new(20_261_128);
    private readonly TemporaryFolder _folder = new();
    private HashSet<int> _declared = [];
    private WebApplication _app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        WriteDocuments();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication(HeaderAuthenticationHandler.First).AddScheme<AuthenticationSchemeOptions, HeaderAuthenticationHandler>(HeaderAuthenticationHandler.First, null);
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", Policy()).UseGrants();
        builder.Services.AddCksGuards();
        builder.Services.AddCksHubConfig().AddRoles(Path.Combine(_folder.Root, "{role}.hub.json")).AddTenants(Path.Combine(_folder.Root, "{tenant}.tenant.json"))
            .AddTargets(t => Enumerable.Range(0, Actions).Aggregate(t, (all, n) => all.AddAction($"act{n}", $"r{n}:do")));
        _app = builder.Build();
        _app.MapCksHub("/api/hub");
        for (var n = 0; n < Actions; n++)
            _app.MapPost($"/api/act{n}", () => "done").RequireCaps($"r{n}:do");
        await _app.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task S09_Every_action_that_is_shown_is_let_pass_and_every_declared_one_that_is_let_pass_is_shown()
    {
        using var http = new HttpClient { BaseAddress = new(_app.Urls.Single()) };
        var (shown, refused, granted) = (0, 0, 0);
        for (var i = 0; i < Cases; i++)
        {
            ChangePolicy();
            WriteDocuments();
            _app.Services.GetRequiredService<HubCatalog>().TryReload().GetOrThrow();
            // Grants come and do not go: somebody new now and then, before all is denied.
            var (person, tenant, role) = ($"p{i / 20}", Pick(Tenants), Pick(Roles));
            granted += await GrantAsync(person, tenant) ? 1 : 0;
            var who = $"{CksClaimTypes.SessionIdentity};{person}@{tenant}@{Issuer};{role}";

            using var answer = await SendAsync(http, HttpMethod.Get, "/api/hub", who);
            var hub = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
            HashSet<string> actions = [.. hub["quickActions"]!.AsArray().Select(a => (string)a!["action"]!)];
            Assert.Subset(_declared.Select(n => $"act{n}").ToHashSet(), actions);
            foreach (var n in _declared)
            {
                using var done = await SendAsync(http, HttpMethod.Post, $"/api/act{n}", who);
                Assert.True((done.StatusCode, actions.Contains($"act{n}")) is (HttpStatusCode.OK, true) or (HttpStatusCode.Forbidden, false), $"case {i}: act{n} of {who} is {done.StatusCode} and the hub shows {string.Join(", ", actions)}");
                (shown, refused) = done.StatusCode == HttpStatusCode.OK ? (shown + 1, refused) : (shown, refused + 1);
            }
        }

        output.WriteLine($"{shown} shown and let pass, {refused} neither, {granted} grants");
        Assert.True(shown > Cases / 2 && refused > Cases / 2 && granted > Cases / 4);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, string who) =>
        http.SendAsync(new(method, path) { Headers = { { HeaderAuthenticationHandler.First, who } } }, Cancel);

    private async Task<bool> GrantAsync(string person, string tenant)
    {
        var (to, capability) = (new PersonId(Issuer, person), $"r{_random.Next(Actions)}:do");
        var request = _random.Next(4) switch
        {
            0 => GrantRequest.Role(to, Pick(Roles), "test"),
            1 => GrantRequest.Permit(to, capability, "test"),
            2 => GrantRequest.Deny(to, capability, "test"),
            _ => null,
        };
        if (request is null)
            return false;
        var root = await _app.Services.GetRequiredService<ISubjectBinder>().BindAsync(new("root", TenantId.Parse(tenant), ["root"]) { Issuer = Issuer }, Cancel);
        return (await _app.Services.GetRequiredService<IGrants>().GrantAsync(root, request, Cancel)).IsDone;
    }

    private void ChangePolicy()
    {
        var policy = Policy();
        Assert.True(_app.Services.GetRequiredService<SnapshotStore<Policy>>().TryActivate(PolicyReader.Read("test.rbac.json", policy), policy, out _));
    }

    private byte[] Policy()
    {
        string Some(int outOf) => string.Join(", ", Enumerable.Range(0, Actions).Where(_ => _random.Next(outOf) > 0).Append(0).Distinct().Select(n => $"\"r{n}:do\""));
        string Role(string name) => $$""" "{{name}}": { "permit": [{ "actions": [{{Some(3)}}] }], "deny": [{ "actions": ["r{{_random.Next(Actions)}}:do"] }] } """;
        return Encoding.UTF8.GetBytes($$"""
            {
              "version": 1,
              "resources": { "grants": { "actions": ["create", "revoke"] }, {{string.Join(", ", Enumerable.Range(0, Actions).Select(n => $"\"r{n}\": {{ \"actions\": [\"do\"] }}"))}} },
              "roles": {
                "root": { "permit": [{ "actions": ["grants:*", {{string.Join(", ", Enumerable.Range(0, Actions).Select(n => $"\"r{n}:do\""))}}] }], "assigns": ["worker", "lead"] },
                {{string.Join(", ", Roles.Select(Role))}}
              }
            }
            """);
    }

    private void WriteDocuments()
    {
        _declared = [.. Enumerable.Range(0, Actions).Where(_ => _random.Next(4) > 0)];
        foreach (var role in Roles)
        {
            _folder.Write($"{role}.hub.json", Encoding.UTF8.GetBytes($$"""
                {
                  "schemaVersion": 2,
                  "metadata": { "role": "{{role}}", "version": "1", "displayName": "Hub {{_random.Next()}}", "theme": { "primaryColor": "#2563eb", "accentColor": "#0b875e" } },
                  "navigation": { "quickActions": [{{string.Join(", ", _declared.Select(n => $"{{ \"id\": \"a{n}\", \"label\": \"L\", \"action\": \"act{n}\" }}"))}}] },
                  "permissions": { "r{{_random.Next(Actions)}}:do": {{(_random.Next(3) > 0 ? "false" : "true")}} }
                }
                """));
        }

        _folder.Write("acme.tenant.json", Encoding.UTF8.GetBytes($$"""{ "schemaVersion": 2, "permissions": { "r{{_random.Next(Actions)}}:do": false } }"""));
    }

    private string Pick(string[] of) => of[_random.Next(of.Length)];
}
