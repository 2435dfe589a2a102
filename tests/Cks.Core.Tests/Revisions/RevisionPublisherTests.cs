using System.Text;

namespace Cks.Core.Tests;

public sealed class RevisionPublisherTests
{
    private static readonly RevisionAuthor Ann = new("https://login.example", "ann");
    private static readonly RevisionAuthor Bob = new("https://login.example", "bob");

    private readonly InMemoryRevisionStore _store = new();
    private readonly RecordingSink _sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revision_has_author_reason_hash_and_time_and_is_told()
    {
        await using var bus = new TopicListener();
        var publisher = Publisher(bus.Bus);
        await bus.ListenAsync(RevisionDocuments.Topic);
        var outcome = await publisher.ProposeAsync("words", Bytes("one"), 0, Ann, "first\nline", Token);

        Assert.True(outcome.IsAccepted);
        Assert.Equal((1L, Ann, @"first\u000aline", true), (outcome.Revision.Sequence, outcome.Revision.Author, outcome.Revision.Reason, outcome.Revision.IsEffective));
        Assert.Equal(64, outcome.Revision.ContentHash.Length);
        Assert.Equal(new ChangeNotice(RevisionDocuments.Topic, "words", "1"), await bus.NextAsync());
        Assert.Equal(SecurityEventKinds.RevisionProposed, Assert.Single(_sink.Events).Kind);
        Assert.Equal(outcome.Revision.ContentHash, (await _store.HeadAsync("words", Token)).InForce!.ContentHash);
    }

    [Fact]
    public async Task S16_nobody_writes_over_a_revision_that_they_have_not_seen()
    {
        var publisher = Publisher();
        await publisher.ProposeAsync("words", Bytes("one"), 0, Ann, "r", Token);
        await publisher.ProposeAsync("words", Bytes("two"), 1, Bob, "r", Token);
        foreach (var seen in (long[])[0, 1, 3, -1])
            Assert.Equal(RevisionRefusal.NotSeen, (await publisher.ProposeAsync("words", Bytes("three"), seen, Ann, "r", Token)).Refusal);
        Assert.Equal(RevisionRefusal.NotSeen, (await publisher.RollBackAsync("words", 1, 1, Ann, "r", Token)).Refusal);

        // Of many at once that have seen the same one wins.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await publisher.ProposeAsync("words", Bytes($"n{i}"), 2, Ann, "r", Token))));
        Assert.Single(outcomes, o => o.IsAccepted);
        Assert.Equal(3, (await _store.HeadAsync("words", Token)).Sequence);
    }

