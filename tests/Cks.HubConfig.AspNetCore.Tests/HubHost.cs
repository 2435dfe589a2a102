using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.HubConfig.AspNetCore.Tests;

/// <summary>A real host on loopback with a hub for <c>contractor</c>; the scheme signs in whoever the header names.</summary>
public sealed class HubHost : IAsyncLifetime
{
    private static readonly byte[] Policy = """
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
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", Policy);
        builder.Services.AddCksHubConfig()
            .AddRoles(Path.Combine(_folder, "{role}.v1.json"))
            .AddTargets(t => t.AddPage("/", HubTargets.NoCapability).AddPage("/jobs", "jobs:view").AddAction("createJob", "jobs:create"));
        _app = builder.Build();
        _app.MapCksHub("/api/hub");
        await _app.StartAsync();
    }

    /// <summary>Sends a request as somebody: <c>authentication type;role;role</c>, or nobody for <see langword="null"/>.</summary>
    public async Task<HttpResponseMessage> SendAsync(string? who, HttpMethod? method = null)
    {
        using var client = new HttpClient { BaseAddress = new(_app.Urls.Single()) };
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, "/api/hub");
        if (who is not null)
            request.Headers.Add(HeaderAuthenticationHandler.First, who.Insert((who + ";").IndexOf(';', StringComparison.Ordinal), ";u1"));
        return await client.SendAsync(request);
    }

    public HubCatalog Catalog => _app.Services.GetRequiredService<HubCatalog>();

    public void Write(string role, string text) => File.WriteAllText(Path.Combine(_folder, $"{role}.v1.json"), text);

    public static string Document(string role) => $$"""
        {
          "metadata": { "role": "{{role}}", "version": "1.0.0", "displayName": "Hub <b>of</b> {{role}}", "theme": { "primaryColor": "#2563eb", "accentColor": "#10b981" } },
          "navigation": {
            "sidebarItems": [{ "id": "dashboard", "label": "Dashboard", "path": "/" }, { "id": "jobs", "label": "Jobs", "path": "/jobs" }],
            "quickActions": [{ "id": "new-job", "label": "New", "action": "createJob" }]
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
