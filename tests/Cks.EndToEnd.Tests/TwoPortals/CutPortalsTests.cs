namespace Cks.Tests.TwoPortals;

/// <summary>What happens at one portal, at the other that hears no notice: within what it relies on, two seconds here, and the five in which revocations and revisions are looked for.</summary>
[Collection(nameof(TwoPortals))]
public sealed class CutPortalsTests(PortalsThatAsk fixture) : IClassFixture<PortalsThatAsk>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task S06_S10_without_notices_a_change_holds_at_the_other_within_the_cache_lifetime()
    {
        var portals = await fixture.StartedAsync();
        var changes = await Changes.PrepareAsync(portals);
        portals.Notices.IsCut = true;
        foreach (var change in changes)
            await change.KnowAsync(portals.Other);
        List<Task<(TimeSpan Request, TimeSpan Stream)>> taking = [];
        foreach (var change in changes)
        {
            await change.MakeAsync();
            taking.Add(change.TakenAsync(portals.Other, Limit));
        }

        var taken = await Task.WhenAll(taking);

        foreach (var (change, (request, stream)) in changes.Zip(taken))
            TestContext.Current.TestOutputHelper!.WriteLine($"{change.Name}: request {request.TotalMilliseconds:0} ms, stream {stream.TotalMilliseconds:0} ms");
        await portals.PublishAsync(await File.ReadAllTextAsync(Portals.Running.PolicyFile, TestContext.Current.CancellationToken));
        var token = portals.TokenOf("MGR-001", portals.NewSession());
        await PortalRequests.UntilAsync(async () => await portals.Other.StatusAsync("/api/activity", token) == 200, TimeSpan.FromSeconds(30), "the policy of the file again");
    }

    [Fact]
    public async Task Bounded_staleness_of_random_histories_without_notices()
    {
        var portals = await fixture.StartedAsync();
        portals.Notices.IsCut = true;
        var history = new History(portals, seed: 2);

        await history.RunAsync(people: 3, TimeSpan.FromSeconds(10));

        var oldest = history.Oldest(out var worst);
        TestContext.Current.TestOutputHelper!.WriteLine($"{history.Changes} changes, {history.Answers} answers; the oldest facts that one rests on are of the last {oldest.TotalMilliseconds:0} ms: {worst}");
        // More than with notices, or nothing was kept from it.
        Assert.InRange(oldest, TimeSpan.FromMilliseconds(500), Limit);
    }
}
