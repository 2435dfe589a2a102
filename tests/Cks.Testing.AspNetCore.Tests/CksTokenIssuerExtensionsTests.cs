using System.Net;
using System.Net.Sockets;
using Cks.Core;
using Cks.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Cks.Testing.AspNetCore.Tests;

public sealed class CksTokenIssuerExtensionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::1]:0")]
    [InlineData("http://127.0.0.1:0;http://127.0.0.2:0")]
    public async Task S19_In_Development_on_loopback_the_issuer_serves_as_long_as_the_host(string urls)
    {
        var builder = Builder("Development", urls);
        var issuer = await builder.AddCksTokenIssuerAsync();
        using var http = new HttpClient();
        Assert.Contains(issuer.Address, await http.GetStringAsync(issuer.Address + "/.well-known/openid-configuration"), StringComparison.Ordinal);

        await using (var app = builder.Build())
        {
            await app.StartAsync();
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(app.Urls.First())).StatusCode);
            await app.StopAsync();
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(issuer.Address + "/jwks"));
    }

    [Fact]
    public async Task S19_Without_configured_addresses_the_servers_own_default_is_loopback()
    {
        await using var issuer = await Builder("Development").AddCksTokenIssuerAsync();
        Assert.StartsWith("http://127.0.0.1:", issuer.Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("development")]
    [InlineData("DEVELOPMENT")]
    [InlineData("Development ")]
    [InlineData("Test")]
    public async Task S19_Any_other_environment_is_refused(string environment) => await AssertRefusedAsync(Builder(environment, "http://127.0.0.1:0"), "environment");

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://localhost.evil.example:0")]
    [InlineData("http://192.0.2.1:0")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    [InlineData("http://unix:/tmp/cks.sock")]
    [InlineData("nonsense")]
    public async Task S19_A_configured_address_that_others_can_reach_is_refused(string urls) => await AssertRefusedAsync(Builder("Development", urls), "not loopback");

    [Theory]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Public:Url", "http://0.0.0.0:0")]
    public async Task S19_Other_ways_to_configure_an_address_are_seen(string key, string value)
    {
        var builder = Builder("Development");
        builder.Configuration.AddInMemoryCollection([new(key, value)]);
        await AssertRefusedAsync(builder, "not loopback");
    }

    [Fact]
    public async Task S19_An_address_added_to_the_application_stops_the_start() =>
        await AssertStopsAsync(Builder("Development"), app => app.Urls.Add("http://0.0.0.0:0"));

    [Fact]
    public async Task S19_An_address_that_only_code_knows_stops_the_start_and_is_closed_again()
    {
        var port = PostgresServer.FreePort();
        var builder = Builder("Development");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(port));
        await AssertStopsAsync(builder, _ => { });
        using var client = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, port));
    }

    private static async Task AssertStopsAsync(WebApplicationBuilder builder, Action<WebApplication> configure)
    {
        var issuer = await builder.AddCksTokenIssuerAsync();
        var app = builder.Build();
        configure(app);
        var e = await Assert.ThrowsAsync<CksConfigurationException>(() => app.StartAsync());
        Assert.Equal(CksCodes.DevelopmentOnly, Assert.Single(e.Diagnostics).Code);
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(issuer.Address + "/jwks"));
        await app.DisposeAsync();
    }

    private static async Task AssertRefusedAsync(WebApplicationBuilder builder, string why)
    {
        var services = builder.Services.Count;
        var e = await Assert.ThrowsAsync<CksConfigurationException>(() => builder.AddCksTokenIssuerAsync());
        var finding = Assert.Single(e.Diagnostics);
        Assert.Equal(CksCodes.DevelopmentOnly, finding.Code);
        Assert.Contains(why, finding.Message, StringComparison.Ordinal);
        Assert.Equal(services, builder.Services.Count);
    }

    private static WebApplicationBuilder Builder(string environment, string? urls = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        // Whatever the machine's environment says about ports is none of the test's business.
        builder.Configuration.AddInMemoryCollection([new("urls", ""), new("http_ports", ""), new("https_ports", "")]);
        if (urls is not null)
            builder.WebHost.UseUrls(urls);
        return builder;
    }
}
