using System.Diagnostics.CodeAnalysis;

namespace Cks.Core;

/// <summary>
/// Holds the revision in use behind one reference. Readers never lock and see one whole revision; a document that fails to load never replaces a good one.
/// </summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
public sealed class SnapshotStore<T>(TimeProvider? clock = null)
    where T : class
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private Snapshot<T>? _current;

    /// <summary>The revision in use; throws <see cref="InvalidOperationException"/> while nothing has been loaded.</summary>
    public Snapshot<T> Current => Volatile.Read(ref _current) ?? throw new InvalidOperationException($"No {typeof(T).Name} has been loaded.");

    /// <summary>Whether something has been loaded.</summary>
    public bool IsLoaded => Volatile.Read(ref _current) is not null;

    /// <summary>A store that starts with a document which must be good.</summary>
    /// <param name="content">The bytes of the document.</param>
    /// <param name="read">Reads and validates them.</param>
    /// <param name="clock">Clock for <see cref="Snapshot{T}.ActivatedAt"/>.</param>
    /// <exception cref="CksConfigurationException">The document was refused; holds all findings.</exception>
    public static SnapshotStore<T> Load(ReadOnlyMemory<byte> content, Func<ReadOnlyMemory<byte>, LoadResult<T>> read, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        var result = read(content);
        result.GetOrThrow();
        var store = new SnapshotStore<T>(clock);
        store.TryActivate(result, content.Span, out _);
        return store;
    }

    /// <summary>Brings a loaded document into use. A refused one changes nothing.</summary>
    /// <param name="result">What reading gave.</param>
    /// <param name="content">The bytes the version is made of.</param>
    /// <param name="active">The revision in use afterwards; <see langword="null"/> only when nothing was ever loaded.</param>
    /// <returns>Whether <paramref name="result"/> is now in use.</returns>
    public bool TryActivate(LoadResult<T> result, ReadOnlySpan<byte> content, [NotNullWhen(true)] out Snapshot<T>? active)
    {
        ArgumentNullException.ThrowIfNull(result);
        lock (_gate)
        {
            if (result.IsLoaded)
                Volatile.Write(ref _current, new(result.Value, SnapshotVersion.Of((_current?.Version.Sequence ?? 0) + 1, content), _clock.GetUtcNow()));
            active = _current;
            return result.IsLoaded;
        }
    }
}
