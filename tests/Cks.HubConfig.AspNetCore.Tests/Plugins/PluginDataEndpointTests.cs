using System.Net;
using System.Text;
using System.Text.Json;
using Cks.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cks.HubConfig.AspNetCore.Tests;

public sealed class PluginDataEndpointTests : IAsyncLifetime
{
    private const string Hub = """
        {
          "schemaVersion": 2,
          "metadata": { "role": "contractor", "version": "1", "displayName": "C", "theme": { "primaryColor": "#000", "accentColor": "#000" } },
          "dashboard": { "widgets": [
            { "id": "list", "type": "crates.list", "plugin": "crates", "endpoint": "crates", "maxItems": 2, "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 } },
            { "id": "made", "type": "crates.list", "plugin": "crates", "endpoint": "crates", "requires": "jobs:create", "area": { "row": 2, "column": 1, "rows": 1, "columns": 1 } },
            { "id": "broken", "type": "crates.list", "plugin": "crates", "endpoint": "faults", "area": { "row": 3, "column": 1, "rows": 1, "columns": 1 } },
            { "id": "long", "type": "crates.list", "plugin": "crates", "endpoint": "long", "requires": "jobs:create", "area": { "row": 4, "column": 1, "rows": 1, "columns": 1 } }] },
          "dataFetching": { "endpoints": { "crates": "/plugins/crates/all", "faults": "/plugins/crates/faults", "long": "/plugins/crates/all" }, "caching": { "crates": { "ttlSeconds": 20 }, "long": { "ttlSeconds": 3600 } } }
        }
        """;

    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("Cks:Hub:Plugins:0", "crates")]);
        builder.Services.AddAuthentication(HeaderAuthenticationHandler.First).AddScheme<AuthenticationSchemeOptions, HeaderAuthenticationHandler>(HeaderAuthenticationHandler.First, null);
        builder.Services.AddAuthorization();
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", HubHost.PolicyText);
        Dictionary<string, ReadOnlyMemory<byte>> hubs = new() { ["contractor"] = Encoding.UTF8.GetBytes(Hub), ["trainee"] = Encoding.UTF8.GetBytes(Hub.Replace("\"contractor\"", "\"trainee\"", StringComparison.Ordinal)) };
        builder.Services.AddCksHubConfig().AddRoles(HubSource.Memory(hubs)).AddPlugin<CratesPlugin>("crates", "jobs:view").ConfigurePlugins(o => o.LoadWithin = TimeSpan.FromSeconds(30));
        _app = builder.Build();
        HubHost.UseKeysAndActors(_app);
        _app.MapCksHubData("/api/hub/data").AllowAnonymous();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("contractor", "?widget=list", """{"widgets":{"list":{"data":["\u003Cb\u003E",2]}}}""", "max-age=20, private")]
    [InlineData("contractor", "?widget=list&widget=made", """{"widgets":{"list":{"data":["\u003Cb\u003E",2]},"made":{"data":["\u003Cb\u003E",2,3]}}}""", "max-age=20, private")]
    [InlineData("trainee", "?widget=list&widget=made", """{"widgets":{"list":{"data":["\u003Cb\u003E",2]}}}""", "max-age=20, private")]
    [InlineData("trainee", "", """{"widgets":{"list":{"data":["\u003Cb\u003E",2]},"broken":{"fault":"plugin_failed"}}}""", "no-cache, private")]
    [InlineData("contractor", "?widget=nothing", """{"widgets":{}}""", "no-cache, private")]
    public async Task S22_The_caller_has_the_data_of_their_own_widgets_and_nobody_else_keeps_it(string role, string query, string expected, string caching)
    {
        using var response = await SendAsync(role, query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
        Assert.Equal(caching, string.Join(", ", response.Headers.CacheControl!.ToString().Split(", ").Order(StringComparer.Ordinal)));
        Assert.Equal(["Authorization", "Cookie"], response.Headers.Vary);
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(response.Headers.GetValues("Cks-Viewer")));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("guest", HttpStatusCode.NotFound)]
    public async Task S21_Who_is_not_signed_in_or_has_no_hub_has_no_data(string? role, HttpStatusCode expected)
    {
        using var response = await SendAsync(role, "");
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("X-Api-Key", "key1")]
    [InlineData("X-Actor", "eve")]
    [InlineData("Cookie", "")]
    public async Task S06_What_is_answered_to_a_key_in_another_s_place_or_to_who_is_told_by_another_header_is_kept_by_no_browser(string header, string value)
    {
        using var response = await SendAsync("contractor", "?widget=list", (header, value));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("no-cache, private", string.Join(", ", response.Headers.CacheControl!.ToString().Split(", ").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task S06_No_document_keeps_data_longer_than_what_the_caller_may_do_is_known()
    {
        using var response = await SendAsync("contractor", "?widget=long");
        Assert.InRange(response.Headers.CacheControl!.MaxAge!.Value.TotalSeconds, 1, 60);
    }

    private async Task<HttpResponseMessage> SendAsync(string? role, string query, (string Name, string Value)? header = null)
    {
        using var client = new HttpClient { BaseAddress = new(_app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/hub/data" + query);
        if (role is not null)
            request.Headers.Add(HeaderAuthenticationHandler.First, $"{CksClaimTypes.SessionIdentity};u1;{role}");
        if (header?.Name != "Cookie")
            request.Headers.Add("Cookie", "session=1");
        if (header is { Value.Length: > 0 } own)
            request.Headers.Add(own.Name, own.Value);
        return await client.SendAsync(request);
    }

    private sealed class CratesPlugin : IHubPlugin
    {
        public HubPluginManifest Manifest => new("crates", "1.0.0", "^1.0") { DocumentVersions = [2], WidgetTypes = ["crates.list"], DataLoaders = ["all", "faults"] };

        public void Contribute(HubPluginContributions contributions, CancellationToken cancellationToken) => contributions
            .AddWidget(new("crates.list", "1.0.0") { DataSources = ["/plugins/crates/*"] }).AddDataLoader("all", new Crates(false)).AddDataLoader("faults", new Crates(true));
    }

    private sealed class Crates(bool fails) : IHubDataLoader
    {
        public ValueTask<IReadOnlyDictionary<string, JsonElement>> LoadAsync(HubDataRequest request, CancellationToken cancellationToken) => fails
            ? throw new InvalidOperationException("secret")
            : new(request.Widgets.ToDictionary(w => w.Id, _ => JsonSerializer.SerializeToElement(new object[] { "<b>", 2, 3 })));
    }
}
