using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Cks.HubConfig;

/// <summary>What waits for one sink, with what it was told already: a sink that hangs or throws is in nobody else's way. Thread-safe.</summary>
/// <param name="sink">The sink.</param>
/// <param name="key">Key of the pseudonyms, asked for with each exposure.</param>
/// <param name="logger">Where a sink that throws is told of.</param>
/// <param name="drop">Counts what the sink is not told of.</param>
internal sealed class ExposureLine(IExposureSink sink, Func<byte[]?> key, ILogger logger, Action<long> drop)
{
    // What is left at the end is taken by another reader than the sink's, which may hang.
    private readonly Channel<(Exposure Exposure, string Unit)> _waiting = Channel.CreateBounded<(Exposure, string)>(new BoundedChannelOptions(ExposureQueue.Capacity));
    private readonly ExposureMemory _told = new(ExposureQueue.Remembered);

    /// <summary>Whether it is remembered as told, or cannot wait, which is counted: nothing is to be made of it.</summary>
    public bool Refuses(in ExposureKey told)
    {
        if (_told.Knows(told))
            return true;
        // While the sink hangs nothing comes into the memory, and so nothing is forgotten for it.
        if (_waiting.Reader.Count < ExposureQueue.Capacity)
            return !_told.Add(told);
        drop(1);
        return true;
    }

    /// <summary>Lets one wait that was not refused.</summary>
    public void Add(in ExposureKey told, in Exposure exposure, string unit)
    {
        if (_waiting.Writer.TryWrite((exposure, unit)))
            return;
        _told.Remove(told);
        drop(1);
    }

    /// <summary>Tells the sink until nothing comes any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (exposure, unit) in _waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                Tell(exposure, unit);
        }
        catch (OperationCanceledException)
        {
            // What waits is counted by who ends it.
        }
    }

    /// <summary>Takes nothing any more; what waits is told.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Counts what still waits, and tells it nobody.</summary>
    public void Drain()
    {
        var left = 0;
        while (_waiting.Reader.TryRead(out _))
            left++;
        if (left > 0)
            drop(left);
    }

    private void Tell(in Exposure exposure, string unit)
    {
        try
        {
            sink.Write(exposure with { Unit = Exposure.UnitOf(exposure.Experiment, unit, key()) });
        }
#pragma warning disable CA1031 // What is wrong with a sink, or with the key, is nobody else's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            HubLog.SinkFailed(logger, sink.GetType().Name, e);
        }
    }
}
