using System.Text.Json;

namespace Cks.Rbac.AuthZen.Tests.Corpora;

public sealed class InteropTests
{
    [Theory]
    [InlineData("todo/decisions-legacy.json", true, 40)]
    [InlineData("todo/decisions-authorization-api-1_0-00.json", true, 40)]
    [InlineData("todo/decisions-authorization-api-1_0-01.json", true, 40)]
    [InlineData("todo/decisions-authorization-api-1_0-01.json", false, 40)]
    [InlineData("todo/decisions-authorization-api-1_0-02.json", true, 43)]
    [InlineData("todo/decisions-authorization-api-1_0-02.json", false, 43)]
    public async Task Every_decision_of_the_todo_scenario_is_made_over_HTTP(string file, bool ownersAreStored, int cases)
    {
        var corpus = Corpus.Read(file);
        await using var host = await Scenarios.TodoAsync(ownersAreStored);
        Assert.Equal(cases, await RunAsync(host, corpus));
    }

    [Fact]
    public async Task Every_decision_of_the_gateway_scenario_is_made_over_HTTP()
    {
        var corpus = Corpus.Read("gateway/decisions.json");
        await using var host = await Scenarios.GatewayAsync();
        Assert.Equal(25, await RunAsync(host, corpus));
    }

    private static async Task<int> RunAsync(AuthZenHost host, JsonElement corpus)
    {
        var cases = 0;
        foreach (var kind in corpus.EnumerateObject())
        {
            var path = kind.Name == "evaluations" ? "/access/v1/evaluations" : "/access/v1/evaluation";
            foreach (var one in kind.Value.EnumerateArray())
            {
                var answer = await host.TextAsync(path, one.GetProperty("request").GetRawText());
                var expected = one.GetProperty("expected");
                Assert.Equal(expected.ValueKind == JsonValueKind.Array ? $$"""{"evaluations":{{JsonSerializer.Serialize(expected)}}}""" : $$"""{"decision":{{expected.GetRawText()}}}""", answer);
                cases++;
            }
        }

        return cases;
    }
}