    [Fact]
    public async Task What_the_rule_refuses_is_not_written()
    {
        var publisher = Publisher();
        var refused = await publisher.ProposeAsync("words", Bytes("bad"), 0, Ann, "r", Token);
        Assert.Equal((RevisionRefusal.Findings, 1), (refused.Refusal, refused.Diagnostics.Count));
        Assert.Equal(RevisionRefusal.UnknownDocument, (await publisher.ProposeAsync("Words", Bytes("one"), 0, Ann, "r", Token)).Refusal);
        Assert.Equal(RevisionRefusal.TooLarge, (await publisher.ProposeAsync("words", new byte[Revision.LargestContent + 1], 0, Ann, "r", Token)).Refusal);
        await Assert.ThrowsAsync<ArgumentException>(async () => await publisher.ProposeAsync("words", Bytes("one"), 0, Ann, " ", Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await publisher.ProposeAsync("words", Bytes("one"), 0, new("", " "), "r", Token));
        Assert.Equal(RevisionHead.Empty, await _store.HeadAsync("words", Token));
        Assert.True((await publisher.ProposeAsync("words", Bytes("one"), 0, Ann, "r", Token)).IsAccepted);
        Assert.Equal(RevisionRefusal.Unchanged, (await publisher.ProposeAsync("words", Bytes("one"), 1, Ann, "r", Token)).Refusal);
    }

    [Fact]
    public async Task S16_what_is_sensitive_waits_for_a_second_person()
    {
        var publisher = Publisher();
        await publisher.ProposeAsync("words", Bytes("one"), 0, Ann, "r", Token);
        var pending = await publisher.ProposeAsync("words", Bytes("sensitive"), 1, Ann, "r", Token);
        Assert.True(pending is { IsAccepted: true, Revision: { IsEffective: false, Gains: "sensitive" } });
        Assert.Equal(1, (await _store.HeadAsync("words", Token)).InForce!.Sequence);

        Assert.Equal(RevisionRefusal.OwnRevision, (await publisher.ApproveAsync("words", 2, Ann, "r", Token)).Refusal);
        Assert.Equal(RevisionRefusal.NotPending, (await publisher.ApproveAsync("words", 1, Bob, "r", Token)).Refusal);
        Assert.Equal(RevisionRefusal.NotFound, (await publisher.ApproveAsync("words", 3, Bob, "r", Token)).Refusal);
        Assert.True((await publisher.ApproveAsync("words", 2, Bob, "seen", Token)).IsAccepted);
        Assert.Equal((2L, Bob), ((await _store.HeadAsync("words", Token)).InForce!.Sequence, (await _store.HeadAsync("words", Token)).InForce!.Approval!.By));
        Assert.Equal(RevisionRefusal.NotPending, (await publisher.ApproveAsync("words", 2, Bob, "r", Token)).Refusal);
    }

    [Theory]
    [InlineData("os", "ann", "ANN", true)]
    [InlineData("", "ann", "Ann", true)]
    [InlineData("os", "ann", "anna", false)]
    [InlineData("https://login.example", "ann", "Ann", false)]
    public async Task S16_an_account_of_a_machine_is_one_person_in_any_spelling(string issuer, string author, string approver, bool isOne)
    {
        var publisher = Publisher();
        await publisher.ProposeAsync("words", Bytes("sensitive"), 0, new(issuer, author), "r", Token);
        Assert.Equal(isOne ? RevisionRefusal.OwnRevision : RevisionRefusal.None, (await publisher.ApproveAsync("words", 1, new(issuer, approver), "r", Token)).Refusal);
    }

    [Theory]
    [InlineData("ann ")]
    [InlineData(" ann")]
    [InlineData("ann\n")]
    [InlineData("an\u200bn")]
    [InlineData("\u202eann")]
    public async Task S16_nobody_is_a_second_person_by_what_is_not_seen(string id)
    {
        var publisher = Publisher();
        await publisher.ProposeAsync("words", Bytes("sensitive"), 0, Ann, "r", Token);
        await Assert.ThrowsAsync<ArgumentException>(async () => await publisher.ApproveAsync("words", 1, Ann with { Id = id }, "r", Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await publisher.ProposeAsync("words", Bytes("one"), 1, Ann with { Id = id }, "r", Token));
        Assert.Null((await _store.HeadAsync("words", Token)).InForce);
    }

    [Fact]
    public async Task S16_a_later_revision_does_not_carry_in_what_waits()
    {
        var publisher = Publisher();
        await publisher.ProposeAsync("words", Bytes("one"), 0, Ann, "r", Token);
        await publisher.ProposeAsync("words", Bytes("sensitive"), 1, Ann, "r", Token);
        // Nothing changes against the revision that waits, and everything against the one in force.
        var second = await publisher.ProposeAsync("words", Bytes("sensitive"), 2, Bob, "r", Token);
        Assert.False(second.Revision!.IsEffective);
        Assert.Equal(RevisionRefusal.NotPending, (await publisher.ApproveAsync("words", 2, Bob, "r", Token)).Refusal);
        Assert.Equal(1, (await _store.HeadAsync("words", Token)).InForce!.Sequence);
        // Back to what is in force takes the place of what waits.
        Assert.True((await publisher.ProposeAsync("words", Bytes("one"), 3, Bob, "r", Token)).Revision!.IsEffective);
    }

    [Fact]
    public async Task S26_a_rollback_is_a_new_revision_and_is_judged()
    {
        var publisher = Publisher();
        await publisher.ProposeAsync("words", Bytes("one"), 0, Ann, "r", Token);
        await publisher.ProposeAsync("words", Bytes("sensitive"), 1, Ann, "r", Token);
        Assert.Equal(RevisionRefusal.NeverInForce, (await publisher.RollBackAsync("words", 2, 2, Ann, "r", Token)).Refusal);
        await publisher.ApproveAsync("words", 2, Bob, "r", Token);
        await publisher.ProposeAsync("words", Bytes("three"), 2, Ann, "r", Token);

        var back = await publisher.RollBackAsync("words", 1, 3, Ann, "three was wrong", Token);
        Assert.True(back.IsAccepted);
        Assert.Equal((4L, 1L, true, "three was wrong"), (back.Revision.Sequence, back.Revision.Restores!.Value, back.Revision.IsEffective, back.Revision.Reason));
        Assert.Equal(SecurityEventKinds.RevisionRolledBack, _sink.Events[^1].Kind);
        // What was sensitive then is so now.
        Assert.False((await publisher.RollBackAsync("words", 2, 4, Bob, "r", Token)).Revision!.IsEffective);
        Assert.Equal(RevisionRefusal.NotFound, (await publisher.RollBackAsync("words", 9, 5, Bob, "r", Token)).Refusal);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private RevisionPublisher Publisher(IChangeBus? bus = null) => new(_store, [new Words()], bus, new SecurityEvents([_sink]));

    /// <summary>Refuses <c>bad</c>; what begins to be, or to be no more, <c>sensitive</c> needs a second person.</summary>
    private sealed class Words : IRevisionRule
    {
        public string Document => "words";

        public RevisionVerdict Judge(ReadOnlyMemory<byte> inForce, ReadOnlyMemory<byte> candidate, SnapshotProvenance provenance, DiagnosticBag findings)
        {
            var text = Encoding.UTF8.GetString(candidate.Span);
            if (text == "bad")
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole("words"), "Bad.");
            return new(text == "sensitive" && Encoding.UTF8.GetString(inForce.Span) != text, text == "sensitive" ? text : "");
        }
    }

    private sealed class TopicListener : IAsyncDisposable
    {
        private readonly TaskCompletionSource<ChangeNotice> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IAsyncDisposable? _subscription;

        public InProcessChangeBus Bus { get; } = new();

        public async Task ListenAsync(string topic) => _subscription = await Bus.SubscribeAsync(
            topic,
            (notice, _) =>
            {
                _heard.TrySetResult(notice);
                return ValueTask.CompletedTask;
            },
            Token);

        public Task<ChangeNotice> NextAsync() => _heard.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);

        public ValueTask DisposeAsync() => _subscription!.DisposeAsync();
    }
}
