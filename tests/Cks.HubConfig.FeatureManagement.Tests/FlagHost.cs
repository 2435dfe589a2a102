using Cks.Core;
using Cks.Rbac;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.HubConfig.FeatureManagement.Tests;

/// <summary>A host with one hub and gates of Microsoft.FeatureManagement. Who asks stands in a header: id, tenant, roles.</summary>
internal sealed class FlagHost : IAsyncDisposable
{
    public const string Who = "X-Who";

    private readonly TemporaryFolder _folder = new();

    private FlagHost()
    {
    }

    public static DateTimeOffset Noon { get; } = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Noon);

    public WebApplication App { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public static async Task<FlagHost> StartAsync(Action<IServiceCollection>? before = null)
    {
        var host = new FlagHost();
        host._folder.Write("app.rbac.json", """
            { "version": 1, "resources": { "jobs": { "actions": ["view"] } }, "roles": { "manager": { "permit": [{ "actions": ["jobs:view"] }] }, "crew": { "permit": [] } } }
            """);
        host.WriteHub("""
            "calendar": { "rules": [{ "id": "managers", "roles": ["manager"], "tenants": ["acme"] }] },
            "half": { "hash": "xxh3-64", "partsPerMillion": 500000 },
            "evening": { "window": { "from": "2026-12-01T18:00Z" } }
            """);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = host._folder.Root });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(host.Clock);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped(s => SubjectOf(s.GetRequiredService<IHttpContextAccessor>().HttpContext));
        builder.Services.AddCksRbac().AddPolicyFile("app.rbac.json");
        builder.Services.AddCksHubConfig().AddRoles("{role}.v2.json");
        before?.Invoke(builder.Services);
        builder.Services.AddCksFeatureManagement();
        builder.Services.AddControllers().AddApplicationPart(typeof(FlagHost).Assembly);
        host.App = builder.Build();
        host.App.MapControllers();
        await host.App.StartAsync(TestContext.Current.CancellationToken);
        host.Client = new() { BaseAddress = new(host.App.Urls.First()) };
        return host;
    }

    public void WriteHub(string flags) => WriteHub("manager", flags);

    public void WriteHub(string role, string flags) => _folder.Write($"{role}.v2.json", $$"""
        {
          "schemaVersion": 2,
          "metadata": { "role": "{{role}}", "version": "1", "displayName": "Hub", "theme": { "primaryColor": "#2563eb", "accentColor": "#0b875e" } },
          "features": { "messaging": { "enabled": true }, "reports": { "enabled": false } },
          "flags": { {{flags}} }
        }
        """);

    public async Task<int> GetAsync(string path, string who)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(Who, who);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>A scope in which somebody acts.</summary>
    public IServiceScope As(string who)
    {
        var scope = App.Services.CreateScope();
        var context = new DefaultHttpContext();
        context.Request.Headers[Who] = who;
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = context;
        return scope;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
        _folder.Dispose();
    }

    private static Subject SubjectOf(HttpContext? context)
    {
        string[] parts = context?.Request.Headers[Who].ToString().Split(';') ?? [];
        return parts.Length < 2 ? Subject.Nobody : new(parts[0], TenantId.Parse(parts[1]), parts[2..]);
    }
}
