using System.Diagnostics;
using System.Security.Cryptography;

namespace Cks.Core;

/// <summary>
/// A key or password with up to two live versions. It never prints: not by <see cref="ToString"/>, in a record, in a debugger or as JSON. The way to the value is a method,
/// because what walks over properties (serializers, structured logs) must not find it. Thread-safe; each read sees one moment.
/// </summary>
/// <typeparam name="T"><see langword="string"/>, or bytes: those are copied in and out, and the secret's own copy is overwritten when it ends.</typeparam>
[DebuggerDisplay(Hidden)]
[DebuggerTypeProxy(typeof(SecretDebuggerView))]
public sealed class Secret<T> : IDisposable
    where T : class
{
    private const string Hidden = "(secret)";
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private Versions? _versions;

    /// <summary>A secret with one version.</summary>
    /// <param name="value">The value; not empty.</param>
    /// <param name="clock">Clock for the end of the previous version.</param>
    public Secret(T value, TimeProvider? clock = null) => (_clock, _versions) = (clock ?? TimeProvider.System, new(Owned(value), null, default));

    /// <summary>The version to sign, seal or sign in with. Bytes are the caller's own copy.</summary>
    /// <exception cref="ObjectDisposedException">The secret was disposed of.</exception>
    public T Reveal() => Read(static (versions, _) => Copy(versions.Current));

    /// <summary>The versions to verify with: the current one, then the previous one while it is accepted. Bytes are the caller's own copies.</summary>
    /// <exception cref="ObjectDisposedException">The secret was disposed of.</exception>
    public IReadOnlyList<T> RevealAccepted() => Read<IReadOnlyList<T>>(static (versions, now) =>
        versions.Previous is { } previous && now < versions.PreviousUntil ? [Copy(versions.Current), Copy(previous)] : [Copy(versions.Current)]);

    /// <summary>Makes <paramref name="next"/> the current version. The version before it stays accepted for a while; the one before that ends now.</summary>
    /// <param name="next">The new value; not empty.</param>
    /// <param name="overlap">How long the version in use until now is accepted; zero ends it at once.</param>
    public void Rotate(T next, TimeSpan overlap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        var owned = Owned(next);
        lock (_gate)
        {
            var old = _versions ?? throw Disposed();
            var (now, ends) = (_clock.GetUtcNow(), overlap == TimeSpan.Zero);
            Interlocked.Exchange(ref _versions, new(owned, ends ? null : old.Current, overlap < DateTimeOffset.MaxValue - now ? now + overlap : DateTimeOffset.MaxValue));
            Overwrite(old.Previous);
            if (ends)
                Overwrite(old.Current);
        }
    }

    /// <summary>Makes the versions those that a source says: <paramref name="next"/> is current, <paramref name="previous"/> is accepted until the source says otherwise, and everything else ends now.</summary>
    /// <param name="next">The current value; not empty.</param>
    /// <param name="previous">The value before it; <see langword="null"/> for none.</param>
    public void Replace(T next, T? previous)
    {
        var (current, before) = (Owned(next), previous is null ? null : Owned(previous));
        lock (_gate)
        {
            var old = _versions ?? throw Disposed();
            Interlocked.Exchange(ref _versions, new(current, before, DateTimeOffset.MaxValue));
            Overwrite(old.Current);
            Overwrite(old.Previous);
        }
    }

    /// <summary>Ends the secret. Bytes are overwritten; a string stays in memory until it is collected, because strings cannot be changed.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            var old = Interlocked.Exchange(ref _versions, null);
            Overwrite(old?.Current);
            Overwrite(old?.Previous);
        }
    }

    /// <summary>Always the same text, whatever the value is.</summary>
    public override string ToString() => Hidden;

    private TResult Read<TResult>(Func<Versions, DateTimeOffset, TResult> read)
    {
        while (true)
        {
            var versions = Volatile.Read(ref _versions) ?? throw Disposed();
            var result = read(versions, _clock.GetUtcNow());
            // Overwriting follows the exchange. If the versions are still these, nothing of what was copied had been overwritten: nobody ever signs with zeros.
            Interlocked.MemoryBarrier();
            if (ReferenceEquals(versions, Volatile.Read(ref _versions)))
                return result;
        }
    }

    private static T Owned(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value is byte[] { Length: 0 } or string { Length: 0 })
            throw new ArgumentException("A secret is not empty.", nameof(value));
        return Copy(value);
    }

    private static T Copy(T value) => value is byte[] bytes ? (T)(object)bytes.ToArray() : value;

    private static void Overwrite(T? value)
    {
        if (value is byte[] bytes)
            CryptographicOperations.ZeroMemory(bytes);
    }

    private static ObjectDisposedException Disposed() => new(nameof(Secret<>));

    private sealed class Versions(T current, T? previous, DateTimeOffset previousUntil)
    {
        public T Current => current;

        public T? Previous => previous;

        public DateTimeOffset PreviousUntil => previousUntil;
    }
}
