using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

public sealed class JobTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task A_lead_sees_the_jobs_of_the_own_team_with_their_price()
    {
        var jobs = await app.As("ann").GetFromJsonAsync<JsonNode>("/jobs", TestContext.Current.CancellationToken);

        var job = Assert.Single(jobs!["items"]!.AsArray(), j => (string?)j!["code"] == "J-1");
        Assert.Equal(900, (int?)job!["price"]);
        Assert.DoesNotContain(jobs["items"]!.AsArray(), j => (string?)j!["code"] is "J-2" or "J-3");
    }

    [Fact]
    public async Task A_worker_sees_them_without_the_price()
    {
        var jobs = await app.As("ben").GetFromJsonAsync<JsonNode>("/jobs", TestContext.Current.CancellationToken);

        Assert.All(jobs!["items"]!.AsArray(), j => Assert.False(j!.AsObject().ContainsKey("price")));
    }

    [Fact]
    public async Task A_lead_adds_a_job_and_a_worker_is_told_why_not()
    {
        using var added = await app.As("ann").PostAsJsonAsync("/jobs", new { title = "Sweep", price = 20 }, TestContext.Current.CancellationToken);
        using var refused = await app.As("ben").PostAsJsonAsync("/jobs", new { title = "Sweep", price = 20 }, TestContext.Current.CancellationToken);
        var problem = await refused.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Forbidden), (added.StatusCode, refused.StatusCode));
        Assert.Equal("job:create", (string?)problem!["requiredCapabilities"]![0]);
    }

    [Fact]
    public async Task A_job_of_another_team_or_tenant_is_not_found()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("ann", "/jobs/J-1"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("ann", "/jobs/J-2"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("ann", "/jobs/J-3"));
    }

    [Fact]
    public async Task Without_a_token_or_for_a_stranger_there_is_nothing()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null, "/jobs"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("mallory", "/jobs"));
    }

    private async Task<HttpStatusCode> StatusAsync(string? subject, string path)
    {
        using var answer = await app.As(subject).GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
