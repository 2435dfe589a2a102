using System.Net;
using System.Security.Claims;
using Cks.Testing.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.AspNetCore.Tests;

/// <summary>A small portal with bearer tokens and cookies. <c>/in</c> signs in whomever its query names, in the place of a remote scheme; <c>/page</c> is a page.</summary>
public sealed class CookiePortal : IAsyncLifetime
{
    private WebApplication _app = null!;

    public TokenIssuer Issuer { get; private set; } = null!;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

    /// <summary>How the cookie is set up.</summary>
    public CookieAuthenticationOptions Options =>
        _app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<CookieAuthenticationOptions>>().Get(CksAuthenticationDefaults.CookieScheme);

    public async ValueTask InitializeAsync()
    {
        Issuer = await TokenIssuer.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication().AddCksBearer(o => o
            .AddOidc(Issuer.Address, "portal", i => i.Tenants.Add("main"))
            .AddOidc("https://login.example", "portal", i => i.Tenants.Add("main"))).AddCksCookie(o =>
        {
            o.IsPage = request => request.Path.StartsWithSegments("/page");
            o.RefusalPage = (context, reason) => context.Response.WriteAsync($"page: {reason}");
        });
        builder.Services.Configure<CookieAuthenticationOptions>(CksAuthenticationDefaults.CookieScheme, o => o.TimeProvider = Time);
        builder.Services.AddScoped<ISessionResolver, MemorySessions>();
        builder.Services.AddAuthorization();
        _app = builder.Build();
        _app.UseExceptionHandler(e => e.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }));
        _app.UseAuthentication().UseAuthorization();
        _app.MapGet("/in", async (HttpContext context) =>
        {
            var claims = context.Request.Query.SelectMany(q => q.Value.Select(v => new Claim(q.Key, v!)));
            await context.SignInAsync(
                CksAuthenticationDefaults.CookieScheme, new(new ClaimsIdentity(claims, "remote")), new() { IsPersistent = true, Items = { ["roles"] = "manager" } });
        });
        _app.MapGet("/me", Me).RequireAuthorization();
        _app.MapMethods("/page", ["GET", "POST"], Me).RequireAuthorization();
        _app.MapGet("/managers", () => "managers").RequireAuthorization(p => p.RequireRole("manager"));
        _app.MapGet("/cookies", Me).RequireAuthorization(p => p.AddAuthenticationSchemes(CksAuthenticationDefaults.CookieScheme).RequireAuthenticatedUser());
        await _app.StartAsync();
        Client.BaseAddress = new(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    /// <summary>The cookie header of somebody who signed in with these claims, and how the cookie was set.</summary>
    public async Task<(string Cookie, string SetCookie)> SignInAsync(string query)
    {
        using var response = await Client.GetAsync("/in?" + query, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var setCookie = response.Headers.GetValues("Set-Cookie").Single();
        return (setCookie.Split(';')[0], setCookie);
    }

    public Task<HttpResponseMessage> SendAsync(string path, string? cookie, string? authorization = null, string method = "GET")
    {
        var request = new HttpRequestMessage(new(method), path);
        foreach (var (name, value) in new[] { ("Cookie", cookie), ("Authorization", authorization) })
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>What a cookie holds.</summary>
    public AuthenticationTicket Open(string cookie) => Options.TicketDataFormat.Unprotect(cookie.Split('=', 2)[1])!;

    private static string Me(HttpContext http, ClaimsPrincipal user)
    {
        var feature = http.Features.GetRequiredFeature<ICksSessionFeature>();
        return $"{feature.Scheme} {feature.Token.Issuer} {feature.Token.Subject} {feature.Token.SessionId} {feature.Session.Code} {user.FindFirstValue("role")} {user.Identity!.AuthenticationType}";
    }
}
