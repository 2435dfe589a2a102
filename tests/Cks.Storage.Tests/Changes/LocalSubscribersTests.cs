using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Storage.Tests;

public sealed class LocalSubscribersTests
{
    private const string Unreadable = "what nobody wrote";

    [Fact]
    public async Task S30_what_nobody_can_read_makes_hosts_read_everything_once_a_second_at_most_and_is_not_lost()
    {
        var time = new FakeTimeProvider();
        using var subscribers = new LocalSubscribers(null, time);
        using var heard = new SemaphoreSlim(0);
        var calls = 0;
        await using var subscription = await subscribers.AddAsync(
            "grants",
            (notice, _) =>
            {
                Assert.True(notice.IsResynchronize);
                Interlocked.Increment(ref calls);
                heard.Release();
                return ValueTask.CompletedTask;
            },
            TestContext.Current.CancellationToken);

        subscribers.Tell(Unreadable);
        await HearAsync();
        for (var i = 0; i < 10_000; i++)
            subscribers.Tell(Unreadable);
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(1, calls);
        // The last ones are told as well, later.
        time.Advance(TimeSpan.FromMilliseconds(1));
        await HearAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        subscribers.Tell(Unreadable);
        await HearAsync();
        Assert.Equal(3, calls);

        async Task HearAsync() => Assert.True(await heard.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_host_that_ends_at_once_disposes_of_its_bus_without_waiting()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IChangeBus>(_ => new SilentBus());
        var provider = services.BuildServiceProvider();
        var bus = (SilentBus)provider.GetRequiredService<IChangeBus>();
        var subscribing = bus.SubscribeAsync("grants", (_, _) => ValueTask.CompletedTask, TestContext.Current.CancellationToken).AsTask();

        provider.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => subscribing);
    }

    /// <summary>Hears nothing until it is told to end.</summary>
    private sealed class SilentBus() : StoredChangeBus(null, TimeProvider.System)
    {
        private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task Listening => _listening.Task;

        public override ValueTask PublishAsync(ChangeNotice notice, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        protected override async Task RunAsync()
        {
            await Task.Delay(Timeout.Infinite, Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            End(_listening);
        }
    }
}
