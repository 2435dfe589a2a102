namespace Cks.Tests.TwoPortals;

/// <summary>What happens at one portal, at the other that hears no notice: within what it relies on, two seconds here, and the five in which revocations and revisions are looked for.</summary>
[Collection(nameof(TwoPortals))]
public sealed class CutPortalsTests(PortalsThatAsk fixture) : IClassFixture<PortalsThatAsk>
{
    // Two seconds that are relied on, or five in which is looked, and as much again for a busy machine.
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Looked = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task S06_S10_without_notices_a_change_holds_at_the_other_within_the_cache_lifetime()
    {
        var portals = await fixture.StartedAsync();
        var changes = await Changes.PrepareAsync(portals);
        await portals.CutAsync();
        await changes.KnowAsync(portals.Other);
        List<Task<(TimeSpan Request, TimeSpan Stream)>> taking = [];
        var kept = 0;
        foreach (var change in changes)
        {
            await change.MakeAsync(portals.Other);
            kept += change.IsKept && await change.IsAsBeforeAsync(portals.Other) ? 1 : 0;
            taking.Add(change.TakenAsync(portals.Other, change.IsKept ? Kept : Looked));
        }

        var taken = await Task.WhenAll(taking);

        // Nobody said anything; on a busy machine one or another may have been read anew by then.
        Assert.True(kept > 0, "The other host knew of everything at once.");

        foreach (var (change, (request, stream)) in changes.Zip(taken))
            TestContext.Current.TestOutputHelper!.WriteLine($"{change.Name}: request {request.TotalMilliseconds:0} ms, stream {stream.TotalMilliseconds:0} ms");
        await portals.PublishAsync(await File.ReadAllTextAsync(Portals.Running.PolicyFile, TestContext.Current.CancellationToken));
        await portals.HearAgainAsync();
    }

    [Fact]
    public async Task Bounded_staleness_of_random_histories_without_notices()
    {
        var portals = await fixture.StartedAsync();
        await portals.CutAsync();
        var history = new History(portals, seed: 2);

        var length = TimeSpan.FromSeconds(24);
        await history.RunAsync(people: 3, length);

        var staleness = new Staleness(history.Answers);
        TestContext.Current.TestOutputHelper!.WriteLine($"{history.Changes} changes, {history.Answers.Count} answers; the oldest facts that one rests on are of the last {staleness.Worst.Age.TotalMilliseconds:0} ms: {staleness.Worst.Answer}");
        // What is relied on, what is looked for, and a second.
        staleness.AssertWithin(mostly: TimeSpan.FromSeconds(8), atMost: TimeSpan.FromSeconds(10), length);
        // More than with notices, or nothing was kept from it.
        Assert.True(staleness.Worst.Age >= TimeSpan.FromMilliseconds(500));
    }
}
