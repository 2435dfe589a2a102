using System.Net.Http.Headers;
using Cks.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A server on loopback with one issuer, revocations and a store that a test moves.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string Issuer = "https://login.example";

    private readonly WebApplication _app;

    private TestHost(WebApplication app, TokenForge forge, TestRevocations revocations, TestStore store)
    {
        (_app, Forge, Revocations, Store) = (app, forge, revocations, store);
        Client.BaseAddress = new(app.Urls.Single());
    }

    public TokenForge Forge { get; }

    public TestRevocations Revocations { get; }

    public TestStore Store { get; }

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a host; the issuer allows for no difference of clocks, so that a token ends when it says.</summary>
    public static async Task<TestHost> StartAsync(
        Action<WebApplication> map, Action<WebApplicationBuilder>? more = null, Action<IssuerOptions>? issuer = null, Action<CksBearerOptions>? scheme = null)
    {
        var (forge, revocations, store) = (new TokenForge(Issuer), new TestRevocations(), new TestStore());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddCksBearer(
            o => o.AddKeys(Issuer, forge.Jwks(), "portal", i =>
            {
                i.ClockSkew = TimeSpan.Zero;
                issuer?.Invoke(i);
            }),
            scheme);
        builder.Services.Replace(ServiceDescriptor.Singleton<IRevocationCheck>(revocations));
        builder.Services.AddSingleton<ISessionResolver>(store);
        builder.Services.AddAuthorization();
        more?.Invoke(builder);
        var app = builder.Build();
        app.UseExceptionHandler(e => e.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error.GetType().Name);
        }));
        app.UseAuthentication().UseAuthorization();
        app.UseWebSockets();
        map(app);
        await app.StartAsync();
        return new(app, forge, revocations, store);
    }

    public string Token(string subject, TimeSpan? lifetime = null) => Forge.Mint(subject, "portal", lifetime);

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsAsync(string token, string path) => GetAsync(path, ("Authorization", new AuthenticationHeaderValue("Bearer", token).ToString()));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Forge.Dispose();
    }
}
