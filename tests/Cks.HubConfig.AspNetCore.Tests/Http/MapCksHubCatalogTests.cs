using System.Net;
using System.Text.Json.Nodes;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.HubConfig.AspNetCore.Tests;

public sealed class MapCksHubCatalogTests : IAsyncLifetime
{
    private const string Builder = CksClaimTypes.SessionIdentity + ";u1;builder";

    private readonly string _folder = Directory.CreateTempSubdirectory("cks-catalog-").FullName;
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "builder.v2.json"), """{ "schemaVersion": 2, "metadata": { "role": "builder", "version": "1", "displayName": "B", "theme": { "primaryColor": "#000", "accentColor": "#000" } } }""");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication(HeaderAuthenticationHandler.First).AddScheme<AuthenticationSchemeOptions, HeaderAuthenticationHandler>(HeaderAuthenticationHandler.First, null);
        builder.Services.AddAuthorization();
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", """{ "version": 1, "resources": { "hubs": { "actions": ["build"] } }, "roles": { "builder": { "permit": [{ "actions": ["hubs:build"] }] }, "guest": {} } }"""u8.ToArray());
        builder.Services.AddCksHubConfig().AddRoles(Path.Combine(_folder, "{role}.v2.json"))
            .AddTargets(t => t.AddDataSource("/api/stats", HubTargets.NoCapability))
            .AddWidget(new("stats-card", "2.1.0") { DataSources = ["/api/stats"], Options = """{ "type": "object", /* <b> */ "additionalProperties": false, "properties": { "unit": { "x-hub-visibility": "client" } } }""", Preview = """{ "html": "<b>" }""" });
        _app = builder.Build();
        _app.MapCksHubCatalog("/catalog", "hubs:build");
        _app.MapCksHubCatalog("/open", "hubs:build").AllowAnonymous();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Builder_gets_the_types_with_options_and_preview()
    {
        using var response = await SendAsync(Builder);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.True(response.Headers.CacheControl is { Private: true, NoCache: true, Public: false });
        Assert.Equal(["Authorization", "Cookie"], response.Headers.Vary.Order(StringComparer.Ordinal));
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain('<', text);
        var type = JsonNode.Parse(text)!["widgets"]![0]!;
        Assert.Equal(("stats-card", "2.1.0", "/api/stats", "<b>"), ((string?)type["type"], (string?)type["version"], (string?)type["dataSources"]![0], (string?)type["preview"]!["html"]));
        Assert.Equal("client", (string?)type["options"]!["properties"]!["unit"]!["x-hub-visibility"]);
        // What it answers is what the tool reads.
        Assert.True(WidgetTypes.Read("widgets.json", await response.Content.ReadAsByteArrayAsync()).IsLoaded);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(CksClaimTypes.SessionIdentity + ";u1;guest", HttpStatusCode.Forbidden)]
    [InlineData(CksClaimTypes.SessionIdentity + ";u1", HttpStatusCode.Forbidden)]
    [InlineData("Bearer;u1;builder", HttpStatusCode.Forbidden)]
    public async Task S23_Who_may_not_see_it_gets_no_304_either(string? who, HttpStatusCode expected)
    {
        using var known = await SendAsync(Builder);
        foreach (var tag in (string?[])[null, known.Headers.ETag!.ToString(), "*"])
        {
            using var response = await SendAsync(who, tag);
            Assert.Equal(expected, response.StatusCode);
            Assert.Null(response.Headers.ETag);
            // The challenge is that of the scheme.
            Assert.True(expected == HttpStatusCode.Unauthorized || response.Headers.CacheControl!.NoStore);
            Assert.DoesNotContain("stats-card", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task S23_Nobody_gets_nothing_that_is_kept_also_where_anybody_may_ask()
    {
        using var response = await SendAsync(null, "*", path: "/open");
        Assert.Equal((HttpStatusCode.Unauthorized, true), (response.StatusCode, response.Headers.CacheControl!.NoStore));
        Assert.Equal(["Authorization", "Cookie"], response.Headers.Vary.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Head_is_answered_as_get_is_without_a_body()
    {
        using var whole = await SendAsync(Builder);
        using var head = await SendAsync(Builder, method: HttpMethod.Head);
        Assert.Equal((HttpStatusCode.OK, whole.Headers.ETag, whole.Content.Headers.ContentLength), (head.StatusCode, head.Headers.ETag, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task S23_Tag_is_answered_by_304_to_the_one_who_has_it_and_to_nobody_else()
    {
        using var first = await SendAsync(Builder);
        var tag = first.Headers.ETag!;
        Assert.False(tag.IsWeak);
        foreach (var sent in (string[])[tag.ToString(), $"\"x\", W/{tag}", "*"])
        {
            using var again = await SendAsync(Builder, sent);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.True(again.Headers.CacheControl is { Private: true, NoCache: true });
            Assert.Equal(tag, again.Headers.ETag);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        }

        using var other = await SendAsync(Builder.Replace("u1", "u2", StringComparison.Ordinal), tag.ToString());
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEqual(tag, other.Headers.ETag);
    }

    [Fact]
    public void Mapping_refuses_a_capability_that_nobody_could_have()
    {
        Assert.Equal("CKS109", Assert.Single(Assert.Throws<CksConfigurationException>(() => _app.MapCksHubCatalog("/x", "build")).Diagnostics).Code.Id);
        var finding = Assert.Single(Assert.Throws<CksConfigurationException>(() => _app.MapCksHubCatalog("/x", "hubs:buidl")).Diagnostics);
        Assert.Equal(("CKS204", "hubs:build"), (finding.Code.Id, finding.Suggestion));
        using var bare = WebApplication.CreateSlimBuilder().Build();
        Assert.Equal("CKS109", Assert.Single(Assert.Throws<CksConfigurationException>(() => bare.MapCksHubCatalog("/x", "hubs:build")).Diagnostics).Code.Id);
    }

    private async Task<HttpResponseMessage> SendAsync(string? who, string? tag = null, HttpMethod? method = null, string path = "/catalog")
    {
        using var client = new HttpClient { BaseAddress = new(_app.Urls.Single()) };
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (who is not null)
            request.Headers.Add(HeaderAuthenticationHandler.First, who);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return await client.SendAsync(request);
    }
}
