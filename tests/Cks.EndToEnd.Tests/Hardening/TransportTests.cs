using System.Net;
using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Hardening;

/// <summary>Over what somebody comes, and whose pages may ask. 127.0.0.8 is the proxy that ends TLS.</summary>
public sealed class TransportTests
{
    private const string Origin = "https://app.example.com";

    [Fact]
    public async Task Outside_Development_plain_http_is_sent_to_https_and_https_stays()
    {
        await using var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Sqlite);
        await using var portal = await PortalHost.BuildAsync(["--environment", "Production"], builder =>
        {
            RunningPortal.Configure(builder, database.ConnectionString);
            foreach (var (key, value) in new[] { ("Cks:Auth:Authority", "https://login.example.com"), ("Cks:Auth:Audience", "portal"), ("https_port", "443"), ("Portal:Proxies:Known", "127.0.0.8") })
                builder.Configuration[key] = value;
        });
        await portal.App.StartAsync(TestContext.Current.CancellationToken);
        var (proxy, stranger) = (Neighbour.At(portal.Address, "127.0.0.8"), Neighbour.At(portal.Address, "127.0.0.1"));
        (string, string) host = ("Host", "portal.example.com");

        using var plain = await proxy.AskAsync("/api/scope?after=1", host, ("X-Forwarded-Proto", "http"));
        using var secure = await proxy.AskAsync("/health/live", host, ("X-Forwarded-Proto", "https"));
        using var forged = await stranger.AskAsync("/health/live", host, ("X-Forwarded-Proto", "https"));

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "https://portal.example.com/api/scope?after=1"), (plain.StatusCode, plain.Headers.Location?.AbsoluteUri));
        Assert.Equal((HttpStatusCode.OK, "max-age=31536000"), (secure.StatusCode, secure.Headers.GetValues("Strict-Transport-Security").Single()));
        Assert.Equal((HttpStatusCode.TemporaryRedirect, false), (forged.StatusCode, forged.Headers.Contains("Strict-Transport-Security")));
        await portal.App.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Pages_of_a_listed_origin_may_ask_and_of_no_other()
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, builder => builder.Configuration["Portal:Cors:Origins:0"] = Origin, SeedPlan.Test);

        using var allowed = await PreflightAsync(portal, Origin);
        Assert.Equal(Origin, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials")); // no cookies
        using var answer = await portal.Http.AskAsync("/api/me/permissions", ("Origin", Origin), ("Authorization", $"Bearer {portal.TokenOf("CON-002")}"));
        Assert.Equal((HttpStatusCode.OK, Origin), (answer.StatusCode, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        using var refused = await portal.Http.AskAsync("/api/me/permissions", ("Origin", Origin));
        Assert.Equal((HttpStatusCode.Unauthorized, Origin), (refused.StatusCode, refused.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        foreach (var other in new[] { "https://evil.example", "http://app.example.com", "https://app.example.com:8443", "https://app.example.com.evil.example", "null" })
            await NothingAsync(portal, other);
    }

    [Fact]
    public async Task No_origin_is_listed_by_default()
    {
        await using var portal = await RunningPortal.StartAsync(PortalEngine.Sqlite, seeds: SeedPlan.Test);

        await NothingAsync(portal, Origin);
    }

    private static async Task NothingAsync(RunningPortal portal, string origin)
    {
        using var preflight = await PreflightAsync(portal, origin);
        using var answer = await portal.Http.AskAsync("/health/live", ("Origin", origin));
        Assert.DoesNotContain(preflight.Headers.Concat(answer.Headers), h => h.Key.StartsWith("Access-Control-Allow", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<HttpResponseMessage> PreflightAsync(RunningPortal portal, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/api/me/permissions");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        return portal.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
