using Microsoft.Extensions.Time.Testing;

namespace Cks.HubConfig.Tests;

public sealed class PluginGateTests
{
    [Fact]
    public async Task S21_Who_waited_for_room_gives_up_in_time_and_makes_no_call_late_that_ends_in_its_own()
    {
        var clock = new FakeTimeProvider();
        PluginGate gate = new(new() { MostCalls = 1, MostLate = 1, LoadWithin = TimeSpan.FromSeconds(10) }, clock);
        TaskCompletionSource<string> first = new(), begun = new(), second = new();
        var busy = gate.RunAsync(_ => first.Task, TestContext.Current.CancellationToken);
        var waiting = gate.RunAsync(
            _ =>
            {
                begun.SetResult("");
                return second.Task;
            },
            TestContext.Current.CancellationToken);

        clock.Advance(TimeSpan.FromSeconds(9));
        first.SetResult("done");
        Assert.Equal("done", (await busy).Value);
        await begun.Task;
        // The time of whoever waits is over, and that of the call is not.
        for (var i = 0; i < 19 && !waiting.IsCompleted; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(i < 3 ? 5 : 100, TestContext.Current.CancellationToken);
        }

        Assert.Equal(WidgetFault.PluginSlow, (await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Fault);
        Assert.False(gate.IsBroken);

        for (var i = 0; i < 1_000 && !gate.IsBroken; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.True(gate.IsBroken);
        second.SetResult("late");
        for (var i = 0; i < 1_000 && gate.IsBroken; i++)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.False(gate.IsBroken);
    }
}
