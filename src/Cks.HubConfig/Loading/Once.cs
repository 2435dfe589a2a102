namespace Cks.HubConfig;

/// <summary>A value that is made when it is first asked for, by one thread while the others wait. Where making it throws nothing is kept, and the next one makes it.</summary>
internal sealed class Once<T>(Func<T> make) where T : class?
{
    private readonly Lock _making = new();
    private Func<T>? _make = make;
    private T? _value;

    public bool IsMade => Volatile.Read(ref _make) is null;

    public T Value => IsMade ? _value! : Make();

    private T Make()
    {
        lock (_making)
        {
            if (_make is { } make)
            {
                _value = make();
                Volatile.Write(ref _make, null);
            }

            return _value!;
        }
    }
}
