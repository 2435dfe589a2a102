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

/// <summary>Over real HTTP: what the hub shows is what the guards of the application let pass, and the other way round. The thousand random cases without HTTP are in Cks.HubConfig.Tests.</summary>
public sealed class ScreenEqualsApiTests
{
    private const int Cases = 30;
    private const int Actions = 6;

    [Fact]
    public async Task S09_Every_action_that_is_shown_is_let_pass_and_every_one_that_is_let_pass_is_shown()
    {
        var random = new Random(20_261_128);
        using var folder = new TemporaryFolder();
        folder.Write("worker.json", Document(random));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication(HeaderAuthenticationHandler.First).AddScheme<AuthenticationSchemeOptions, HeaderAuthenticationHandler>(HeaderAuthenticationHandler.First, null);
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", Policy(random));
        builder.Services.AddCksGuards();
        builder.Services.AddCksHubConfig().AddRoles(Path.Combine(folder.Root, "{role}.json")).AddTargets(t => Enumerable.Range(0, Actions).Aggregate(t, (all, n) => all.AddAction($"act{n}", $"r{n}:do")));
        await using var app = builder.Build();
        app.MapCksHub("/api/hub");
        for (var n = 0; n < Actions; n++)
            app.MapPost($"/api/act{n}", () => "done").RequireCaps($"r{n}:do");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        var (shown, let) = (0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var policy = Policy(random);
            Assert.True(app.Services.GetRequiredService<SnapshotStore<Policy>>().TryActivate(PolicyReader.Read("test.rbac.json", policy), policy, out _));
            folder.Write("worker.json", Document(random));
            app.Services.GetRequiredService<HubCatalog>().TryReload().GetOrThrow();
            var hub = JsonNode.Parse(await (await SendAsync(HttpMethod.Get, "/api/hub")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            string[] actions = [.. hub["quickActions"]!.AsArray().Select(a => (string)a!["action"]!)];
            for (var n = 0; n < Actions; n++)
            {
                var status = (await SendAsync(HttpMethod.Post, $"/api/act{n}")).StatusCode;
                Assert.Equal(actions.Contains($"act{n}") ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
                (shown, let) = (shown + (actions.Contains($"act{n}") ? 1 : 0), let + (status == HttpStatusCode.OK ? 1 : 0));
            }
        }

        Assert.InRange(shown, 20, (Cases * Actions) - 20);

        Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) =>
            http.SendAsync(new(method, path) { Headers = { { HeaderAuthenticationHandler.First, $"{CksClaimTypes.SessionIdentity};ann;worker" } } }, TestContext.Current.CancellationToken);
    }

    private static byte[] Policy(Random random)
    {
        string List() => string.Join(", ", Enumerable.Range(0, Actions).Where(_ => random.Next(3) > 0).Append(0).Distinct().Select(n => $"\"r{n}:do\""));
        return Encoding.UTF8.GetBytes($$"""
            {
              "version": 1,
              "resources": { {{string.Join(", ", Enumerable.Range(0, Actions).Select(n => $"\"r{n}\": {{ \"actions\": [\"do\"] }}"))}} },
              "roles": { "worker": { "permit": [{ "actions": [{{List()}}] }], "deny": [{ "actions": ["r{{random.Next(Actions)}}:do"] }] } }
            }
            """);
    }

    private static byte[] Document(Random random) => Encoding.UTF8.GetBytes($$"""
        {
          "schemaVersion": 2,
          "metadata": { "role": "worker", "version": "1", "displayName": "Hub {{random.Next()}}", "theme": { "primaryColor": "#2563eb", "accentColor": "#0b875e" } },
          "navigation": { "quickActions": [{{string.Join(", ", Enumerable.Range(0, Actions).Select(n => $"{{ \"id\": \"a{n}\", \"label\": \"L\", \"action\": \"act{n}\" }}"))}}] },
          "permissions": { "r{{random.Next(Actions)}}:do": {{(random.Next(3) > 0 ? "false" : "true")}} }
        }
        """);
}
