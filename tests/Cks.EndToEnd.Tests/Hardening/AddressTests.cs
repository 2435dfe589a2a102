using System.Text.Json;
using Cks.Samples.Portal;
using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Hardening;
using Cks.Tests.Portal;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Hardening;

/// <summary>From where somebody comes, and who may say so. Administration is allowed from 127.0.0.7, and 127.0.0.8 is the proxy.</summary>
public sealed class AddressTests
{
    private const string Office = "127.0.0.7";
    private const string Proxy = "127.0.0.8";
    private const string Path = "/api/admin/directory";

    [Fact]
    public async Task Administration_is_answered_where_it_is_allowed_and_everything_else_everywhere()
    {
        await using var portal = await StartAsync();
        var (inside, outside) = (Neighbour.At(portal, Office), Neighbour.At(portal, "127.0.0.1"));

        Assert.Equal(200, await StatusAsync(inside, Path, Bearer(portal)));
        Assert.Equal(403, await StatusAsync(outside, Path, Bearer(portal)));
        Assert.Equal(200, await StatusAsync(outside, "/api/me/permissions", Bearer(portal)));
        Assert.Equal(200, await StatusAsync(outside, "/hub", Bearer(portal)));
        foreach (var page in new[] { "directory", "assign", "archive", "Archive" })
            Assert.Equal(403, await StatusAsync(outside, $"/hub/{page}", Bearer(portal)));
        Assert.Equal(200, await StatusAsync(inside, "/hub/directory", Bearer(portal)));
        Assert.Equal(401, await StatusAsync(outside, Path)); // nobody hears of the list
        using var refused = await outside.AskAsync(Path, Bearer(portal));
        Assert.Equal("access_denied", JsonDocument.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.Reason());
        using var crew = await outside.AskAsync(Path, ("Authorization", $"Bearer {portal.TokenOf("CRW-002")}"));
        Assert.Equal("not_permitted", JsonDocument.Parse(await crew.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.Reason());
    }

    [Fact]
    public async Task A_forged_address_passes_neither_without_proxies_nor_past_them_nor_through_them()
    {
        await using var direct = await StartAsync();
        await using var proxied = await StartAsync(("Portal:Proxies:Known", Proxy));
        (string Name, string Value)[] forgeries =
        [
            ("X-Forwarded-For", Office), ("X-Forwarded-For", $"{Office}, {Office}"), ("X-Forwarded-For", $"::ffff:{Office}"), ("X-Forwarded-For", $"{Office}:80"), ("X-Real-IP", Office), ("Forwarded", $"for={Office}"),
            ("X-Original-For", Office), ("X-Client-IP", Office), ("CF-Connecting-IP", Office), ("True-Client-IP", Office),
        ];

        foreach (var forgery in forgeries)
        {
            Assert.Equal(403, await StatusAsync(Neighbour.At(direct, "127.0.0.1"), Path, Bearer(direct), forgery));
            Assert.Equal(403, await StatusAsync(Neighbour.At(direct, Proxy), Path, Bearer(direct), forgery));
            Assert.Equal(403, await StatusAsync(Neighbour.At(proxied, "127.0.0.1"), Path, Bearer(proxied), forgery));
            // The proxy puts behind what it got the address that it saw.
            (string, string)[] sent = forgery.Name == "X-Forwarded-For" ? [(forgery.Name, $"{forgery.Value}, 203.0.113.9")] : [forgery, ("X-Forwarded-For", "203.0.113.9")];
            Assert.Equal(403, await StatusAsync(Neighbour.At(proxied, Proxy), Path, [Bearer(proxied), .. sent]));
        }
    }

    [Fact]
    public async Task What_a_listed_proxy_saw_counts()
    {
        await using var portal = await StartAsync(("Portal:Proxies:Known", $"{Proxy}/32"));
        var proxy = Neighbour.At(portal, Proxy);

        Assert.Equal(200, await StatusAsync(proxy, Path, Bearer(portal), ("X-Forwarded-For", Office)));
        Assert.Equal(200, await StatusAsync(proxy, Path, Bearer(portal), ("X-Forwarded-For", $"203.0.113.9, {Office}")));
        Assert.Equal(403, await StatusAsync(proxy, Path, Bearer(portal)));
        Assert.Equal(403, await StatusAsync(proxy, Path, Bearer(portal), ("X-Forwarded-For", "nonsense")));
    }

    [Fact]
    public async Task One_more_hop_is_believed_only_where_it_is_written()
    {
        await using var one = await StartAsync(("Portal:Proxies:Known", "127.0.0.8,127.0.0.9"));
        await using var two = await StartAsync(("Portal:Proxies:Known", "127.0.0.8,127.0.0.9"), ("Portal:Proxies:Hops", "2"));
        const string chain = $"{Office}, 127.0.0.9";

        Assert.Equal(403, await StatusAsync(Neighbour.At(one, Proxy), Path, Bearer(one), ("X-Forwarded-For", chain)));
        Assert.Equal(200, await StatusAsync(Neighbour.At(two, Proxy), Path, Bearer(two), ("X-Forwarded-For", chain)));
        Assert.Equal(403, await StatusAsync(Neighbour.At(two, Proxy), Path, Bearer(two), ("X-Forwarded-For", $"{Office}, 203.0.113.9")));
    }

    [Fact]
    public async Task Every_endpoint_that_administers_is_marked()
    {
        await using var portal = await StartAsync();
        string[] administration = [Caps.Directory.View, Caps.Assignments.View, Caps.Assignments.Manage, Caps.Archive.View, Caps.Archive.Manage, Caps.Archive.Delete, Caps.Keys.View, Caps.Keys.Create, Caps.Keys.Revoke];
        var marked = 0;
        foreach (var endpoint in portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var administers = endpoint.RoutePattern.RawText!.StartsWith("/api/admin", StringComparison.Ordinal)
                || endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => administration.Any(a => rule.Policy?.Contains(a, StringComparison.Ordinal) == true));
            Assert.True(administers == (endpoint.Metadata.GetMetadata<AdminMetadata>()?.Is(new DefaultHttpContext()) ?? false), endpoint.DisplayName);
            marked += administers ? 1 : 0;
        }

        Assert.True(marked >= 14, $"{marked} marked");
    }

