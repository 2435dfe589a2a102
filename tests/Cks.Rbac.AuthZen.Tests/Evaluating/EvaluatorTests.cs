namespace Cks.Rbac.AuthZen.Tests.Evaluating;

public sealed class EvaluatorTests
{
    [Fact]
    public async Task Sources_and_relations_are_asked_once_for_all_of_a_request()
    {
        var store = new Store().Subject("user", "will", "acme", ["watcher"]);
        for (var i = 0; i < 10; i++)
            store.Resource("record", $"r{i}", "acme");
        await using var host = await AuthZenHost.StartAsync("records.rbac.json", store, Corpora.Scenarios.AskAboutRecords);
        var items = string.Join(',', Enumerable.Range(0, 10).Select(i => $$"""{{{Ask.Resource($"r{i}")}}}"""));
        var answer = await host.TextAsync(Ask.Many, $$"""{{{Ask.Subject("will")}},{{Ask.Action("read")}},"evaluations":[{{items}}]}""");

        Assert.Equal($$"""{"evaluations":[{{string.Join(',', Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? Ask.Yes : Ask.No))}}]}""", answer);
        Assert.Equal(["acme user 1", "acme record 10"], store.Asked);
        Assert.Equal(1, host.Watched.Times);
    }
}
