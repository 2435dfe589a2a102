using System.Collections.Concurrent;
using System.Security.Claims;
using Cks.Core;
using Cks.Rbac;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.HubConfig.AspNetCore.Tests;

/// <summary>A real host on loopback with a hub for <c>contractor</c>; the scheme signs in whoever the header names.</summary>
public sealed class HubHost : IAsyncLifetime
{
    private readonly Action<IServiceCollection>? _change;
    public static readonly byte[] PolicyText = """
        {
          "version": 1,
          "resources": { "jobs": { "actions": ["view", "create"], "fields": ["number"] } },
          "aliases": { "canCreateJobs": "jobs:create" },
          "roles": { "contractor": { "permit": [{ "actions": ["jobs:*"], "fields": { "read": ["*"] } }] }, "trainee": { "inherits": ["contractor"], "deny": [{ "actions": ["jobs:create"] }] }, "guest": {}, "brief": { "permit": [{ "actions": ["jobs:view"], "until": "2026-12-01T12:00:05Z" }] } }
        }
        """u8.ToArray();

    private readonly string _folder = Directory.CreateTempSubdirectory("cks-hub-").FullName;
    private WebApplication _app = null!;

    public HubHost()
    {
    }

    internal HubHost(Action<IServiceCollection> change) => _change = change;

    public async ValueTask InitializeAsync()
    {
        foreach (var role in new[] { "contractor", "trainee", "brief" })
            await File.WriteAllTextAsync(Path.Combine(_folder, $"{role}.v1.json"), Document(role));
        await File.WriteAllTextAsync(Path.Combine(_folder, "everywhere.json"), """{ "schemaVersion": 2, "experiments": { "layout": { "hash": "xxh3-64", "variants": [{ "id": "all", "partsPerMillion": 1000000 }] } } }""");
        await File.WriteAllTextAsync(Path.Combine(_folder, "acme.tenant.json"), """{ "schemaVersion": 2, "dataFetching": { "caching": { "news": { "ttlSeconds": 2147483647, "staleWhileRevalidate": true } } } }""");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication(HeaderAuthenticationHandler.First).AddScheme<AuthenticationSchemeOptions, HeaderAuthenticationHandler>(HeaderAuthenticationHandler.First, null);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddCksGuards();
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", PolicyText);
        builder.Services.AddCksHubConfig()
            .AddRoles(Path.Combine(_folder, "{role}.v1.json"))
            .AddEnvironment(Path.Combine(_folder, "everywhere.json"))
            .AddTenants(Path.Combine(_folder, "{tenant}.tenant.json"))
            .AddExposureSink<Told>()
            .AddTargets(AddTargets);
        _change?.Invoke(builder.Services);
        _app = builder.Build();
        UseKeysAndActors(_app);
        _app.MapCksHubData("/api/hub/data");
        _app.MapCksHub("/api/hub");
        _app.MapCksHub("/api/own-hub").RequireAuthorization(p => p.RequireRole("contractor"));
        _app.MapCksHub("/api/open-hub").AllowAnonymous();
        _app.MapGet("/api/jobs", (HubLimit limit) => Results.Json(Enumerable.Range(0, limit.Within(20)))).RequireAuthorization().WithCksHubCaching();
        _app.MapGet("/api/news", (HttpContext context, string? how) =>
        {
            context.Response.Headers.CacheControl = how switch
            {
                "plain" => default,
                "forever" => "private, max-age=31536000",
                "careful" => "public, max-age=8, must-revalidate",
                "ask" => "no-cache",
                "nonsense" => "max-age=;public",
                "secret" => "no-store",
                _ => "public, max-age=9",
            };
            return how == "gone" ? Results.NotFound() : Results.Text("news");
        }).AllowAnonymous().WithCksHubCaching();
        _app.MapPost("/api/jobs", () => "made").RequireAuthorization().WithCksHubCaching();
        var group = _app.MapGroup("/group").RequireAuthorization().WithCksHubCaching();
        group.MapGet("/plain", () => "plain");
        group.MapGet("/masked", () => new Job(1)).RequireCaps("jobs:view").WithFieldMask<Job>("jobs:view");
        group.MapCksHub("/hub");
        group.MapCksPermissions("/permissions");
        await _app.StartAsync();
    }

