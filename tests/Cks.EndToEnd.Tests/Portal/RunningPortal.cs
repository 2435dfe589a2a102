using System.Net.Http.Headers;
using System.Text.Json;
using Cks.Auth;
using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using Cks.Testing.AspNetCore;
using Cks.Tests.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.Tests.Portal;

/// <summary>The portal sample as it is, listening on loopback, with a database of its own and everything that it logs at hand.</summary>
public sealed class RunningPortal : IAsyncDisposable
{
    private readonly PortalHost _host;

    private RunningPortal(PortalHost host, TestDatabase database, LogLines log)
    {
        (_host, Database, Log) = (host, database, log);
        // A busy machine is no failure: what hangs is ended by the run.
        Http = new() { BaseAddress = new(host.Address), Timeout = TimeSpan.FromMinutes(10) };
    }

    public TestDatabase Database { get; }

    public HttpClient Http { get; }

    /// <summary>Every line that the host logged, at Trace.</summary>
    public LogLines Log { get; }

    public string Address => _host.Address;

    public IServiceProvider Services => _host.App.Services;

    public TokenIssuer Issuer => _host.Issuer!;

    /// <summary>With a database that is seeded already; those of <see cref="SeedPlan.Development"/> where no others are named.</summary>
    public static async Task<RunningPortal> StartAsync(PortalEngine engine, Action<WebApplicationBuilder>? configure = null, SeedPlan? seeds = null) =>
        await StartAsync(await TestDatabase.CreateSeededAsync(engine, seeds ?? SeedPlan.Development), configure);

    /// <summary>With a database that is disposed of with the portal.</summary>
    public static async Task<RunningPortal> StartAsync(TestDatabase database, Action<WebApplicationBuilder>? configure = null)
    {
        var log = new LogLines();
        var host = await PortalHost.BuildAsync(["--environment", "Development"], builder =>
        {
            Configure(builder, database.ConnectionString);
            builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
            builder.Logging.AddFilter<LogLines>(null, LogLevel.Trace);
            configure?.Invoke(builder);
        });
        await host.App.StartAsync();
        return new(host, database, log);
    }

    /// <summary>Settings of a portal under test: the sample's own documents, a given database, any free port of loopback.</summary>
    public static void Configure(WebApplicationBuilder builder, string connectionString)
    {
        builder.Environment.ContentRootPath = ContentRoot;
        builder.Configuration.AddJsonFile(Path.Combine(ContentRoot, "appsettings.json"));
        builder.Configuration["ConnectionStrings:Portal"] = connectionString;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
    }

    /// <summary>The sample's folder: found by walking up to the solution.</summary>
    public static string ContentRoot { get; } = Path.Combine(FindRoot(), "samples", "Cks.Samples.Portal");

    public string TokenOf(string code, string tenant = "main") => Issuer.Forge.Mint(PortalSeeds.SubjectOf(tenant, code), PortalHost.Audience, TimeSpan.FromMinutes(5));

    /// <summary>Says that records of people changed that a test wrote by itself, as whoever writes them has to.</summary>
    public async Task TellAsync(params string[] codes)
    {
        foreach (var code in codes)
            await Services.GetRequiredService<IBootstrap>().PersonChangedAsync(Issuer.Address, PortalSeeds.SubjectOf("main", code));
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return Http.SendAsync(request);
    }

    public async Task<(int Status, JsonElement Body)> AskAsync(string path, string? token)
    {
        using var response = await GetAsync(path, token);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.App.StopAsync();
        await _host.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CksCore.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("CksCore.sln is in no folder above the tests.");
    }
}
