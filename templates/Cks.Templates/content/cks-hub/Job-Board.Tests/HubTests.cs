using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

public sealed class HubTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task A_lead_may_create_jobs_and_the_hub_says_so()
    {
        var hub = await app.As("ann").GetFromJsonAsync<JsonNode>("/hub", TestContext.Current.CancellationToken);

        Assert.Equal("lead", (string?)hub!["role"]);
        Assert.True((bool?)hub["permissions"]!["canCreateJobs"]);
        Assert.Equal("createJob", (string?)Assert.Single(hub["quickActions"]!.AsArray())!["action"]);
    }

    [Fact]
    public async Task A_worker_may_not_and_the_hub_promises_nothing_whatever_its_document_says()
    {
        var hub = await app.As("ben").GetFromJsonAsync<JsonNode>("/hub", TestContext.Current.CancellationToken);

        Assert.Equal("worker", (string?)hub!["role"]);
        Assert.False((bool?)hub["permissions"]!["canCreateJobs"]);
        Assert.Empty(hub["quickActions"]!.AsArray());
    }

    [Fact]
    public async Task Without_a_token_there_is_no_hub()
    {
        using var answer = await app.As(null).GetAsync("/hub", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
