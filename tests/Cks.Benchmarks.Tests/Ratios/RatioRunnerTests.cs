using CsCheck;

namespace Cks.Benchmarks.Tests;

public sealed class RatioRunnerTests
{
    private static readonly RatioSettings Quick = new() { Block = TimeSpan.FromTicks(10), WarmUp = TimeSpan.Zero };

    [Fact]
    public async Task Blocks_alternate_and_so_does_their_order()
    {
        var trace = new List<char>();
        var of = RatioCase.Sync("trace", Enumerable.Range(0, 1_024), Note('o'), Note('p'));

        await RatioRunner.MeasureAsync(of, Quick, TestContext.Current.CancellationToken);

        var runs = string.Concat(trace.Where((c, i) => i == 0 || trace[i - 1] != c));
        Assert.StartsWith("op", runs, StringComparison.Ordinal);
        Assert.Equal("op" + string.Concat(Enumerable.Repeat("op", 6)) + "o", runs);

        Func<int, int> Note(char side) => i =>
        {
            trace.Add(side);
            return i;
        };
    }

    [Fact]
    public async Task Every_input_is_met_before_one_is_met_again()
    {
        var seen = new List<int>();
        var arm = RatioCase.Sync("seen", Enumerable.Range(0, 1_024), i =>
        {
            seen.Add(i);
            return i;
        }, i => i).Ours();

        await arm.RunAsync(1_000);
        await arm.RunAsync(1_048);

        Assert.Equal(Enumerable.Range(0, 1_024), seen.Take(1_024).Order());
        Assert.NotEqual(Enumerable.Range(0, 1_024), seen.Take(1_024));
        Assert.Equal(seen.Take(1_024), seen.Skip(1_024));
    }

    [Fact]
    public async Task Memory_is_counted_a_call()
    {
        var sync = RatioCase.Sync("sync", Enumerable.Range(0, 1_024), _ => new byte[1_000].Length, _ => 1_000);
        var async = RatioCase.Async("async", Enumerable.Range(0, 1_024), async _ =>
        {
            await Task.Yield();
            return new byte[1_000].Length;
        }, _ => ValueTask.FromResult(1_000));

        Assert.Equal(1_024, await sync.Ours().AllocatedAsync(5_000), 0.5);
        Assert.Equal(0, await sync.Peer().AllocatedAsync(5_000), 0.5);
        Assert.True(await async.Ours().AllocatedAsync(5_000) >= 1_024);
    }

    [Fact]
    public void A_case_needs_1024_inputs() => Assert.Throws<ArgumentException>(() => RatioCase.Sync("few", Enumerable.Range(0, 1_023), i => i, i => i));

    [Fact]
    public async Task Sides_that_answer_differently_are_found()
    {
        var inputs = Enumerable.Range(0, 1_024);

        Assert.Null(await RatioCase.Sync("same", inputs, i => i, i => i).DisagreementAsync());
        Assert.Equal("7: ours=7 peer=-1", await RatioCase.Sync("sync", inputs, i => i, i => i == 7 ? -1 : i).DisagreementAsync());
        Assert.Equal("7: ours=7 peer=-1", await RatioCase.Async("async", inputs, ValueTask.FromResult, i => ValueTask.FromResult(i == 7 ? -1 : i)).DisagreementAsync());
    }

    [Fact]
    public void The_count_of_a_block_grows_at_most_tenfold_and_never_stops()
    {
        var block = TimeSpan.FromMilliseconds(50);

        Assert.Equal(10, RatioRunner.NextCount(1, TimeSpan.Zero, block));
        Assert.Equal(110, RatioRunner.NextCount(50, TimeSpan.FromMilliseconds(25), block));
        Gen.Select(Gen.Int[1, 100_000_000], Gen.Long[0, 499_999]).Sample(
            (count, ticks) => RatioRunner.NextCount(count, new(ticks), block) is var next && next > count && next <= count * 10L, iter: 2_000);
    }
}
