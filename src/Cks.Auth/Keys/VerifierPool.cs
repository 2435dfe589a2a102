namespace Cks.Auth;

/// <summary>
/// Verifiers of one key, each used by one thread at a time, because .NET promises no more of them. About as many as there are processors are kept: making one costs as much as verifying several times.
/// </summary>
internal sealed class VerifierPool<T>(Func<T> make)
    where T : class, IDisposable
{
    private readonly T?[] _idle = new T?[Math.Min(Environment.ProcessorCount, 32)];

    public T Rent()
    {
        foreach (ref var place in _idle.AsSpan())
        {
            if (Volatile.Read(ref place) is not null && Interlocked.Exchange(ref place, null) is { } verifier)
                return verifier;
        }

        return make();
    }

    public void Return(T verifier)
    {
        foreach (ref var place in _idle.AsSpan())
        {
            if (Volatile.Read(ref place) is null && Interlocked.CompareExchange(ref place, verifier, null) is null)
                return;
        }

        verifier.Dispose();
    }
}
