namespace Cks.Core;

/// <summary>Fills a <see cref="SnapshotStore{T}"/> from its source: at start, where a mistake stops the host, and again whenever it is asked to. Thread-safe.</summary>
/// <typeparam name="T">The validated form of the document.</typeparam>
public sealed class SnapshotLoader<T>
    where T : class
{
    private readonly SnapshotSource<T> _source;
    private readonly SnapshotFile? _lastKnownGood;
    private readonly SecurityEvents? _events;
    private readonly Lock _reading = new();

    // What the source said when that last came into use.
    private SnapshotCandidate<T>? _said;

    private SnapshotLoader(SnapshotSource<T> source, SnapshotStore<T> store, SnapshotFile? lastKnownGood, SecurityEvents? events) =>
        (_source, Store, _lastKnownGood, _events) = (source, store, lastKnownGood, events);

    /// <summary>The store.</summary>
    public SnapshotStore<T> Store { get; }

    /// <summary>
    /// Loads the documents, which must be good. When they cannot be reached and there is a copy on disk that may be used, the copy comes into use; a broken document is never passed over for a copy.
    /// From then on each revision that comes into use is saved as the copy. A source with <see cref="SnapshotSource{T}.WithBuiltIn"/> starts with that before it fails.
    /// </summary>
    /// <param name="source">Where the documents come from.</param>
    /// <param name="lastKnownGood">The copy on disk; <see langword="null"/> for none.</param>
    /// <param name="analyzers">Judge each change before it happens.</param>
    /// <param name="events">Takes what happens to the store and to the copy.</param>
    /// <param name="clock">Clock of the store.</param>
    /// <exception cref="CksConfigurationException">The documents were refused, or are not there and there is no usable copy; holds all findings.</exception>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    public static SnapshotLoader<T> Start(
        SnapshotSource<T> source, SnapshotFile? lastKnownGood = null, IEnumerable<ISnapshotAnalyzer<T>>? analyzers = null, SecurityEvents? events = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var after = HighestSequence(lastKnownGood, events);
        if (lastKnownGood is not null)
            source.Remember(lastKnownGood.HighestRevision());
        var loader = new SnapshotLoader<T>(source, new(clock, analyzers, events, after: after), lastKnownGood, events);
        loader.Begin();
        if (lastKnownGood is not null)
            loader.Store.Subscribe(change => loader.TrySave(change.New));
        return loader;
    }

    /// <summary>
    /// Reads the documents again. They come into use together or not at all; documents that are not there are a refusal. The same bytes again are no new revision, but the copy on disk is saved anew, so that
    /// it does not end with age, where the source itself said them. Any other exception of the source is the caller's, and the revision in use stays.
    /// </summary>
    /// <param name="provenance">Why they are read again.</param>
    public SnapshotActivation<T> Reload(SnapshotProvenance? provenance = null)
    {
        // Reading is inside the lock as well: of two reloads the one that read later must win. Subscribers are told on another thread.
        lock (_reading)
        {
            var candidate = Read();
            if (IsInUse(candidate))
                return Confirm(candidate);
            if (IsWentBackFrom(candidate))
            {
                Store.SourceIsGood(isConfirmed: false);
                return SnapshotActivation<T>.Activated(Store.Current, candidate.Result.Diagnostics);
            }

            return Activate(candidate, provenance);
        }
    }

    /// <summary>Brings an earlier revision back, as <see cref="SnapshotStore{T}.RollBack(long, string, string)"/> does. It stays until the source says something else than it said before; a document that goes and comes back as it was is nothing else.</summary>
    /// <param name="sequence">Sequence of one of the revisions that are kept.</param>
    /// <param name="seen">Sequence of the revision that the author has seen in use: another one is not taken back unseen.</param>
    /// <param name="author">Who rolls back; not blank.</param>
    /// <param name="reason">Why; not blank.</param>
    public SnapshotActivation<T> RollBack(long sequence, long seen, string author, string reason)
    {
        // A reading that has begun would bring what it has read into use afterwards.
        lock (_reading)
            return Store.RollBack(sequence, author, reason, seen);
    }

    private SnapshotActivation<T> Activate(SnapshotCandidate<T> candidate, SnapshotProvenance? provenance = null)
    {
        var step = Store.Activate(candidate, candidate.Provenance ?? provenance ?? SnapshotProvenance.Documents);
        if (step.IsActivated)
            _said = candidate;
        return step;
    }

    // Who went on to what the source says has it as the source's again.
    private bool IsWentBackFrom(SnapshotCandidate<T> candidate) =>
        candidate.Result.IsLoaded && _said is { } said && Store.Current is { Provenance.Origin: SnapshotOrigin.Rollback } current && candidate.Repeats(said) && !current.Content.Span.SequenceEqual(candidate.Content.Span);

    // Else revisions that differ in nothing would push out those that somebody may want to go back to.
    private bool IsInUse(SnapshotCandidate<T> candidate) =>
        candidate.Result.IsLoaded && Store.Current is { Provenance.Origin: not (SnapshotOrigin.LastKnownGood or SnapshotOrigin.BuiltIn or SnapshotOrigin.Rollback) } current && current.Content.Span.SequenceEqual(candidate.Content.Span)
        // The same words may be another revision, and each host shows which it has.
        && (candidate.Provenance?.Revision is not { } revision || revision == current.Provenance.Revision);

    private SnapshotActivation<T> Confirm(SnapshotCandidate<T> candidate)
    {
        var current = Store.Current;
        _said = candidate;
        Store.SourceIsGood(candidate.IsConfirmed);
        if (_lastKnownGood is not null && candidate.IsConfirmed)
            TrySave(current);
        return SnapshotActivation<T>.Activated(current, candidate.Result.Diagnostics);
    }

    private static long HighestSequence(SnapshotFile? file, SecurityEvents? events)
    {
        if (file is null)
            return 0;
        var highest = file.HighestSequence(out var refusal);
        if (refusal is not (SnapshotFileRefusal.None or SnapshotFileRefusal.Missing))
            events?.Report(SecurityEventKinds.LastKnownGoodRefused, $"{typeof(T).Name}: high-water mark, {refusal}");
        return highest;
    }

    private void Begin()
    {
        Func<SnapshotCandidate<T>> reached;
        try
        {
            reached = _source.Reach();
        }
        catch (CksConfigurationException e)
        {
            reached = () => throw e;
        }
        catch (Exception e) when (_lastKnownGood is not null || _source.BuiltIn is not null)
        {
            if (TryRestore(e.GetType().Name) || TryBuiltIn(e.GetType().Name))
                return;
            throw;
        }

        var candidate = Judged(reached);
        // Not there at all is not broken; what was reached and is wrong must stop the host.
        var isMissing = candidate.Result is { IsLoaded: false, Diagnostics: { Count: > 0 } findings } && findings.All(d => d.Code == CksCodes.DocumentMissing);
        if (isMissing && TryRestore(CksCodes.DocumentMissing.Id))
            return;
        var activation = Activate(candidate);
        if (!activation.IsActivated && TryBuiltIn(activation.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error)?.Code.Id ?? activation.Reason.ToString()))
            return;
        var active = activation.GetOrThrow();
        // Here and now: a folder that cannot be written is found at start, not when the copy is needed.
        _lastKnownGood?.Save(active.Version.Sequence, active.Content, active.Provenance.Revision ?? 0);
    }

    private bool TryRestore(string problem)
    {
        if (_lastKnownGood is not { } file)
            return false;
        var copy = file.Read();
        if (!copy.IsRead)
        {
            if (copy.Refusal != SnapshotFileRefusal.Missing)
                _events?.Report(SecurityEventKinds.LastKnownGoodRefused, $"{typeof(T).Name}: {copy.Refusal}");
            return false;
        }

        var provenance = new SnapshotProvenance(SnapshotOrigin.LastKnownGood) { Restores = copy.Sequence, Reason = $"The source could not be reached ({problem})." };
        var activation = Store.Activate(new(_source.Restore(copy.Content), copy.Content), provenance);
        if (!activation.IsActivated && _source.BuiltIn is not null)
            return false;
        var active = activation.GetOrThrow();
        _events?.Report(SecurityEventKinds.LastKnownGoodUsed, $"{typeof(T).Name} {active.Version} of {copy.SavedAt:u}");
        return true;
    }

    private bool TryBuiltIn(string problem)
    {
        if (_source.BuiltIn is not { } builtIn)
            return false;
        Store.Activate(new(builtIn(), default), new(SnapshotOrigin.BuiltIn) { Reason = $"Neither the source nor a copy can be used ({problem})." }).GetOrThrow();
        _events?.Report(SecurityEventKinds.BuiltInUsed, $"{typeof(T).Name}: {problem}");
        return true;
    }

    private SnapshotCandidate<T> Read() => Judged(() => _source.Reach()());

    private static SnapshotCandidate<T> Judged(Func<SnapshotCandidate<T>> read)
    {
        try
        {
            return read();
        }
        catch (CksConfigurationException e)
        {
            return new(LoadResult<T>.Judged(null, e.Diagnostics), default);
        }
    }

    private void TrySave(Snapshot<T> active)
    {
        try
        {
            _lastKnownGood!.Save(active.Version.Sequence, active.Content, active.Provenance.Revision ?? 0);
        }
        catch (Exception e)
        {
            // The revision is in use all the same. The copy before is whole, and SnapshotFile.IsStale tells when it ends.
            _events?.Report(SecurityEventKinds.LastKnownGoodNotSaved, $"{typeof(T).Name} {active.Version}: {e.GetType().Name}");
        }
    }
}
