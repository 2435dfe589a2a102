using Cks.Rbac.AuthZen.Tests.Corpora;

namespace Cks.Rbac.AuthZen.Tests.Http;

public sealed class DiscoveryTests
{
    private static async Task<(int Status, string Text)> GetAsync(AuthZenHost host, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        // What a request says of its host and scheme counts for nothing.
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static string Document(string url) =>
        $$"""{"policy_decision_point":"{{url}}","access_evaluation_endpoint":"{{url}}/access/v1/evaluation","access_evaluations_endpoint":"{{url}}/access/v1/evaluations","search_subject_endpoint":"{{url}}/access/v1/search/subject","search_resource_endpoint":"{{url}}/access/v1/search/resource","search_action_endpoint":"{{url}}/access/v1/search/action"}""";

    [Fact]
    public async Task Discovery_names_the_configured_address_whatever_the_request_says()
    {
        await using var host = await AuthZenHost.StartAsync("records.rbac.json", Scenarios.Records(), Scenarios.AskAboutRecords);
        Assert.Equal((200, Document("https://pdp.example")), await GetAsync(host, "/.well-known/authzen-configuration"));
    }

    [Fact]
    public async Task The_path_of_the_address_stands_behind_the_well_known_one_and_before_the_endpoints()
    {
        await using var host = await AuthZenHost.StartAsync("records.rbac.json", Scenarios.Records(), o =>
        {
            Scenarios.AskAboutRecords(o);
            o.PublicUrl = new("https://api.example/pdp/v2/");
        });
        Assert.Equal((200, Document("https://api.example/pdp/v2")), await GetAsync(host, "/.well-known/authzen-configuration/pdp/v2"));
        Assert.Equal(404, (await GetAsync(host, "/.well-known/authzen-configuration")).Status);
        Assert.Equal(Ask.Yes, await host.TextAsync("/pdp/v2" + Ask.One, Ask.Whether("alice", "read", "record-1")));
        Assert.Equal(405, (await GetAsync(host, "/pdp/v2" + Ask.One)).Status);
    }
}
