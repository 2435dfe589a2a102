using System.Net;
using Cks.Core;

namespace Cks.HubConfig.AspNetCore.Tests;

/// <summary>What hubs say of data is obeyed by the endpoints that the data comes from.</summary>
public sealed class HubDataTests(HubHost host) : IClassFixture<HubHost>
{
    private const string Session = CksClaimTypes.SessionIdentity;

    [Theory]
    [InlineData("contractor", "/api/jobs", "stale-while-revalidate=60, max-age=60, private")]
    [InlineData("contractor", "/api/news", "max-age=30, private")]
    [InlineData("trainee", "/api/news", "no-cache, private")]
    [InlineData("contractor", "/api/news?how=secret", "no-store")]
    [InlineData("guest", "/api/news", "public, max-age=9")]
    public async Task S22_An_answer_is_kept_for_as_long_as_the_caller_s_hub_says_and_never_by_a_shared_cache(string role, string path, string expected)
    {
        using var response = await host.SendAsync($"{Session};{role}", path: path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Parts(expected), Parts(response.Headers.CacheControl!.ToString()));
        if (expected.Contains("private", StringComparison.Ordinal))
            Assert.Equal(["Authorization", "Cookie"], response.Headers.Vary);

        static IEnumerable<string> Parts(string text) => text.Split(", ").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_is_not_answered_200_to_a_GET_is_not_kept_by_it()
    {
        using var gone = await host.SendAsync($"{Session};contractor", path: "/api/news?how=gone");
        Assert.Equal("public, max-age=9", gone.Headers.CacheControl!.ToString());
        using var made = await host.SendAsync($"{Session};contractor", HttpMethod.Post, "/api/jobs");
        Assert.Null(made.Headers.CacheControl);
        using var refused = await host.SendAsync(null, path: "/api/jobs");
        Assert.Equal((HttpStatusCode.Unauthorized, true), (refused.StatusCode, refused.Headers.CacheControl is null or { NoStore: true }));
    }

    /// <summary>A widget in a container is a widget.</summary>
    [Fact]
    public async Task A_widget_in_a_container_gets_the_items_that_it_shows()
    {
        await using var own = new HubHost();
        await own.InitializeAsync();
        own.Write("contractor", """
            {
              "schemaVersion": 2,
              "metadata": { "role": "contractor", "version": "1", "displayName": "C", "theme": { "primaryColor": "#000", "accentColor": "#000" } },
              "dashboard": { "widgets": [{ "id": "t", "type": "tabs", "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 }, "children": [
                { "id": "few", "type": "list", "endpoint": "jobs", "maxItems": 3, "area": { "row": 1, "column": 1, "rows": 1, "columns": 1 } }] }] },
              "dataFetching": { "endpoints": { "jobs": "/api/jobs" } }
            }
            """);
        Assert.True(own.Catalog.TryReload().IsLoaded);
        using var response = await own.SendAsync($"{Session};contractor", path: "/api/jobs?widget=few");
        Assert.Equal(3, System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray().Count);
    }

    [Theory]
    [InlineData("contractor", "", 20)]
    [InlineData("contractor", "?widget=few", 3)]
    [InlineData("contractor", "?widget=many", 20)]
    [InlineData("contractor", "?widget=any", 20)]
    [InlineData("contractor", "?widget=news", 20)]
    [InlineData("contractor", "?widget=FEW", 20)]
    [InlineData("contractor", "?widget=few&widget=many", 20)]
    [InlineData("contractor", "?widget=", 20)]
    [InlineData("guest", "?widget=few", 20)]
    public async Task A_widget_gets_the_items_that_it_shows_and_never_more_than_the_endpoint_gives(string role, string query, int expected)
    {
        using var response = await host.SendAsync($"{Session};{role}", path: "/api/jobs" + query);
        Assert.Equal(expected, System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray().Count);
    }
}
