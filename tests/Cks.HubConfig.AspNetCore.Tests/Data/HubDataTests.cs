using System.Net;
using Cks.Core;

namespace Cks.HubConfig.AspNetCore.Tests;

/// <summary>What hubs say of data is obeyed by the endpoints that the data comes from.</summary>
public sealed class HubDataTests(HubHost host) : IClassFixture<HubHost>
{
    private const string Session = CksClaimTypes.SessionIdentity;
    private const string Contractor = Session + ";contractor";

    [Theory]
    [InlineData("contractor", "/api/jobs", "stale-while-revalidate=20, max-age=20, private")]
    [InlineData("contractor", "/api/news", "max-age=9, private")]
    [InlineData("contractor", "/api/news?how=plain", "max-age=30, private")]
    [InlineData("contractor", "/api/news?how=forever", "max-age=30, private")]
    [InlineData("contractor", "/api/news?how=careful", "max-age=8, must-revalidate, private")]
    [InlineData("contractor", "/api/news?how=ask", "no-cache, private")]
    [InlineData("contractor", "/api/news?how=nonsense", "no-cache, private")]
    [InlineData("contractor", "/api/news?how=secret", "no-store")]
    [InlineData("trainee", "/api/news", "no-cache, private")]
    [InlineData("guest", "/api/news", "no-cache, private")]
    [InlineData(null, "/api/news", "no-cache, private")]
    public async Task S22_An_answer_is_kept_for_as_long_as_the_caller_s_hub_and_the_application_say_and_never_by_a_shared_cache(string? role, string path, string expected)
    {
        using var response = await host.SendAsync(role is null ? null : $"{Session};{role}", path: path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        AssertKept(expected, response);
    }

    [Fact]
    public async Task S22_What_is_not_answered_200_to_a_GET_is_kept_by_nobody()
    {
        using var gone = await host.SendAsync(Contractor, path: "/api/news?how=gone");
        AssertKept("no-cache, private", gone);
        using var made = await host.SendAsync(Contractor, HttpMethod.Post, "/api/jobs");
        AssertKept("no-cache, private", made);
        using var refused = await host.SendAsync(null, path: "/api/jobs");
        Assert.Equal((HttpStatusCode.Unauthorized, true), (refused.StatusCode, refused.Headers.CacheControl!.NoStore));
    }

    /// <summary>A document, of a tenant or of a role, asks for 68 years.</summary>
    [Fact]
    public async Task S06_No_document_keeps_an_answer_longer_than_sixty_seconds_nor_than_what_the_caller_may_do_is_known()
    {
        await using var own = new HubHost();
        await own.InitializeAsync();
        AssertKept("max-age=60, private", await own.SendAsync(Session + ";contractor", path: "/api/news?how=plain", tenant: "acme"));
        // What they may do ends at five seconds past.
        AssertKept("max-age=5, private", await own.SendAsync(Session + ";brief", path: "/api/news?how=plain"));
        own.Clock.Advance(TimeSpan.FromMilliseconds(2_500));
        AssertKept("max-age=2, private", await own.SendAsync(Session + ";brief", path: "/api/news?how=plain"));
        own.Clock.Advance(TimeSpan.FromMilliseconds(1_900));
        AssertKept("no-cache, private", await own.SendAsync(Session + ";brief", path: "/api/news?how=plain"));
        own.Clock.Advance(TimeSpan.FromSeconds(40));
        AssertKept("max-age=15, private", await own.SendAsync(Session + ";contractor", path: "/api/news?how=plain", tenant: "acme"));
    }

    [Theory]
    [InlineData("X-Api-Key", "key1")]
    [InlineData("X-Actor", "eve")]
    public async Task S06_What_is_answered_to_a_key_or_to_somebody_in_another_s_place_is_kept_by_no_browser(string header, string value)
    {
        using var plain = await host.SendAsync(Contractor, path: "/api/news");
        AssertKept("max-age=9, private", plain);
        using var other = await host.SendAsync(Contractor, path: "/api/news", header: (header, value));
        AssertKept("no-cache, private", other);
    }

    [Fact]
    public async Task S06_Who_is_told_by_another_header_than_the_answer_varies_by_is_not_kept()
    {
        using var response = await host.SendAsync(Contractor, path: "/api/news", header: ("Cookie", ""));
        AssertKept("no-cache, private", response);
    }

    /// <summary>Its rule covers a group, in which a list is masked and permissions and the hub are answered; the document gives each of them an hour.</summary>
    [Theory]
    [InlineData("/group/masked")]
    [InlineData("/group/hub")]
    [InlineData("/group/permissions")]
    public async Task S22_Permission_answers_are_never_kept_whatever_a_document_says(string path)
    {
        using var response = await host.SendAsync(Contractor, path: path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        AssertKept("no-cache, private", response);
        using var beside = await host.SendAsync(Contractor, path: "/group/plain");
        AssertKept("max-age=60, private", beside);
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

    /// <summary>Somebody who was handed data was handed no hub, and is in nobody's count.</summary>
    [Fact]
    public async Task A_request_for_data_is_no_exposure_to_an_experiment()
    {
        await using var own = new HubHost();
        await own.InitializeAsync();
        foreach (var path in (string[])["/api/news", "/api/jobs?widget=few", "/api/hub/data"])
            (await own.SendAsync(Contractor, path: path)).Dispose();
        Assert.Empty(own.Exposed);
        (await own.SendAsync(Contractor)).Dispose();
        for (var i = 0; i < 3_000 && own.Exposed.IsEmpty; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal("layout", Assert.Single(own.Exposed).Experiment);
    }

    private static void AssertKept(string expected, HttpResponseMessage response)
    {
        Assert.Equal(Parts(expected), Parts(response.Headers.CacheControl!.ToString()));
        Assert.Equal(["Authorization", "Cookie"], response.Headers.Vary);

        static IEnumerable<string> Parts(string text) => text.Split(", ").Order(StringComparer.Ordinal);
    }
}
