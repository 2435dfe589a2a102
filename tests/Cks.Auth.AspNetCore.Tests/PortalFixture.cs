using System.Net.Http.Headers;
using System.Security.Claims;
using Cks.Testing.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A small portal and its issuer, both real servers on loopback.</summary>
public sealed class PortalFixture : IAsyncLifetime
{
    private WebApplication _app = null!;

    public TokenIssuer Issuer { get; private set; } = null!;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false });

    internal FakeLogCollector Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Issuer = await TokenIssuer.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new FakeLoggerProvider(Log));
        builder.Services.AddAuthentication().AddCksBearer(o => o.AddOidc(Issuer.Address, "portal"));
        builder.Services.AddScoped<ISessionResolver, MemorySessions>();
        builder.Services.AddAuthorization();
        _app = builder.Build();
        _app.UseExceptionHandler(e => e.Run(context =>
        {
            var thrown = context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error;
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(thrown.GetType().Name);
        }));
        // Said explicitly, or the framework puts them before the exception handler.
        _app.UseAuthentication().UseAuthorization();
        _app.MapGet("/me", (HttpContext http, ClaimsPrincipal user) =>
        {
            var feature = http.GetCksSession();
            return $"{user.FindFirstValue("role")} {user.FindFirstValue("tenant")} {feature.Session.Code} {feature.Token.Subject} {user.Identity!.AuthenticationType}";
        }).RequireAuthorization();
        _app.MapGet("/managers", () => "managers").RequireAuthorization(p => p.RequireRole("manager"));
        _app.MapGet("/open", (ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true ? "known" : "anybody");
        _app.Map("/started", async context =>
        {
            await context.Response.WriteAsync("half an answer");
            await Microsoft.AspNetCore.Authentication.AuthenticationHttpContextExtensions.ChallengeAsync(context, CksAuthenticationDefaults.BearerScheme);
        });
        await _app.StartAsync();
        Client.BaseAddress = new(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    public string Token(string subject) => Issuer.Forge.Mint(subject, "portal");

    public Task<HttpResponseMessage> GetAsync(string path, params string[] authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var value in authorization)
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", value));
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsAsync(string subject, string path) => GetAsync(path, new AuthenticationHeaderValue("Bearer", Token(subject)).ToString());
}
