namespace Cks.Tests.TwoPortals;

/// <summary>What happens at one portal, at the other: by the notice alone, because what was read would be relied on for a minute.</summary>
[Collection(nameof(TwoPortals))]
public sealed class TwoPortalsTests(PortalsThatHear fixture) : IClassFixture<PortalsThatHear>
{
    // A second on a machine that is not busy (docs/evidence/09); a quarter of what would be relied on without notices.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private static ITestOutputHelper Output => TestContext.Current.TestOutputHelper!;

    [Fact]
    public async Task S06_S08_S10_what_one_portal_changes_holds_at_the_other_for_requests_and_open_streams()
    {
        var portals = await fixture.StartedAsync();
        var changes = await Changes.PrepareAsync(portals);
        await changes.KnowAsync(portals.Other);
        foreach (var change in changes)
        {
            await change.MakeAsync(portals.Other);
            var (request, stream) = await change.TakenAsync(portals.Other, Limit);
            Output.WriteLine($"{change.Name}: request {request.TotalMilliseconds:0} ms, stream {stream.TotalMilliseconds:0} ms");
        }

        await BackAsync(portals);
    }

    [Fact]
    public async Task S06_S10_what_was_missed_while_no_notice_came_holds_once_they_come_again()
    {
        var portals = await fixture.StartedAsync();
        var changes = await Changes.PrepareAsync(portals);
        await changes.KnowAsync(portals.Other);

        await portals.CutAsync();
        foreach (var change in changes)
        {
            await change.MakeAsync(portals.Other);
            // So that this says something: whoever is remembered is let in still, because nobody said anything. Asked before the next change: a policy is found without a notice as well.
            Assert.True(!change.IsKept || await change.IsAsBeforeAsync(portals.Other), change.Name);
        }

        portals.Notices.IsCut = false;
        await PortalRequests.UntilAsync(() => Task.FromResult(portals.Notices.Listening > 0), TimeSpan.FromSeconds(30), "listening again");
        foreach (var change in changes)
        {
            var (request, stream) = await change.TakenAsync(portals.Other, Limit);
            Output.WriteLine($"{change.Name}: request {request.TotalMilliseconds:0} ms, stream {stream.TotalMilliseconds:0} ms after it listens again");
        }

        await BackAsync(portals);
    }

    [Fact]
    public async Task Bounded_staleness_of_random_histories_with_notices()
    {
        var history = new History(await fixture.StartedAsync(), seed: 1);

        var length = TimeSpan.FromSeconds(16);
        await history.RunAsync(people: 3, length);

        var staleness = new Staleness(history.Answers);
        Output.WriteLine($"{history.Changes} changes, {history.Answers.Count} answers; the oldest facts that one rests on are of the last {staleness.Worst.Age.TotalMilliseconds:0} ms: {staleness.Worst.Answer}");
        staleness.AssertWithin(mostly: TimeSpan.FromSeconds(3), atMost: TimeSpan.FromSeconds(6), length);
    }

    /// <summary>Everybody hears of what happens again, at both.</summary>
    private static async Task BackAsync(Portals.Running portals)
    {
        await portals.PublishAsync(await File.ReadAllTextAsync(Portals.Running.PolicyFile, TestContext.Current.CancellationToken));
        await portals.HearAgainAsync();
    }
}