    /// <summary>Sends a request as somebody: <c>authentication type;role;role</c>, or nobody for <see langword="null"/>. With a cookie, unless <paramref name="header"/> says another.</summary>
    public async Task<HttpResponseMessage> SendAsync(string? who, HttpMethod? method = null, string path = "/api/hub", string? known = null, string tenant = "main", (string Name, string Value)? header = null)
    {
        using var client = new HttpClient { BaseAddress = new(_app.Urls.Single()) };
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        if (who is not null)
            request.Headers.Add(HeaderAuthenticationHandler.First, who.Insert((who + ";").IndexOf(';', StringComparison.Ordinal), $";u1@{tenant}"));
        if (header?.Name != "Cookie")
            request.Headers.Add("Cookie", "session=1");
        if (header is { Value.Length: > 0 } own)
            request.Headers.Add(own.Name, own.Value);
        return await client.SendAsync(request);
    }

    /// <summary>As the schemes of Cks.Auth.AspNetCore say who presents a key and who acts.</summary>
    public static void UseKeysAndActors(WebApplication app) => app.Use((context, next) =>
    {
        foreach (var (header, claim) in new[] { ("X-Api-Key", CksClaimTypes.Credential), ("X-Actor", CksClaimTypes.Actor) })
            if (context.Request.Headers[header] is [{ } value])
                ((ClaimsIdentity)context.User.Identity!).AddClaim(new(claim, value));
        return next(context);
    });

    public FakeTimeProvider Clock { get; } = new(new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));

    public ConcurrentQueue<Exposure> Exposed => _app.Services.GetServices<IExposureSink>().OfType<Told>().Single().All;

    public SnapshotStore<Policy> Policies => _app.Services.GetRequiredService<SnapshotStore<Policy>>();

    public HubCatalog Catalog => _app.Services.GetRequiredService<HubCatalog>();

    public void Write(string role, string text) => File.WriteAllText(Path.Combine(_folder, $"{role}.v1.json"), text);

    public static HubTargets AddTargets(HubTargets targets) => targets.AddPage("/", HubTargets.NoCapability).AddPage("/jobs", "jobs:view").AddAction("createJob", "jobs:create")
        .AddDataSource("/api/jobs", "jobs:view").AddDataSource("/api/news", HubTargets.NoCapability)
        .AddDataSource("/group/plain", HubTargets.NoCapability).AddDataSource("/group/masked", HubTargets.NoCapability).AddDataSource("/group/hub", HubTargets.NoCapability).AddDataSource("/group/permissions", HubTargets.NoCapability);

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
            "endpoints": { "jobs": "/api/jobs", "again": "/api/jobs", "news": "/api/news", "plain": "/group/plain", "masked": "/group/masked", "hub": "/group/hub", "permissions": "/group/permissions" },
            "caching": {
              "jobs": { "ttl": 20, "staleWhileRevalidate": true }, "again": { "ttl": 50 }, "news": { "ttl": {{(role == "trainee" ? 0 : 30)}} },
              "plain": { "ttl": 3600 }, "masked": { "ttl": 3600 }, "hub": { "ttl": 3600 }, "permissions": { "ttl": 3600 }
            }
          },
          "permissions": { "canCreateJobs": true }
        }
        """;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public sealed record Job(int Number);

    /// <summary>Keeps what it is told.</summary>
    public sealed class Told : IExposureSink
    {
        public ConcurrentQueue<Exposure> All { get; } = [];

        public void Write(in Exposure exposure) => All.Enqueue(exposure);
    }
}
