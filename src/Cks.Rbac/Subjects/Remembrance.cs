namespace Cks.Rbac;

/// <summary>Until when, and under which ceilings, the permission cache may hand out the subject that it stands in. It stands in the subject itself, so that a look-up touches one place less.</summary>
internal struct Remembrance
{
    private const int Kept = 1;
    private const int Dropped = 2;
    private int _state;

    public long Ceilings { get; private set; }

    public DateTimeOffset Until { get; private set; }

    public bool IsKept => Volatile.Read(ref _state) == Kept;

    public bool IsDropped => Volatile.Read(ref _state) == Dropped;

    /// <summary>Says how long, before anybody can find the subject.</summary>
    public void Begin(long ceilings, DateTimeOffset until) => (Ceilings, Until) = (ceilings, until);

    public void Keep() => Interlocked.CompareExchange(ref _state, Kept, 0);

    public void Drop() => Interlocked.Exchange(ref _state, Dropped);
}
