namespace Cks.Tests.TwoPortals;

/// <summary>Something that is so or not, with the times at which that changed: a change may hold from when it is begun, and what was before until it is done. Thread-safe.</summary>
internal sealed class Fact(bool initial)
{
    private readonly Lock _gate = new();
    private readonly List<(bool Value, TimeSpan Begun, TimeSpan Done)> _values = [(initial, TimeSpan.MinValue, TimeSpan.MinValue)];

    public bool Now
    {
        get
        {
            lock (_gate)
                return _values[^1].Value;
        }
    }

    /// <summary>A change that begins; it may hold from now on.</summary>
    public void Begin(bool value, TimeSpan at)
    {
        lock (_gate)
            _values.Add((value, at, TimeSpan.MaxValue));
    }

    /// <summary>The change is done: what was before holds no longer.</summary>
    public void End(TimeSpan at)
    {
        lock (_gate)
            _values[^1] = _values[^1] with { Done = at };
    }

    /// <summary>What held at any time between the two.</summary>
    public IEnumerable<bool> Between(TimeSpan from, TimeSpan until)
    {
        lock (_gate)
            return [.. _values.Where((v, i) => v.Begun <= until && (i == _values.Count - 1 || _values[i + 1].Done >= from)).Select(v => v.Value).Distinct()];
    }
}
