using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Cks.Benchmarks;

/// <summary>One side of a case, run in blocks. It remembers its place among the inputs, so that blocks of any length meet all of them.</summary>
internal abstract class Arm
{
    /// <summary>Runs the side <paramref name="count"/> times.</summary>
    public abstract ValueTask RunAsync(int count);

    /// <summary>Bytes that the side has taken from the heap since the process started, as far as this kind of arm can see them.</summary>
    protected abstract long Allocated { get; }

    /// <summary>Nanoseconds a call, over a block of <paramref name="count"/> calls. Earlier garbage is not charged to it.</summary>
    public virtual async ValueTask<double> TimeAsync(int count)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var start = Stopwatch.GetTimestamp();
        await RunAsync(count);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }

    /// <summary>Bytes a call, over <paramref name="count"/> calls.</summary>
    public virtual async ValueTask<double> AllocatedAsync(int count)
    {
        var before = Allocated;
        await RunAsync(count);
        return (double)(Allocated - before) / count;
    }
}

/// <summary>A side that returns at once.</summary>
internal sealed class SyncArm<TInput>(TInput[] inputs, Func<TInput, int> side) : Arm
{
    private int _next;
    private int _sum;

    protected override long Allocated => GC.GetAllocatedBytesForCurrentThread();

    public override ValueTask RunAsync(int count)
    {
        Loop(count);
        return ValueTask.CompletedTask;
    }

    // Compiled once and fully: a tiered loop would inline whichever of the two sides it happened to meet first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Loop(int count)
    {
        var (next, sum) = (_next, _sum);
        for (var i = 0; i < count; i++)
        {
            sum += side(inputs[next]);
            if (++next == inputs.Length)
                next = 0;
        }

        (_next, _sum) = (next, sum);
    }
}

/// <summary>A side that may wait. Its memory is that of the whole process, because it may go on on another thread.</summary>
internal sealed class AsyncArm<TInput>(TInput[] inputs, Func<TInput, ValueTask<int>> side) : Arm
{
    private int _next;
    private int _sum;

    protected override long Allocated => GC.GetTotalAllocatedBytes(precise: true);

    public override async ValueTask RunAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _sum += await side(inputs[_next]);
            if (++_next == inputs.Length)
                _next = 0;
        }
    }
}

/// <summary>A side of which the 95th percentile over its inputs is told: each is run as often as the others, and counts with its mean.</summary>
internal sealed class PercentileArm<TInput>(TInput[] inputs, Func<TInput, ValueTask<int>> side) : Arm
{
    private readonly AsyncArm<TInput> _all = new(inputs, side);

    protected override long Allocated => GC.GetTotalAllocatedBytes(precise: true);

    public override ValueTask RunAsync(int count) => _all.RunAsync(count);

    public override async ValueTask<double> TimeAsync(int count)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var (rounds, times) = (count / inputs.Length + 1, new double[inputs.Length]);
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < inputs.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await side(inputs[i]);
                times[i] += Stopwatch.GetElapsedTime(start).TotalNanoseconds / rounds;
            }

        return RatioResult.Percentile(times, 95);
    }
}

/// <summary>What one side adds to another: each block runs both, and counts with their difference.</summary>
internal sealed class DifferenceArm<TInput>(TInput[] inputs, Func<TInput, ValueTask<int>> with, Func<TInput, ValueTask<int>> without) : Arm
{
    private const int Turn = 64;
    private readonly AsyncArm<TInput> _with = new(inputs, with);
    private readonly AsyncArm<TInput> _without = new(inputs, without);

    protected override long Allocated => throw new NotSupportedException("The two sides are counted by themselves.");

    public override async ValueTask RunAsync(int count)
    {
        await _with.RunAsync(count);
        await _without.RunAsync(count);
    }

    // In short turns, of which the median counts: a turn that the machine interrupted says nothing. What the turns leave out are collections, which the side that allocates more would have to pay.
    public override async ValueTask<double> TimeAsync(int count)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var turns = new double[Math.Max(1, count / Turn)];
        for (var turn = 0; turn < turns.Length; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            await _with.RunAsync(Turn);
            var between = Stopwatch.GetTimestamp();
            await _without.RunAsync(Turn);
            turns[turn] = (Stopwatch.GetElapsedTime(start, between) - Stopwatch.GetElapsedTime(between)).TotalNanoseconds / Turn;
        }

        return RatioResult.Percentile(turns, 50);
    }

    public override async ValueTask<double> AllocatedAsync(int count) => await _with.AllocatedAsync(count) - await _without.AllocatedAsync(count);
}