    [Theory]
    [InlineData("Portal:Admin:Networks", "10.0.0.0/33")]
    [InlineData("Portal:Admin:Networks", "office")]
    [InlineData("Portal:Admin:Networks:0", " ")]
    [InlineData("Portal:Admin:Network", "10.0.0.0/24")]
    [InlineData("Portal:Proxies:Known", "*")]
    [InlineData("Portal:Proxies:Hops", "0")]
    [InlineData("Portal:Cors:Origins", "*")]
    [InlineData("Portal:Cors:Origins", "https://app.example.com/")]
    [InlineData("Portal:Cors:Origins", "null")]
    [InlineData("Portal:Limits:Subject:Burst", "many")]
    [InlineData("Portal:Limits:Address:PerMinute", "1")]
    [InlineData("FORWARDEDHEADERS_ENABLED", "true")]
    public async Task A_setting_that_would_not_hold_stops_the_host(string key, string value)
    {
        var exception = await Assert.ThrowsAsync<Core.CksConfigurationException>(() => PortalHost.BuildAsync(["--environment", "Development"], builder =>
        {
            RunningPortal.Configure(builder, "Data Source=:memory:");
            builder.Configuration[key] = value;
        }));

        Assert.Contains("CKS109", exception.Message);
        Assert.Contains(key.Replace(":0", ""), exception.Message);
    }

    private static (string, string) Bearer(RunningPortal portal) => ("Authorization", $"Bearer {portal.TokenOf("ADM-001")}");

    private static async Task<int> StatusAsync(HttpClient http, string path, params (string, string)[] headers)
    {
        using var answer = await http.AskAsync(path, headers);
        return (int)answer.StatusCode;
    }

    private static Task<RunningPortal> StartAsync(params (string Key, string Value)[] settings) => RunningPortal.StartAsync(PortalEngine.Sqlite, builder =>
    {
        builder.Configuration["Portal:Admin:Networks"] = Office;
        foreach (var (key, value) in settings)
            builder.Configuration[key] = value;
    }, SeedPlan.Test);
}
