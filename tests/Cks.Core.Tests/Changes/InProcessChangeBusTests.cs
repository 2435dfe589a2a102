using System.Collections.Concurrent;
using CsCheck;

namespace Cks.Core.Tests;

public sealed class InProcessChangeBusTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_subscriber_receives_its_topic_in_order_and_no_other()
    {
        var bus = new InProcessChangeBus();
        await using var receiver = await Receiver.OnAsync(bus, "policy");
        await bus.PublishAsync(new("hub", "x"));
        foreach (var key in (string[])["a", "b", "c"])
            await bus.PublishAsync(new("policy", key));
        await receiver.UntilAsync("c");
        Assert.Equal(["a", "b", "c"], receiver.Keys);
    }

    [Fact]
    public async Task S30_of_waiting_notices_with_one_key_the_last_is_delivered()
    {
        var bus = new InProcessChangeBus();
        await using var receiver = await Receiver.OnAsync(bus, "t", held: true);
        await bus.PublishAsync(new("t", "first"));
        await receiver.EnteredAsync();
        for (var i = 0; i < 10_000; i++)
            await bus.PublishAsync(new("t", "busy", i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        await bus.PublishAsync(new("t", "last"));
        receiver.Release();
        await receiver.UntilAsync("last");
        Assert.Equal([("first", ""), ("busy", "9999"), ("last", "")], receiver.Received.Select(n => (n.Key, n.Version)));
    }

    [Fact]
    public async Task A_subscriber_whose_failures_nobody_can_take_hears_of_the_next_notice_all_the_same()
    {
        var bus = new InProcessChangeBus(new SecurityEvents([], clock: new BrokenClock()));
        var received = new TaskCompletionSource();
        await using var subscription = await bus.SubscribeAsync("t", (notice, _) =>
        {
            if (notice.Key == "bad")
                throw new IOException();
            received.SetResult();
            return ValueTask.CompletedTask;
        });
        await bus.PublishAsync(new("t", "bad"));
        await bus.PublishAsync(new("t", "good"));
        await received.Task.WaitAsync(Limit);
    }

    [Fact]
    public async Task S30_when_too_many_keys_wait_the_subscriber_is_told_to_resynchronize()
    {
        var bus = new InProcessChangeBus();
        await using var receiver = await Receiver.OnAsync(bus, "t", held: true);
        await bus.PublishAsync(new("t", "first"));
        await receiver.EnteredAsync();
        for (var i = 0; i <= InProcessChangeBus.Capacity; i++)
            await bus.PublishAsync(new("t", $"k{i}"));
        await bus.PublishAsync(new("t", "after"));
        receiver.Release();
        await receiver.UntilAsync("after");
        Assert.Equal(["first", "", "after"], receiver.Keys);
        Assert.True(receiver.Received[1].IsResynchronize);
    }

    [Fact]
    public async Task A_published_call_to_resynchronize_takes_the_place_of_all_that_waits()
    {
        var bus = new InProcessChangeBus();
        await using var receiver = await Receiver.OnAsync(bus, "t", held: true);
        await bus.PublishAsync(new("t", "first"));
        await receiver.EnteredAsync();
        await bus.PublishAsync(new("t", "lost"));
        await bus.PublishAsync(ChangeNotice.Resynchronize("t"));
        receiver.Release();
        await receiver.UntilAsync("");
        Assert.Equal(["first", ""], receiver.Keys);
    }

    [Fact]
    public async Task A_slow_and_a_throwing_subscriber_hold_up_neither_publisher_nor_others()
    {
        var sink = new RecordingSink();
        var bus = new InProcessChangeBus(sink.AsEvents());
        await using var slow = await Receiver.OnAsync(bus, "t", held: true);
        var tries = 0;
        await using var broken = await bus.SubscribeAsync("t", (_, _) => ++tries > 0 ? throw new InvalidOperationException("secret") : default);
        await using var sound = await Receiver.OnAsync(bus, "t");
        await bus.PublishAsync(new("t", "a"));
        await sound.UntilAsync("a");
        await bus.PublishAsync(new("t", "b"));
        await sound.UntilAsync("b");
        await Until(() => sink.Events.Count == 2);
        Assert.All(sink.Events, e => Assert.Equal((SecurityEventKinds.SubscriberFailed, "t: InvalidOperationException"), (e.Kind, e.Detail)));
        slow.Release();
    }

    [Fact]
    public async Task Disposing_stops_delivery_tells_the_running_handler_and_waits_for_none()
    {
        var bus = new InProcessChangeBus();
        var (entered, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        var count = 0;
        var subscription = await bus.SubscribeAsync("t", async (_, cancellation) =>
        {
            count++;
            entered.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                told.SetResult();
            }
        });
        await bus.PublishAsync(new("t", "a"));
        await entered.Task.WaitAsync(Limit);
        await bus.PublishAsync(new("t", "b"));
        await subscription.DisposeAsync();
        await subscription.DisposeAsync();
        await told.Task.WaitAsync(Limit);
        await using var other = await Receiver.OnAsync(bus, "t");
        await bus.PublishAsync(new("t", "c"));
        await other.UntilAsync("c");
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task A_handler_may_end_its_own_subscription()
    {
        var bus = new InProcessChangeBus();
        var done = new TaskCompletionSource();
        IAsyncDisposable? subscription = null;
        subscription = await bus.SubscribeAsync("t", async (_, _) =>
        {
            await subscription!.DisposeAsync();
            done.SetResult();
        });
        await bus.PublishAsync(new("t", "a"));
        await done.Task.WaitAsync(Limit);
    }

    [Fact]
    public async Task What_is_cancelled_is_not_published_and_not_subscribed()
    {
        var bus = new InProcessChangeBus();
        var cancelled = new CancellationToken(canceled: true);
        await using var receiver = await Receiver.OnAsync(bus, "t");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await bus.PublishAsync(new("t", "a"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await bus.SubscribeAsync("t", (_, _) => default, cancelled));
        await bus.PublishAsync(new("t", "b"));
        await receiver.UntilAsync("b");
        Assert.Equal(["b"], receiver.Keys);
    }

    [Fact]
    public async Task Nothing_of_the_publisher_s_ambient_context_reaches_a_handler()
    {
        var ambient = new AsyncLocal<string?> { Value = "the publisher" };
        var bus = new InProcessChangeBus();
        var seen = new TaskCompletionSource<string?>();
        await using var subscription = await bus.SubscribeAsync("t", (_, _) =>
        {
            seen.SetResult(ambient.Value);
            return default;
        });
        await bus.PublishAsync(new("t", "a"));
        Assert.Null(await seen.Task.WaitAsync(Limit));
    }

    [Fact]
    public async Task Whatever_is_published_the_last_version_of_each_key_arrives_or_a_call_to_resynchronize_after_it() =>
        await Gen.Int[0, 5].Array[1, 60].SampleAsync(async keys =>
        {
            var bus = new InProcessChangeBus();
            await using var receiver = await Receiver.OnAsync(bus, "t");
            var last = new Dictionary<string, string>();
            foreach (var (i, key) in keys.Index())
            {
                var notice = new ChangeNotice("t", $"k{key}", $"{i}");
                last[notice.Key] = notice.Version;
                await bus.PublishAsync(notice);
            }

            await bus.PublishAsync(new("t", "end"));
            await receiver.UntilAsync("end");
            var received = receiver.Received.SkipLast(1).ToArray();
            // In the order of publishing, and nothing newer than the last of each key is missing.
            Assert.Equal(received.OrderBy(n => int.Parse(n.Version, System.Globalization.CultureInfo.InvariantCulture)), received);
            Assert.Equal(last.OrderBy(p => p.Key), received.GroupBy(n => n.Key).ToDictionary(g => g.Key, g => g.Last().Version).OrderBy(p => p.Key));
        }, iter: 200, threads: 1);

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
            await Task.Delay(5, limit.Token);
    }

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly ConcurrentQueue<ChangeNotice> _received = new();
        private readonly SemaphoreSlim _entered = new(0);
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IAsyncDisposable? _subscription;

        public IReadOnlyList<ChangeNotice> Received => [.. _received];

        public IEnumerable<string> Keys => Received.Select(n => n.Key);

        public static async Task<Receiver> OnAsync(IChangeBus bus, string topic, bool held = false)
        {
            var receiver = new Receiver();
            if (!held)
                receiver.Release();
            receiver._subscription = await bus.SubscribeAsync(topic, async (notice, _) =>
            {
                receiver._received.Enqueue(notice);
                receiver._entered.Release();
                await receiver._go.Task;
            });
            return receiver;
        }

        public void Release() => _go.TrySetResult();

        public async Task EnteredAsync() => Assert.True(await _entered.WaitAsync(Limit));

        public Task UntilAsync(string key) => Until(() => _received.Any(n => n.Key == key));

        public ValueTask DisposeAsync() => _subscription!.DisposeAsync();
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new InvalidOperationException();
    }
}
