using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Rbac.AuthZen.Tests;

/// <summary>A real host on loopback that answers AuthZEN, and one caller of it.</summary>
internal sealed class AuthZenHost : IAsyncDisposable
{
    public const string Issuer = "https://login.example";

    /// <summary>A caller that may evaluate and search.</summary>
    public const string Pep = $"{Issuer};gateway;acme;pep";

    private readonly WebApplication _app;

    private AuthZenHost(WebApplication app, FakeTimeProvider clock, Watched watched) =>
        (_app, Clock, Watched, Http) = (app, clock, watched, new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new(app.Urls.Single()) });

    public HttpClient Http { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>Who watches records.</summary>
    public Watched Watched { get; }

    /// <summary>Starts a host.</summary>
    /// <param name="policy">Name of the policy's file.</param>
    /// <param name="store">What it knows.</param>
    /// <param name="configure">Types, callers and limits.</param>
    /// <param name="services">Further services.</param>
    public static async Task<AuthZenHost> StartAsync(string policy, Store? store, Action<AuthZenOptions> configure, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        var (clock, watched) = (new FakeTimeProvider(new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero)), new Watched());
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddAuthentication(HeaderAuthenticationHandler.First).AddScheme<AuthenticationSchemeOptions, HeaderAuthenticationHandler>(HeaderAuthenticationHandler.First, null);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSingleton<IRelationResolver>(watched);
        builder.Services.AddCksRbac().AddPolicyFile(Path.Combine(AppContext.BaseDirectory, "Policies", policy));
        if (store is not null)
        {
            builder.Services.AddScoped<ISubjectSource>(_ => store);
            builder.Services.AddScoped<IResourceSource>(_ => store);
        }

        builder.Services.AddCksAuthZen(o =>
        {
            o.PublicUrl = new("https://pdp.example");
            configure(o);
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        try
        {
            app.MapCksAuthZen();
            app.MapPost("/elsewhere", () => "").AllowAnonymous();
            await app.StartAsync();
            return new(app, clock, watched);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings another policy into use.</summary>
    public void Activate(string policy)
    {
        var utf8 = Encoding.UTF8.GetBytes(policy);
        Assert.True(_app.Services.GetRequiredService<SnapshotStore<Policy>>().TryActivate(PolicyReader.Read("next.rbac.json", utf8), utf8, out _));
    }

    /// <summary>The findings that keep a host from starting.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(string policy, Store? store, Action<AuthZenOptions> configure) =>
        [.. (await Assert.ThrowsAsync<CksConfigurationException>(async () => await (await StartAsync(policy, store, configure)).DisposeAsync())).Diagnostics.Select(d => d.ToString())];

    /// <summary>The header that signs a caller in: <c>issuer;id;tenant;role;role</c>.</summary>
    public static string HeaderOf(string caller) =>
        caller.Split(';') is [var issuer, var id, var tenant, .. var roles] ? string.Join(';', [CksClaimTypes.SessionIdentity, $"{id}@{tenant}@{issuer}", .. roles]) : throw new ArgumentException("Write issuer;id;tenant;role.", nameof(caller));

    public Task<HttpResponseMessage> SendAsync(string path, byte[] body, string? caller = Pep, string? contentType = "application/json", IEnumerable<(string Name, string Value)>? headers = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (caller is not null)
            request.Headers.Add(HeaderAuthenticationHandler.First, HeaderOf(caller));
        foreach (var (name, value) in headers ?? [])
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Status and body, which is JSON whatever the status.</summary>
    public async Task<(int Status, JsonElement Body)> PostAsync(string path, string body, string? caller = Pep)
    {
        using var response = await SendAsync(path, Encoding.UTF8.GetBytes(body), caller);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    /// <summary>The answer to one question, as it stands in the body.</summary>
    public async Task<string> TextAsync(string path, string body, string? caller = Pep)
    {
        var (status, answer) = await PostAsync(path, body, caller);
        Assert.Equal(200, status);
        return answer.GetRawText();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
