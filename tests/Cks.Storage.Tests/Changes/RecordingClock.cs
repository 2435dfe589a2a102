using System.Collections.Concurrent;

namespace Cks.Storage.Tests;

/// <summary>A clock that goes on when it is told to, and remembers how long somebody has waited by it; they wait in truth.</summary>
internal sealed class RecordingClock : TimeProvider
{
    private long _now;

    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public TimeSpan Now
    {
        get => new(Volatile.Read(ref _now));
        set => Volatile.Write(ref _now, value.Ticks);
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
