using System.Globalization;
using System.Text;
using Cks.Core;
using Cks.Rbac.Tests.Policies;

namespace Cks.Rbac.Tests.Model;

/// <summary>Readers under a policy that is swapped all the time.</summary>
public sealed class SwapTests
{
    private const int Readers = 8;
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(Rounds.Of(2_000));
    private static readonly CapabilityId View = CapabilityId.Of("swap:view");
    private static readonly CapabilityId Drop = CapabilityId.Of("swap:drop");
    private static readonly CapabilityId[] Both = [View, Drop];

    // The first document denies what the second permits, and each shows a field of its own to whom it permits.
    private static string Document(int n) => $$"""
        { "version": 1, "resources": { "swap": { "actions": ["view", "drop"], "fields": ["f0", "f1"], "attributes": ["p"] } }, "roles": { "r": { "permit": [
          { "id": "plain{{n}}", "actions": ["swap:{{(n == 0 ? "view" : "drop")}}"], "fields": { "read": ["f{{n}}"] } },
          { "id": "when{{n}}", "actions": ["swap:{{(n == 0 ? "drop" : "view")}}"], "when": { "p": "{{n}}" }, "fields": { "read": ["f{{n}}"] } }
        ] } } }
        """;

    [Fact]
    public async Task Eight_readers_under_a_swap_every_millisecond_see_one_version_each_time()
    {
        Rounds.AllOfThem();
        byte[][] documents = [Encoding.UTF8.GetBytes(Document(0)), Encoding.UTF8.GetBytes(Document(1))];
        LoadResult<Policy>[] read = [.. documents.Select(d => PolicyReader.Read("swap.rbac.json", d))];
        SnapshotStore<Policy> store = new();
        Assert.True(store.TryActivate(read[0], documents[0], out _));
        PermissionBuilder builder = new(store, [], TimeProvider.System);
        PermissionCache cache = new(builder, null, new());
        PolicyDecisionPoint decisions = new(builder, new([new ResourceMap<string>("swap").Attribute("p", s => s)]), new([]), usesGrants: false);

        var seen = 0;
        using CancellationTokenSource end = new();
        var readers = Enumerable.Range(0, Readers).Select(i => Task.Factory.StartNew(() => Read(i), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        // On a machine that stands still meanwhile it takes longer.
        var (swaps, start) = (0, TimeProvider.System.GetTimestamp());
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < Time || swaps < 20 || (Volatile.Read(ref seen) <= 2 * Readers && !Array.Exists(readers, r => r.IsCompleted)); begun = TimeProvider.System.GetTimestamp())
        {
            swaps++;
            Assert.True(store.TryActivate(read[swaps % 2], documents[swaps % 2], out var active));
            Assert.Equal(swaps + 1, active.Version.Sequence);
            while (TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMilliseconds(1))
                Thread.SpinWait(50);
        }

        await end.CancelAsync();
        var counts = await Task.WhenAll(readers);
        Assert.All(counts, c => Assert.True(c.Subjects > 0));
        Assert.True(swaps >= 20 && counts.Sum(c => c.Versions) > Readers, $"{swaps} swaps, {counts.Sum(c => c.Versions)} seen, {counts.Sum(c => c.Subjects)} subjects");

        (int Subjects, int Versions) Read(int reader)
        {
            var (subjects, versions, last) = (0, 0, 0L);
            var batch = new Decision[2];
            // On a machine that has other work a reader may begin late.
            do
            {
                Subject subject = PolicyText.With("r");
                if (reader % 2 == 0)
                    subject = cache.BindAsync(subject, CancellationToken.None).Done();
                for (var again = 0; again < 20; again++)
                {
                    var view = decisions.Check(subject, View);
                    // Documents come in turns: the version says which one it is.
                    var (version, n) = (view.PolicyVersion, (int)(view.PolicyVersion.Sequence - 1) % 2);
                    if (again > 0)
                        Assert.Equal(last, version.Sequence);
                    else if (version.Sequence != last)
                    {
                        versions++;
                        Interlocked.Increment(ref seen);
                    }

                    last = version.Sequence;
                    Assert.Equal((n == 0, n == 0 ? "plain0" : null), (view.IsPermitted, view.Rule));
                    decisions.Check(subject, Both, batch);
                    Assert.All(batch, d => Assert.Equal(version, d.PolicyVersion));
                    Assert.Equal([n == 0, n == 1], batch.Select(d => d.IsPermitted));
                    var held = decisions.CheckAsync(subject, n == 0 ? Drop : View, n.ToString(CultureInfo.InvariantCulture), CancellationToken.None).Done();
                    Assert.Equal((version, true, $"when{n}"), (held.PolicyVersion, held.IsPermitted, held.Rule));
                    Assert.Equal([$"f{n}"], decisions.Fields(subject, View).Names);
                    Assert.True(decisions.Plan(subject, n == 0 ? View : Drop).IsEverything);
                    Assert.Equal(n.ToString(CultureInfo.InvariantCulture), decisions.Plan(subject, n == 0 ? Drop : View).Where!.Values[0].Text);
                    Assert.Equal([n == 0 ? View : Drop], decisions.WhatCan(subject));
                    Assert.Equal((string[])["0", "1"], Both.Select((c, i) => decisions.FilterAsync(subject, c, ["0", "1"], CancellationToken.None).Done().Count == (i == n ? 2 : 1) ? $"{i}" : "").ToArray());
                }

                subjects++;
            }
            while (!end.IsCancellationRequested);

            return (subjects, versions);
        }
    }
}
