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
        Assert.StartsWith("v1-", (string?)hub["policyVersion"], StringComparison.Ordinal);
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

    [Fact]
    public async Task Only_GET_is_answered()
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

    private async Task<string?> VersionAsync()
    {
        using var response = await host.SendAsync($"{Session};contractor");
        return (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["hubVersion"];
    }
}
