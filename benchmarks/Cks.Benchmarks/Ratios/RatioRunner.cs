using System.Diagnostics;

namespace Cks.Benchmarks;

/// <summary>Measures two sides in alternating blocks within one process, so that whatever slows the machine down slows both.</summary>
internal static class RatioRunner
{
    /// <summary>Measures a case.</summary>
    public static ValueTask<RatioResult> MeasureAsync(RatioCase of, RatioSettings settings, CancellationToken cancellationToken) =>
        MeasureAsync(of.Ours(), of.Peer(), settings, cancellationToken);

    /// <summary>Measures our side of a case against itself: what is left is the noise of this machine.</summary>
    public static ValueTask<RatioResult> MeasureNullAsync(RatioCase of, RatioSettings settings, CancellationToken cancellationToken) =>
        MeasureAsync(of.Ours(), of.Ours(), settings, cancellationToken);

    private static async ValueTask<RatioResult> MeasureAsync(Arm ours, Arm peer, RatioSettings settings, CancellationToken cancellationToken)
    {
        var ourCount = await CalibrateAsync(ours, settings, cancellationToken);
        var peerCount = await CalibrateAsync(peer, settings, cancellationToken);
        var ourTimes = new double[settings.Blocks];
        var peerTimes = new double[settings.Blocks];
        for (var block = 0; block < settings.Blocks; block++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (block % 2 == 0)
                ourTimes[block] = await ours.TimeAsync(ourCount);
            peerTimes[block] = await peer.TimeAsync(peerCount);
            if (block % 2 == 1)
                ourTimes[block] = await ours.TimeAsync(ourCount);
        }

        return RatioResult.Of(ourTimes, peerTimes, await ours.AllocatedAsync(Math.Max(ourCount, RatioCase.FewestInputs)));
    }

    /// <summary>Warms a side up and finds how many calls fill a block.</summary>
    private static async ValueTask<int> CalibrateAsync(Arm arm, RatioSettings settings, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        for (var count = 1; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var before = Stopwatch.GetTimestamp();
            await arm.RunAsync(count);
            var elapsed = Stopwatch.GetElapsedTime(before);
            if (elapsed < settings.Block)
                count = NextCount(count, elapsed, settings.Block);
            else if (Stopwatch.GetElapsedTime(started) >= settings.WarmUp)
                return count;
        }
    }

    /// <summary>A count that should fill the block with a tenth to spare, at most ten times the last one.</summary>
    internal static int NextCount(int count, TimeSpan elapsed, TimeSpan block)
    {
        var wanted = elapsed > TimeSpan.Zero ? count * (block / elapsed) * 1.1 : double.MaxValue;
        return (int)Math.Clamp(wanted, count + 1L, Math.Min(count * 10L, int.MaxValue));
    }
}
