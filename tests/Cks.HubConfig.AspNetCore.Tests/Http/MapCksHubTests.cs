using System.Net;
using System.Text.Json.Nodes;
using Cks.Core;
using Microsoft.AspNetCore.Builder;

namespace Cks.HubConfig.AspNetCore.Tests;

public sealed class MapCksHubTests(HubHost host) : IClassFixture<HubHost>
{
    private const string Session = CksClaimTypes.SessionIdentity;

    [Fact]
    public async Task Signed_in_subject_gets_the_hub_of_the_role()
    {
        using var response = await host.SendAsync($"{Session};contractor");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain('<', text);
        var hub = JsonNode.Parse(text)!;
        Assert.Equal("contractor", (string?)hub["role"]);
        Assert.Equal("Hub <b>of</b> contractor", (string?)hub["displayName"]);
        Assert.Equal(["/", "/jobs"], hub["navigation"]!.AsArray().Select(i => (string?)i!["path"]));
        Assert.Equal("createJob", (string?)hub["quickActions"]![0]!["action"]);
        Assert.True((bool?)hub["permissions"]!["canCreateJobs"]);
        Assert.StartsWith("v", (string?)hub["hubVersion"], StringComparison.Ordinal);
        Assert.StartsWith("v", (string?)hub["policyVersion"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task S09_Hub_of_a_role_that_is_denied_something_offers_less()
    {
        using var response = await host.SendAsync($"{Session};trainee");
        var hub = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("trainee", (string?)hub["role"]);
        Assert.Equal(2, hub["navigation"]!.AsArray().Count);
        Assert.Empty(hub["quickActions"]!.AsArray());
        Assert.False((bool?)hub["permissions"]!["canCreateJobs"]);
    }

    [Fact]
    public async Task S22_Hub_is_never_for_a_shared_cache()
    {
        using var response = await host.SendAsync($"{Session};contractor");
        Assert.True(response.Headers.CacheControl is { Private: true, NoCache: true, Public: false });
        Assert.Equal(["Authorization", "Cookie"], response.Headers.Vary.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Caller_who_is_not_signed_in_gets_401()
    {
        using var response = await host.SendAsync(null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(Session + ";guest")]
    [InlineData(Session + ";stranger")]
    [InlineData(Session)]
    [InlineData("Bearer;contractor")]
    public async Task Caller_without_a_hub_gets_404_with_the_reason_and_nothing_to_cache(string who)
    {
        using var response = await host.SendAsync(who);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("urn:cks:error:CKS505", (string?)problem["type"]);
        Assert.Equal("CKS505", (string?)problem["code"]);
        Assert.Equal("no_hub", (string?)problem["reason"]);
        Assert.Equal(404, (int?)problem["status"]);
        Assert.Equal("/api/hub", (string?)problem["instance"]);
        Assert.NotEmpty((string?)problem["traceId"] ?? "");
    }

    [Theory]
    [InlineData("{0}", 304)]
    [InlineData("W/{0}", 304)]
    [InlineData("\"another\", {0}", 304)]
    [InlineData("*", 304)]
    [InlineData("\"another\"", 200)]
    [InlineData("not a tag", 200)]
    public async Task Who_has_the_hub_already_gets_no_body(string known, int expected)
    {
        using var first = await host.SendAsync($"{Session};contractor");
        Assert.False(first.Headers.ETag!.IsWeak);
        using var second = await host.SendAsync($"{Session};contractor", known: string.Format(null, known, first.Headers.ETag.Tag));
        Assert.Equal(expected, (int)second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.True(second.Headers.CacheControl is { Private: true, NoCache: true });
        Assert.Equal(["Authorization", "Cookie"], second.Headers.Vary);
        Assert.Equal(expected == 304, (await second.Content.ReadAsByteArrayAsync()).Length == 0);
    }

    [Fact]
    public async Task S23_304_comes_after_authentication_and_the_guard_of_this_very_request()
    {
        using var first = await host.SendAsync($"{Session};contractor");
        foreach (var (who, path, expected) in new[] { (null, "/api/hub", 401), (null, "/api/open-hub", 401), ($"{Session};trainee", "/api/own-hub", 403), ($"{Session};guest", "/api/hub", 404), ($"{Session}", "/api/hub", 404) })
            foreach (var known in new[] { first.Headers.ETag!.Tag, "*" })
            {
                using var refused = await host.SendAsync(who, path: path, known: known);
                Assert.Equal(expected, (int)refused.StatusCode);
                Assert.Null(refused.Headers.ETag);
                // What the framework refuses by itself has no body to keep.
                Assert.True(refused.Headers.CacheControl is { NoStore: true } || refused.Content.Headers.ContentLength == 0);
            }
    }

    [Fact]
    public async Task S23_The_tag_is_of_the_content_and_of_who_asks_and_ends_with_the_policy()
    {
        string[] callers = [$"{Session};contractor", $"{Session};trainee", $"{Session};contractor;trainee", $"{Session};contractor;guest"];
        var tags = new List<string>();
        foreach (var who in callers)
            tags.Add(await TagAsync(who));
        Assert.Equal(tags.Count, tags.Distinct().Count());
        Assert.Equal(tags[0], await TagAsync(callers[0]));
        foreach (var other in callers.Skip(1))
        {
            using var answer = await host.SendAsync(other, known: tags[0]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var text = System.Text.Encoding.UTF8.GetString(HubHost.PolicyText);
        foreach (var (policy, offers) in new[] { (text.Replace("[\"jobs:*\"]", "[\"jobs:view\"]", StringComparison.Ordinal), false), (text, true) })
        {
            host.Policies.TryActivate(Cks.Rbac.PolicyReader.Read("test.rbac.json", System.Text.Encoding.UTF8.GetBytes(policy)), System.Text.Encoding.UTF8.GetBytes(policy), out _);
            using var answer = await host.SendAsync(callers[0], known: tags[0]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(offers, (bool?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["permissions"]!["canCreateJobs"]);
        }
    }

    [Fact]
    public async Task HEAD_is_answered_as_GET_without_the_body()
    {
        using var get = await host.SendAsync($"{Session};contractor");
        using var head = await host.SendAsync($"{Session};contractor", HttpMethod.Head);
        Assert.Equal((get.StatusCode, get.Headers.ETag, get.Content.Headers.ContentLength), (head.StatusCode, head.Headers.ETag, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        using var unchanged = await host.SendAsync($"{Session};contractor", HttpMethod.Head, known: get.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Only_GET_and_HEAD_are_answered()
    {
        using var response = await host.SendAsync($"{Session};contractor", HttpMethod.Post);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Reload_is_answered_from_the_next_request_on_and_a_bad_one_never()
    {
        var old = host.Catalog.Documents.Version.ToString();
        host.Write("trainee", "{ \"metadata\": 1 }");
        Assert.False(host.Catalog.TryReload().IsLoaded);
        Assert.Equal(old, await VersionAsync());
        host.Write("trainee", HubHost.Document("trainee") + "\n");
        Assert.True(host.Catalog.TryReload().IsLoaded);
        Assert.NotEqual(old, await VersionAsync());
    }

    [Fact]
    public async Task Mapping_without_the_composer_is_refused_at_start()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        var refused = Assert.Throws<CksConfigurationException>(() => app.MapCksHub("/api/hub"));
        Assert.Contains("AddCksHubConfig", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> TagAsync(string who)
    {
        using var response = await host.SendAsync(who);
        return response.Headers.ETag!.Tag;
    }

    private async Task<string?> VersionAsync()
    {
        using var response = await host.SendAsync($"{Session};contractor");
        return (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["hubVersion"];
    }
}
