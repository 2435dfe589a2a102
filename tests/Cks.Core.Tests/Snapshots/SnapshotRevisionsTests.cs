using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Core.Tests;

public sealed class SnapshotRevisionsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_last_revisions_are_kept_newest_first_and_no_more()
    {
        var store = new SnapshotStore<string>(keep: 3);
        foreach (var text in (string[])["a", "b", "c", "d"])
            store.Activate(text);

        Assert.Equal(["d", "c", "b"], store.Revisions.Select(r => r.Value));
        Assert.Same(store.Current, store.Revisions[0]);
        Assert.Equal(SnapshotRefusalReason.NotKept, store.RollBack(1, "ann", "too far").Reason);
        Assert.Equal("d", store.Current.Value);
    }

    [Fact]
    public void Ten_are_kept_where_nothing_is_said()
    {
        var store = new SnapshotStore<string>();
        for (var i = 0; i < 12; i++)
            store.Activate("x");
        Assert.Equal(10, store.Revisions.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SnapshotStore<string>(keep: 0));
    }

    [Fact]
    public void S26_a_rollback_is_a_new_revision_with_author_reason_and_the_diff_of_gains()
    {
        var clock = new FakeTimeProvider(Noon);
        var sink = new RecordingSink();
        var store = new SnapshotStore<string>(clock, [new Gains()], sink.AsEvents(clock));
        store.Activate("one");
        store.Activate("two");
        clock.Advance(TimeSpan.FromMinutes(1));

        var rolledBack = store.RollBack(1, "ann", "orders were hidden").GetOrThrow();

        Assert.Same(rolledBack, store.Current);
        Assert.Equal(("one", 3, store.Revisions[2].Version.Hash), (rolledBack.Value, rolledBack.Version.Sequence, rolledBack.Version.Hash));
        Assert.Equal(Noon.AddMinutes(1), rolledBack.ActivatedAt);
        Assert.Equal(new SnapshotProvenance(SnapshotOrigin.Rollback) { Author = "ann", Reason = "orders were hidden", Restores = 1, Gains = "two -> one" }, rolledBack.Provenance);
        var told = Assert.Single(sink.Events);
        Assert.Equal((SecurityEventKinds.SnapshotRolledBack, "ann"), (told.Kind, told.SubjectId));
        Assert.Equal([3, 2, 1], store.Revisions.Select(r => r.Version.Sequence));
    }

    [Fact]
    public void S26_a_rollback_without_author_or_reason_is_none()
    {
        var store = new SnapshotStore<string>();
        store.Activate("one");
        store.Activate("two");
        Assert.Throws<ArgumentException>(() => store.RollBack(1, " ", "why"));
        Assert.Throws<ArgumentException>(() => store.RollBack(1, "ann", ""));
        Assert.Equal(SnapshotRefusalReason.InUse, store.RollBack(2, "ann", "again").Reason);
        Assert.Equal(2, store.Current.Version.Sequence);
    }

    [Fact]
    public void An_analyzer_sees_both_sides_and_may_refuse_the_step()
    {
        var store = new SnapshotStore<string>(new FakeTimeProvider(Noon), [new NeverShorter()]);
        Assert.True(store.Activate("long").IsActivated);

        var refused = store.Activate("cut");

        Assert.Equal((SnapshotRefusalReason.Analysis, false), (refused.Reason, refused.IsActivated));
        Assert.Equal("long", refused.Active!.Value);
        Assert.Equal("long gives way to cut.", Assert.Single(refused.Diagnostics).Message);
        Assert.Null(refused.Result.Value);
        Assert.Throws<CksConfigurationException>(refused.GetOrThrow);
        Assert.Equal((1, 1), (store.Current.Version.Sequence, store.Revisions.Count));
        Assert.Equal((SnapshotRefusalReason.Analysis, Noon), (store.LastRefusal!.Reason, store.LastRefusal.At));
        Assert.Equal(2, store.Activate("longer").Active!.Version.Sequence);
    }

    [Fact]
    public void A_warning_of_an_analyzer_stands_beside_the_revision()
    {
        var store = new SnapshotStore<string>(analyzers: [new Warns()]);
        var activation = store.Activate("one");
        Assert.True(activation.IsActivated);
        Assert.Equal(CksCodes.AllFields, Assert.Single(activation.Diagnostics).Code);
    }

    [Fact]
    public void A_rollback_is_judged_as_well()
    {
        var store = new SnapshotStore<string>(analyzers: [new NeverShorter()]);
        store.Activate("one");
        store.Activate("three");
        Assert.Equal(SnapshotRefusalReason.Analysis, store.RollBack(1, "ann", "shorter").Reason);
        Assert.Equal("three", store.Current.Value);
    }

    [Fact]
    public void An_analyzer_that_throws_changes_nothing()
    {
        var store = new SnapshotStore<string>(analyzers: [new Breaks()]);
        Assert.Throws<InvalidOperationException>(() => store.Activate("one"));
        Assert.False(store.IsLoaded);
    }

    [Fact]
    public void A_refused_document_is_reported_with_its_first_mistake_and_no_word_of_its_content()
    {
        var sink = new RecordingSink();
        var store = new SnapshotStore<string>(events: sink.AsEvents());
        Assert.Equal(SnapshotRefusalReason.Document, store.Activate("bad").Reason);
        Assert.Equal("String: Document, 1 findings, first CKS101 at test", Assert.Single(sink.Events).Detail);
        Assert.Equal(CksCodes.NotJson, Assert.Single(store.LastRefusal!.Diagnostics).Code);
    }

    [Fact]
    public async Task A_step_is_judged_again_when_another_candidate_came_first()
    {
        var analyzer = new Waits();
        var store = new SnapshotStore<string>(analyzers: [analyzer]);
        store.Activate("base");
        var slow = Task.Run(() => store.Activate("slow"));
        await analyzer.Entered.Task.WaitAsync(TimeSpan.FromSeconds(10));
        store.Activate("quick");
        analyzer.Go.SetResult();
        await slow;

        Assert.Equal(["base", "quick"], analyzer.SlowWasJudgedAgainst);
        Assert.Equal("slow", store.Current.Value);
    }

    [Fact]
    public void A_store_goes_on_behind_what_the_host_has_used_before() =>
        Assert.Equal(42, new SnapshotStore<string>(after: 41).Activate("x").Active!.Version.Sequence);

    [Fact]
    public void Whatever_happens_the_sequence_grows_and_each_version_is_that_of_its_content() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 12], Gen.Int[0, 3].Select(i => ((string[])["bad", "a", "b", "c"])[i])).Array[1, 40].Sample(steps =>
        {
            var store = new SnapshotStore<string>(keep: 4);
            store.Activate("start");
            foreach (var (kind, sequence, text) in steps)
            {
                var before = store.Current;
                var activation = kind == 0 ? store.RollBack(sequence, "ann", "test") : store.Activate(text);
                var now = store.Current;
                Assert.Equal(activation.IsActivated ? before.Version.Sequence + 1 : before.Version.Sequence, now.Version.Sequence);
                Assert.Equal(SnapshotVersion.Of(now.Version.Sequence, System.Text.Encoding.UTF8.GetBytes(now.Value)), now.Version);
                Assert.True(now.Value != "bad" && store.Revisions.Count <= 4 && ReferenceEquals(store.Revisions[0], now));
                Assert.Equal(store.Revisions.OrderByDescending(r => r.Version.Sequence), store.Revisions);
            }
        }, iter: 500);

    [Fact]
    public void Author_and_reason_forge_no_line() =>
        Assert.Equal(@"x\u000aadmin\u202e", new SnapshotProvenance(SnapshotOrigin.Rollback) { Author = "x\nadmin\u202e" }.Author);

    private sealed class Gains : ISnapshotAnalyzer<string>
    {
        public string Analyze(SnapshotProposal<string> proposal, DiagnosticBag findings) => proposal.Current is { } current ? $"{current.Value} -> {proposal.Candidate}" : "";
    }

    private sealed class NeverShorter : ISnapshotAnalyzer<string>
    {
        public string Analyze(SnapshotProposal<string> proposal, DiagnosticBag findings)
        {
            if (proposal.Current is { } current && proposal.Candidate.Length < current.Value.Length)
                findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole("test"), $"{current.Value} gives way to {proposal.Candidate}.");
            return "";
        }
    }

    private sealed class Warns : ISnapshotAnalyzer<string>
    {
        public string Analyze(SnapshotProposal<string> proposal, DiagnosticBag findings)
        {
            findings.Add(CksCodes.AllFields, SourceLocation.Whole("test"), "Wide.");
            return "";
        }
    }

    private sealed class Breaks : ISnapshotAnalyzer<string>
    {
        public string Analyze(SnapshotProposal<string> proposal, DiagnosticBag findings) => throw new InvalidOperationException();
    }

    private sealed class Waits : ISnapshotAnalyzer<string>
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> SlowWasJudgedAgainst { get; } = [];

        public string Analyze(SnapshotProposal<string> proposal, DiagnosticBag findings)
        {
            if (proposal.Candidate != "slow")
                return "";
            SlowWasJudgedAgainst.Add(proposal.Current!.Value);
            Entered.TrySetResult();
            Go.Task.Wait();
            return "";
        }
    }
}
