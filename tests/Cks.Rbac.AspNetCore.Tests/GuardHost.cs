using System.Text;
using System.Text.Json;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.Rbac.AspNetCore.Tests;

/// <summary>A real host on loopback with guards, one policy and two schemes that sign in whoever a header names.</summary>
internal sealed class GuardHost : IAsyncDisposable
{
    public const string DefaultPolicy = """
        {
          "version": 1,
          "resources": { "notes": { "actions": ["view", "create", "purge"] } },
          "roles": {
            "reader": { "permit": [{ "id": "read", "actions": ["notes:view"] }] },
            "writer": { "inherits": ["reader"], "permit": [{ "id": "write", "actions": ["notes:create"] }] },
            "trainee": { "inherits": ["writer"], "deny": [{ "id": "no-create", "actions": ["notes:create"] }] }
          }
        }
        """;

    private readonly WebApplication _app;

    private GuardHost(WebApplication app) => (_app, Http) = (app, new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new(app.Urls.Single()) });

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a host.</summary>
    /// <param name="map">Endpoints and middleware.</param>
    /// <param name="configure">Further services.</param>
    /// <param name="policy">The policy document.</param>
    /// <param name="hasGuards">Whether guards are registered, or nothing but the framework's authorization.</param>
    public static async Task<GuardHost> StartAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, string policy = DefaultPolicy, bool hasGuards = true)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication(HeaderAuthenticationHandler.First)
            .AddScheme<AuthenticationSchemeOptions, HeaderAuthenticationHandler>(HeaderAuthenticationHandler.First, null)
            .AddScheme<AuthenticationSchemeOptions, HeaderAuthenticationHandler>(HeaderAuthenticationHandler.Second, null);
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", Encoding.UTF8.GetBytes(policy));
        if (hasGuards)
            builder.Services.AddCksGuards();
        else
            builder.Services.AddAuthorization();
        configure?.Invoke(builder);
        var app = builder.Build();
        try
        {
            map(app);
            await app.StartAsync();
            return new(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>The findings that keep a host from starting.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, string policy = DefaultPolicy) =>
        [.. (await Assert.ThrowsAsync<CksConfigurationException>(async () => await (await StartAsync(map, configure, policy)).DisposeAsync())).Diagnostics.Select(d => d.ToString())];

    /// <summary>Header value of a session with these roles.</summary>
    public static string Session(params string[] roles) => $"{CksClaimTypes.SessionIdentity};ann;{string.Join(';', roles)}";

    /// <summary>Brings another policy into use, as a reload does.</summary>
    public void Activate(string policy)
    {
        var utf8 = Encoding.UTF8.GetBytes(policy);
        Assert.True(Services.GetRequiredService<SnapshotStore<Policy>>().TryActivate(PolicyReader.Read("next.rbac.json", utf8), utf8, out _));
    }

    /// <summary>Sends a request with the first scheme's header and, where given, the second's.</summary>
    public Task<HttpResponseMessage> SendAsync(string path, string? first, string? second = null, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (first is not null)
            request.Headers.Add(HeaderAuthenticationHandler.First, first);
        if (second is not null)
            request.Headers.Add(HeaderAuthenticationHandler.Second, second);
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<int> StatusAsync(string path, string? first, string? second = null, HttpMethod? method = null)
    {
        using var response = await SendAsync(path, first, second, method);
        return (int)response.StatusCode;
    }

    public async Task<(int Status, string Body)> TextAsync(string path, string? first, string? second = null)
    {
        using var response = await SendAsync(path, first, second);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The refusal, which must be problem+json and must not be stored.</summary>
    public async Task<(int Status, JsonElement Problem)> RefusalAsync(string path, string? first, string? second = null)
    {
        using var response = await SendAsync(path, first, second);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl is { NoStore: true });
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        return ((int)response.StatusCode, problem);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
