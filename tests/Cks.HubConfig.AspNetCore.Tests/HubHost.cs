using Cks.Core;
using Cks.Rbac;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.HubConfig.AspNetCore.Tests;

/// <summary>A real host on loopback with a hub for <c>contractor</c>; the scheme signs in whoever the header names.</summary>
public sealed class HubHost : IAsyncLifetime
{
    public static readonly byte[] PolicyText = """
        {
          "version": 1,
          "resources": { "jobs": { "actions": ["view", "create"] } },
          "aliases": { "canCreateJobs": "jobs:create" },
          "roles": { "contractor": { "permit": [{ "actions": ["jobs:*"] }] }, "trainee": { "inherits": ["contractor"], "deny": [{ "actions": ["jobs:create"] }] }, "guest": {} }
        }
        """u8.ToArray();

    private readonly string _folder = Directory.CreateTempSubdirectory("cks-hub-").FullName;
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var role in new[] { "contractor", "trainee" })
            await File.WriteAllTextAsync(Path.Combine(_folder, $"{role}.v1.json"), Document(role));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication(HeaderAuthenticationHandler.First).AddScheme<AuthenticationSchemeOptions, HeaderAuthenticationHandler>(HeaderAuthenticationHandler.First, null);
        builder.Services.AddAuthorization();
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", PolicyText);
        builder.Services.AddCksHubConfig()
            .AddRoles(Path.Combine(_folder, "{role}.v1.json"))
            .AddTargets(AddTargets);
        _app = builder.Build();
        _app.MapCksHub("/api/hub");
        _app.MapCksHub("/api/own-hub").RequireAuthorization(p => p.RequireRole("contractor"));
        _app.MapCksHub("/api/open-hub").AllowAnonymous();
        _app.MapGet("/api/jobs", (HubLimit limit) => Results.Json(Enumerable.Range(0, limit.Within(20)))).RequireAuthorization().WithCksHubCaching();
        _app.MapGet("/api/news", (HttpContext context, string? how) =>
        {
            context.Response.Headers.CacheControl = how == "secret" ? "no-store" : "public, max-age=9";
            return how == "gone" ? Results.NotFound() : Results.Text("news");
        }).WithCksHubCaching();
        _app.MapPost("/api/jobs", () => "made").RequireAuthorization().WithCksHubCaching();
        await _app.StartAsync();
    }

    /// <summary>Sends a request as somebody: <c>authentication type;role;role</c>, or nobody for <see langword="null"/>.</summary>
    public async Task<HttpResponseMessage> SendAsync(string? who, HttpMethod? method = null, string path = "/api/hub", string? known = null)
    {
        using var client = new HttpClient { BaseAddress = new(_app.Urls.Single()) };
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        if (who is not null)
            request.Headers.Add(HeaderAuthenticationHandler.First, who.Insert((who + ";").IndexOf(';', StringComparison.Ordinal), ";u1"));
        return await client.SendAsync(request);
    }

    public SnapshotStore<Policy> Policies => _app.Services.GetRequiredService<SnapshotStore<Policy>>();

    public HubCatalog Catalog => _app.Services.GetRequiredService<HubCatalog>();

    public void Write(string role, string text) => File.WriteAllText(Path.Combine(_folder, $"{role}.v1.json"), text);

    public static HubTargets AddTargets(HubTargets targets) => targets.AddPage("/", HubTargets.NoCapability).AddPage("/jobs", "jobs:view").AddAction("createJob", "jobs:create")
        .AddDataSource("/api/jobs", "jobs:view").AddDataSource("/api/news", HubTargets.NoCapability);

    public static string Document(string role) => $$"""
        {
          "metadata": { "role": "{{role}}", "version": "1.0.0", "displayName": "Hub <b>of</b> {{role}}", "theme": { "primaryColor": "#2563eb", "accentColor": "#10b981" } },
          "navigation": {
            "sidebarItems": [{ "id": "dashboard", "label": "Dashboard", "path": "/" }, { "id": "jobs", "label": "Jobs", "path": "/jobs" }],
            "quickActions": [{ "id": "new-job", "label": "New", "action": "createJob" }]
          },
          "dashboard": {
            "widgets": [
              { "id": "few", "type": "list", "gridArea": "1 / 1 / 2 / 2", "dataSource": "/api/jobs", "maxItems": 3 },
              { "id": "many", "type": "list", "gridArea": "2 / 1 / 3 / 2", "dataSource": "/api/jobs", "maxItems": 50 },
              { "id": "any", "type": "list", "gridArea": "3 / 1 / 4 / 2", "dataSource": "/api/jobs" },
              { "id": "news", "type": "list", "gridArea": "4 / 1 / 5 / 2", "dataSource": "/api/news", "maxItems": 1 }
            ]
          },
          "dataFetching": {
            "endpoints": { "jobs": "/api/jobs", "again": "/api/jobs", "news": "/api/news" },
            "caching": { "jobs": { "ttl": 60, "staleWhileRevalidate": true }, "again": { "ttl": 90 }, "news": { "ttl": {{(role == "contractor" ? 30 : 0)}} } }
          },
          "permissions": { "canCreateJobs": true }
        }
        """;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
