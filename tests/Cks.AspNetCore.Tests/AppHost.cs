using System.Net.Http.Headers;
using Cks.Auth;
using Cks.Testing.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cks.AspNetCore.Tests;

/// <summary>A real application on loopback whose Cks is <c>AddCks</c> and nothing else, with an issuer of its own and its documents in a folder of its own.</summary>
internal sealed class AppHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private AppHost(WebApplication app, TokenIssuer issuer, DirectoryInfo folder)
    {
        (_app, Issuer, _folder) = (app, issuer, folder);
        Http = new() { BaseAddress = new(app.Urls.Single()) };
    }

    public TokenIssuer Issuer { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts one.</summary>
    /// <param name="map">Endpoints.</param>
    /// <param name="settings">What the configuration holds; the issuer's address is given. By default authority, audience and policy.</param>
    /// <param name="configure">Settings in code.</param>
    /// <param name="environment">Name of the environment.</param>
    /// <param name="policy">The policy document, which is <c>app.rbac.json</c>.</param>
    public static async Task<AppHost> StartAsync(
        Action<WebApplication>? map = null,
        Action<WebApplicationBuilder, string>? settings = null,
        Action<CksOptions>? configure = null,
        string environment = "Development",
        string policy = """{ "version": 1, "resources": { "notes": { "actions": ["view"] } }, "roles": { "reader": { "permit": [{ "actions": ["notes:view"] }] } } }""")
    {
        var issuer = await TokenIssuer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("cks-app-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "app.rbac.json"), policy);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = folder.FullName });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        (settings ?? Usual)(builder, issuer.Address);
        try
        {
            builder.AddCks(configure);
            builder.Services.AddSingleton<ISessionResolver, People>();
            var app = builder.Build();
            map?.Invoke(app);
            await app.StartAsync();
            return new(app, issuer, folder);
        }
        catch
        {
            await issuer.DisposeAsync();
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>The three settings that every application has.</summary>
    public static void Usual(WebApplicationBuilder builder, string authority) => builder.Configuration.AddInMemoryCollection(
        [new("Cks:Auth:Authority", authority), new("Cks:Auth:Audience", "portal"), new("Cks:Rbac:Policy", "app.rbac.json")]);

    /// <summary>Sends a request as somebody, or as nobody.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, string? subject)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (subject is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.Forge.Mint(subject, "portal"));
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<(int Status, string Body)> TextAsync(string path, string? subject)
    {
        using var response = await GetAsync(path, subject);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Issuer.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
