using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Cks.Core;

/// <summary>
/// Holds the revision in use behind one reference, and the last ones before it. Readers never lock and see one whole revision; a document that fails to load, or that an analyzer refuses,
/// never replaces a good one. Thread-safe.
/// </summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
public sealed class SnapshotStore<T>
    where T : class
{
    /// <summary>How many revisions are kept where nothing else is said, the one in use among them.</summary>
    public const int DefaultKeep = 10;

    private readonly TimeProvider _clock;
    private readonly ImmutableArray<ISnapshotAnalyzer<T>> _analyzers;
    private readonly SecurityEvents? _events;
    private readonly int _keep;
    private readonly Lock _gate = new();
    private long _sequence;
    private long _sourceGoodTicks;
    private Snapshot<T>? _current;
    private IReadOnlyList<Snapshot<T>> _revisions = [];
    private SnapshotRefusal? _lastRefusal;
    private SnapshotRefusal? _sourceRefusal;
    private ImmutableList<Mailbox<bool, SnapshotChange<T>>> _subscribers = [];

    /// <summary>A store in which nothing is loaded.</summary>
    /// <param name="clock">Clock for <see cref="Snapshot{T}.ActivatedAt"/>.</param>
    /// <param name="analyzers">Judge each change before it happens.</param>
    /// <param name="events">Takes refusals, rollbacks and failures of subscribers.</param>
    /// <param name="keep">How many revisions are kept, the one in use among them.</param>
    /// <param name="after">Sequence that the first activation follows: the highest one that this host has used before, so that no version ever comes twice.</param>
    public SnapshotStore(TimeProvider? clock = null, IEnumerable<ISnapshotAnalyzer<T>>? analyzers = null, SecurityEvents? events = null, int keep = DefaultKeep, long after = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        (_clock, _analyzers, _events, _keep, _sequence) = (clock ?? TimeProvider.System, [.. analyzers ?? []], events, keep, after);
    }

    /// <summary>The revision in use; throws <see cref="InvalidOperationException"/> while nothing has been loaded.</summary>
    public Snapshot<T> Current => Volatile.Read(ref _current) ?? throw new InvalidOperationException($"No {typeof(T).Name} has been loaded.");

    /// <summary>Whether something has been loaded.</summary>
    public bool IsLoaded => Volatile.Read(ref _current) is not null;

    /// <summary>The revisions that are kept, the newest (the one in use) first.</summary>
    public IReadOnlyList<Snapshot<T>> Revisions => Volatile.Read(ref _revisions);

    /// <summary>The last candidate that did not come into use; <see langword="null"/> when there was none. See <see cref="SourceRefusal"/> for what stands at the source.</summary>
    public SnapshotRefusal? LastRefusal => Volatile.Read(ref _lastRefusal);

    /// <summary>Why what stands at the source is not in use; <see langword="null"/> when it was taken when it was last read. A rollback that is refused is none of it.</summary>
    public SnapshotRefusal? SourceRefusal => Volatile.Read(ref _sourceRefusal);

    /// <summary>When the source was last read and good (UTC): it gave a new revision, or the one in use again. <see langword="null"/> while it has not been.</summary>
    public DateTimeOffset? SourceGoodAt => Volatile.Read(ref _sourceGoodTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>A store that starts with a document which must be good.</summary>
    /// <param name="content">The bytes of the document.</param>
    /// <param name="read">Reads and validates them.</param>
    /// <param name="clock">Clock for <see cref="Snapshot{T}.ActivatedAt"/>.</param>
    /// <exception cref="CksConfigurationException">The document was refused; holds all findings.</exception>
    public static SnapshotStore<T> Load(ReadOnlyMemory<byte> content, Func<ReadOnlyMemory<byte>, LoadResult<T>> read, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        var store = new SnapshotStore<T>(clock);
        store.Activate(new(read(content), content), SnapshotProvenance.Documents).GetOrThrow();
        return store;
    }

    /// <summary>Brings a loaded document into use. A refused one changes nothing.</summary>
    /// <param name="result">What reading gave.</param>
    /// <param name="content">The bytes the version is made of.</param>
    /// <param name="active">The revision in use afterwards; <see langword="null"/> only when nothing was ever loaded.</param>
    /// <returns>Whether <paramref name="result"/> is now in use.</returns>
    public bool TryActivate(LoadResult<T> result, ReadOnlySpan<byte> content, [NotNullWhen(true)] out Snapshot<T>? active)
    {
        var activation = Activate(new(result, content.ToArray()), SnapshotProvenance.Documents);
        active = activation.Active;
        return activation.IsActivated;
    }

    /// <summary>Lets the analyzers judge a candidate and brings it into use when none of them refuses it. A refused one changes nothing but <see cref="LastRefusal"/>.</summary>
    /// <param name="candidate">What reading gave. The store keeps its bytes; they must not change.</param>
    /// <param name="provenance">Where it comes from.</param>
    public SnapshotActivation<T> Activate(SnapshotCandidate<T> candidate, SnapshotProvenance provenance)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(provenance);
        var result = candidate.Result;
        return result.IsLoaded ? Swap(result.Value, candidate.Content, provenance, result.Diagnostics) : Refuse(SnapshotRefusalReason.Document, result.Diagnostics, provenance);
    }

    /// <summary>Brings an earlier revision back as a new one: the sequence grows, and <see cref="Snapshot{T}.Provenance"/> says who did it, why, and what anybody gained by it.</summary>
    /// <param name="sequence">Sequence of one of <see cref="Revisions"/>.</param>
    /// <param name="author">Who rolls back; not blank.</param>
    /// <param name="reason">Why; not blank.</param>
    public SnapshotActivation<T> RollBack(long sequence, string author, string reason) => RollBack(sequence, author, reason, seen: null);

    /// <summary>The same, unless another revision than that one is in use.</summary>
    internal SnapshotActivation<T> RollBack(long sequence, string author, string reason, long? seen)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(author);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var provenance = new SnapshotProvenance(SnapshotOrigin.Rollback) { Author = author, Reason = reason, Restores = sequence };
        var revisions = Revisions;
        if (seen is { } known && (revisions.Count == 0 || revisions[0].Version.Sequence != known))
            return Refuse(SnapshotRefusalReason.Overtaken, [], provenance);
        if (revisions.FirstOrDefault(r => r.Version.Sequence == sequence) is not { Provenance.Origin: not SnapshotOrigin.BuiltIn } kept)
            return Refuse(SnapshotRefusalReason.NotKept, [], provenance);
        if (ReferenceEquals(kept, revisions[0]))
            return Refuse(SnapshotRefusalReason.InUse, [], provenance);
        var activation = Swap(kept.Value, kept.Content, provenance, []);
        if (activation.IsActivated)
            _events?.Report(SecurityEventKinds.SnapshotRolledBack, $"{typeof(T).Name} {activation.Active.Version} restores {sequence}: {activation.Active.Provenance.Reason}", author);
        return activation;
    }

    /// <summary>
    /// Hears of each revision after it came into use, one at a time, in order, on the thread pool. Who is slow is told of the last of several swaps. An exception is reported and goes no further.
    /// A handler may subscribe, unsubscribe and activate. Read <see cref="Current"/> after subscribing: what is in use already is not told.
    /// </summary>
    /// <returns>Ends the subscription when disposed of; waits for no handler that runs.</returns>
    public IDisposable Subscribe(Action<SnapshotChange<T>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var mailbox = new Mailbox<bool, SnapshotChange<T>>(
            (change, _) =>
            {
                handler(change);
                return ValueTask.CompletedTask;
            },
            e => _events?.Report(SecurityEventKinds.SubscriberFailed, $"{typeof(T).Name}: {e.GetType().Name}"),
            (waiting, next) => new(waiting.Old, next.New));
        lock (_gate)
            _subscribers = _subscribers.Add(mailbox);
        return new Subscription(this, mailbox);
    }

    /// <summary>The source gave what is in use again; unconfirmed where that is only what it said before.</summary>
    internal void SourceIsGood(bool isConfirmed = true)
    {
        Volatile.Write(ref _sourceRefusal, null);
        if (isConfirmed)
            Volatile.Write(ref _sourceGoodTicks, _clock.GetUtcNow().UtcTicks);
    }

    private SnapshotActivation<T> Swap(T value, ReadOnlyMemory<byte> content, SnapshotProvenance provenance, IReadOnlyList<Diagnostic> found)
    {
        while (true)
        {
            var current = Volatile.Read(ref _current);
            var findings = new DiagnosticBag();
            var gains = string.Join('\n', _analyzers.Select(a => a.Analyze(new(current, value, provenance), findings)).Where(g => g.Length > 0));
            IReadOnlyList<Diagnostic> all = findings.Count == 0 ? found : [.. found, .. findings];
            if (findings.HasErrors)
                return Refuse(SnapshotRefusalReason.Analysis, all, provenance);
            lock (_gate)
            {
                // Nobody's code runs under the lock, so another candidate may have come first. Then the step is another one, and is judged again.
                if (!ReferenceEquals(current, _current))
                    continue;
                var next = new Snapshot<T>(value, SnapshotVersion.Of(++_sequence, content.Span), _clock.GetUtcNow()) { Content = content, Provenance = provenance with { Gains = gains } };
                Volatile.Write(ref _revisions, [next, .. _revisions.Take(_keep - 1)]);
                Volatile.Write(ref _current, next);
                if (provenance.Origin is SnapshotOrigin.Documents or SnapshotOrigin.Bus)
                    SourceIsGood();
                // Posting only: they are told on another thread. In here, so that they are told in the order of the swaps.
                foreach (var subscriber in _subscribers)
                    subscriber.TryPost(true, new(current, next), 1);
                return SnapshotActivation<T>.Activated(next, all);
            }
        }
    }

    private SnapshotActivation<T> Refuse(SnapshotRefusalReason reason, IReadOnlyList<Diagnostic> diagnostics, SnapshotProvenance provenance)
    {
        var refusal = new SnapshotRefusal(reason, diagnostics, _clock.GetUtcNow(), provenance);
        Volatile.Write(ref _lastRefusal, refusal);
        if (provenance.Origin is SnapshotOrigin.Documents or SnapshotOrigin.Bus)
            Volatile.Write(ref _sourceRefusal, refusal);
        var first = diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        _events?.Report(SecurityEventKinds.SnapshotRefused, $"{typeof(T).Name}: {reason}, {diagnostics.Count} findings{(first is null ? "" : $", first {first.Code} at {first.Location}")}", provenance.Author);
        return SnapshotActivation<T>.Refused(Volatile.Read(ref _current), reason, diagnostics);
    }

    private sealed class Subscription(SnapshotStore<T> store, Mailbox<bool, SnapshotChange<T>> mailbox) : IDisposable
    {
        public void Dispose()
        {
            lock (store._gate)
                store._subscribers = store._subscribers.Remove(mailbox);
            mailbox.Close();
        }
    }
}
