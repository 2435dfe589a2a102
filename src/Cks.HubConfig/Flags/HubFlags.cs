using System.Collections.Frozen;

namespace Cks.HubConfig;

/// <summary>
/// The features and flags of a hub, made ready to be asked: at once, without waiting, and without anything from the heap. A feature without a flag of its name is on or off for everybody.
/// Immutable, safe to share between threads.
/// </summary>
public sealed class HubFlags
{
    private readonly FrozenDictionary<string, CompiledFlag> _flags;
    private readonly long[] _edges;

    // By the number of an id. Ids that came up since are looked up once, and then all are.
    private CompiledFlag?[] _byId = [];

    private HubFlags(FrozenDictionary<string, CompiledFlag> flags, long[] edges) => (_flags, _edges) = (flags, edges);

    /// <summary>Makes the flags of a document ready.</summary>
    /// <param name="hub">A document that was read without an error.</param>
    /// <exception cref="ArgumentException">It was not: a flag rests on what is not there, or on itself.</exception>
    public static HubFlags Of(HubDefinition hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var order = new FlagOrder(hub);
        if (order.Faults.Count > 0)
            throw new ArgumentException("A flag rests on what is not there, on itself, or on too much.", nameof(hub));
        var flags = order.Names.ToDictionary(name => name, name => FlagCompiler.Compile(name, hub), StringComparer.Ordinal);
        foreach (var name in order.Names)
            flags[name].Needs = [.. order.NeedsOf(name).Select(n => flags[n])];
        return new(flags.ToFrozenDictionary(StringComparer.Ordinal), FlagCompiler.EdgesOf(hub));
    }

    /// <summary>The names of all features and flags, in order.</summary>
    public IEnumerable<string> Names => _flags.Keys.Order(StringComparer.Ordinal);

    /// <summary>The names of what is killed.</summary>
    internal IReadOnlyList<string> Killed => field ?? (field = [.. _flags.Values.Where(f => f.IsKilled).Select(f => f.Name)]);

    /// <summary>Whether a feature or flag is on; one that is not there is off.</summary>
    public bool IsOn(string name, in FlagContext context) => _flags.TryGetValue(name, out var flag) && flag.IsOn(context);

    /// <summary>The same with why.</summary>
    /// <param name="name">Name of a feature or flag, compared ordinally.</param>
    /// <param name="context">Who asks, and when.</param>
    public FlagAnswer Evaluate(string name, in FlagContext context) => _flags.TryGetValue(name, out var flag) ? flag.Evaluate(context) : default;

    /// <summary>Whether a feature or flag is on; one that is not there is off.</summary>
    public bool IsOn(FlagId id, in FlagContext context) => Find(id) is { } flag && flag.IsOn(context);

    /// <summary>The same with why.</summary>
    /// <param name="id">Id of a feature or flag.</param>
    /// <param name="context">Who asks, and when.</param>
    public FlagAnswer Evaluate(FlagId id, in FlagContext context) => Find(id) is { } flag ? flag.Evaluate(context) : default;

    /// <summary>The next moment at which an answer can change by the time alone; <see langword="null"/> when none ever does again. What is remembered of an answer must not live longer (S06).</summary>
    public DateTimeOffset? NextEdge(DateTimeOffset now)
    {
        var at = Array.BinarySearch(_edges, now.UtcTicks);
        at = at < 0 ? ~at : at + 1;
        return at < _edges.Length ? new DateTimeOffset(_edges[at], TimeSpan.Zero) : null;
    }

    private CompiledFlag? Find(FlagId id)
    {
        var byId = _byId;
        return (uint)id.Index < (uint)byId.Length ? byId[id.Index] : Learn(id.Index);
    }

    // Of two threads either one's may stay: what one lacks is learnt again.
    private CompiledFlag? Learn(int index)
    {
        var known = FlagId.Known;
        var byId = new CompiledFlag?[known.Count + 1];
        foreach (var id in known)
            byId[id.Index] = _flags.GetValueOrDefault(id.Name);
        Volatile.Write(ref _byId, byId);
        return byId[index];
    }
}
