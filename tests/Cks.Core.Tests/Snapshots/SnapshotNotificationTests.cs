using System.Collections.Concurrent;

namespace Cks.Core.Tests;

public sealed class SnapshotNotificationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_subscriber_hears_of_old_and_new_after_the_swap()
    {
        var store = new SnapshotStore<string>();
        store.Activate("one");
        var heard = new TaskCompletionSource<(SnapshotChange<string> Change, string Current)>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = store.Subscribe(change => heard.SetResult((change, store.Current.Value)));
        store.Activate("bad");
        store.Activate("two");

        var (change, current) = await heard.Task.WaitAsync(Limit);
        Assert.Equal(("one", "two", "two"), (change.Old!.Value, change.New.Value, current));
    }

    [Fact]
    public async Task S30_who_is_slow_is_told_once_of_several_swaps_and_misses_none_of_the_chain()
    {
        var store = new SnapshotStore<string>();
        var (entered, go) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        var heard = new ConcurrentQueue<SnapshotChange<string>>();
        using var subscription = store.Subscribe(change =>
        {
            heard.Enqueue(change);
            entered.Release();
            go.Wait();
        });
        store.Activate("0");
        Assert.True(await entered.WaitAsync(Limit));
        for (var i = 1; i <= 1_000; i++)
            store.Activate(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        go.Release(2);
        Assert.True(await entered.WaitAsync(Limit));

        Assert.Equal([(null, "0"), ("0", "1000")], heard.Select(c => (c.Old?.Value, c.New.Value)));
    }

    [Fact]
    public async Task A_subscriber_that_throws_stops_neither_the_swap_nor_the_others_nor_itself()
    {
        var sink = new RecordingSink();
        var store = new SnapshotStore<string>(events: sink.AsEvents());
        var heard = new SemaphoreSlim(0);
        using var broken = store.Subscribe(_ =>
        {
            heard.Release();
            throw new InvalidOperationException("the password is 1234");
        });
        using var sound = store.Subscribe(_ => heard.Release());
        for (var i = 0; i < 2; i++)
        {
            Assert.True(store.Activate("x").IsActivated);
            Assert.True(await heard.WaitAsync(Limit));
            Assert.True(await heard.WaitAsync(Limit));
        }

        await Until(() => sink.Events.Count == 2);
        Assert.All(sink.Events, e => Assert.Equal((SecurityEventKinds.SubscriberFailed, "String: InvalidOperationException"), (e.Kind, e.Detail)));
    }

    [Fact]
    public async Task A_handler_may_subscribe_unsubscribe_and_activate()
    {
        var store = new SnapshotStore<string>();
        var inner = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        IDisposable? outer = null;
        outer = store.Subscribe(_ =>
        {
            Interlocked.Increment(ref count);
            store.Subscribe(change => inner.TrySetResult(change.New.Value));
            outer!.Dispose();
            store.Activate("second");
        });
        store.Activate("first");

        Assert.Equal("second", await inner.Task.WaitAsync(Limit));
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Nothing_is_told_after_unsubscribing()
    {
        var store = new SnapshotStore<string>();
        var (gone, there) = (0, new SemaphoreSlim(0));
        var subscription = store.Subscribe(_ => Interlocked.Increment(ref gone));
        using var other = store.Subscribe(_ => there.Release());
        subscription.Dispose();
        subscription.Dispose();
        store.Activate("x");
        Assert.True(await there.WaitAsync(Limit));
        Assert.Equal(0, gone);
    }

    [Fact]
    public async Task A_handler_runs_without_a_lock_and_without_the_ambient_context_of_whoever_swapped()
    {
        var ambient = new AsyncLocal<string?> { Value = "the administrator's request" };
        var store = new SnapshotStore<string>();
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = store.Subscribe(_ =>
        {
            // Another thread can swap meanwhile.
            if (Task.Run(() => store.Activate("other")).Wait(Limit))
                seen.TrySetResult(ambient.Value);
        });
        store.Activate("x");
        Assert.Null(await seen.Task.WaitAsync(Limit));
    }

    [Fact]
    public async Task With_many_writers_each_subscriber_sees_one_unbroken_chain_that_ends_at_the_current_revision()
    {
        var store = new SnapshotStore<string>();
        store.Activate("start");
        var first = store.Current;
        var chains = Enumerable.Range(0, 3).Select(_ => new ConcurrentQueue<SnapshotChange<string>>()).ToArray();
        var subscriptions = chains.Select(chain => store.Subscribe(chain.Enqueue)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i++)
                store.Activate($"{w}-{i}");
        })));
        await Until(() => chains.All(c => c.LastOrDefault()?.New == store.Current));

        foreach (var chain in chains)
        {
            var last = first;
            foreach (var change in chain)
            {
                Assert.Same(last, change.Old);
                last = change.New;
            }
        }

        Array.ForEach(subscriptions, s => s.Dispose());
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
            await Task.Delay(5, limit.Token);
    }
}
