namespace Cks.Rbac.AuthZen.Tests.Evaluating;

public sealed class EvaluatorTests
{
    [Fact]
    public async Task Whoever_asked_and_went_away_ends_the_work_in_the_source()
    {
        var store = Corpora.Scenarios.Records();
        store.GivenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await AuthZenHost.StartAsync("records.rbac.json", store, Corpora.Scenarios.AskAboutRecords);
        var asking = host.PostAsync(Ask.One, Ask.Whether("alice", "read", "record-1"));
        while (store.Asked.Count == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        host.Http.CancelPendingRequests();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await store.GivenUp.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Subjects_of_a_batch_are_read_at_once_and_relations_asked_for_once_each()
    {
        var store = new Store().Resource("record", "r0", "acme");
        for (var i = 0; i < 10; i++)
            store.Subject("user", $"w{i}", "acme", ["watcher"]);
        await using var host = await AuthZenHost.StartAsync("records.rbac.json", store, Corpora.Scenarios.AskAboutRecords);
        var items = string.Join(',', Enumerable.Range(0, 20).Select(i => $$"""{{{Ask.Subject($"w{i % 10}")}}}"""));
        await host.TextAsync(Ask.Many, $$"""{{{Ask.Action("read")}},{{Ask.Resource("r0")}},"evaluations":[{{items}}]}""");

        Assert.Equal(["acme user 10", "acme record 1"], store.Asked);
        Assert.Equal(10, host.Watched.Times);
    }

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
