using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Claims;

namespace Cks.Rbac;

/// <summary>
/// Subjects that were bound lately, by their context: a table of fixed size in which each has four places, read without locks. What stands in it counts until the policy or a ceiling changes, the next rule
/// or grant begins or ends, an event says that the person's grants changed, or 60 seconds have gone by.
/// </summary>
internal sealed class PermissionCache
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private const int Places = 4;
    private readonly PermissionBuilder _builder;
    private readonly IGrantStore? _grants;
    private readonly Entry?[] _table;

    // Beside the table, so that a subject that is not the one asked for is not touched.
    private readonly int[] _hashes;
    private readonly ConcurrentDictionary<DecisionContext, Lazy<Task<Subject>>> _flights = new();
    private readonly ConditionalWeakTable<ClaimsPrincipal, Seen> _byPrincipal = [];
    private int _invalidations;

    public PermissionCache(PermissionBuilder builder, IGrantStore? grants, CksRbacOptions options)
    {
        (_builder, _grants) = (builder, grants);
        _table = new Entry?[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(options.RememberedSubjects, Places))];
        _hashes = new int[_table.Length];
    }

    /// <summary>The subject that a principal was bound to, while that counts.</summary>
    public Subject? Find(ClaimsPrincipal principal, int identities) =>
        _byPrincipal.TryGetValue(principal, out var seen) && seen.Identities == identities && IsCurrent(seen.Entry) ? seen.Entry.Subject : null;

    public void Remember(ClaimsPrincipal principal, int identities, Subject subject)
    {
        if (Place(subject.Context) is { } entry && ReferenceEquals(entry.Subject, subject))
            _byPrincipal.AddOrUpdate(principal, new(entry, identities));
    }

    public ValueTask<Subject> BindAsync(Subject subject, CancellationToken cancellationToken)
    {
        if (Place(subject.Context) is { } entry && IsCurrent(entry) && entry.Subject.Name == subject.Name)
            return new(entry.Subject);
        // Nobody has no grants.
        if (_grants is not null && subject.Id.Length > 0)
            return new(LoadOnceAsync(subject, cancellationToken));
        var begun = Begin();
        return new(Store(subject, _builder.Build(subject.Context, null), begun));
    }

    /// <summary>Forgets what is known of a person, in every tenant.</summary>
    public void Forget(string issuer, string subjectId) => Drop(c => c.Id == subjectId && c.Issuer == issuer);

    /// <summary>Forgets everything.</summary>
    public void Clear() => Drop(_ => true);

    private void Drop(Func<DecisionContext, bool> which)
    {
        // First the number: a load that began before it will not be kept.
        Interlocked.Increment(ref _invalidations);
        _flights.Clear();
        for (var i = 0; i < _table.Length; i++)
        {
            if (Volatile.Read(ref _table[i]) is { } entry && which(entry.Context))
                entry.Drop();
        }
    }

    private async Task<Subject> LoadOnceAsync(Subject subject, CancellationToken cancellationToken)
    {
        // Whoever waits may give up; the load itself belongs to all who wait.
        var loaded = await _flights.GetOrAdd(subject.Context, _ => FlightOf(subject)).Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        return loaded.Name == subject.Name ? loaded : subject.Bind(loaded.Permissions!);
    }

    // It ends itself: those who waited may all have given up, and whoever comes later must not get what it brought then.
    private Lazy<Task<Subject>> FlightOf(Subject subject)
    {
        Lazy<Task<Subject>>? flight = null;
        flight = new(FlyAsync);
        return flight;

        async Task<Subject> FlyAsync()
        {
            try
            {
                return await LoadAsync(subject).ConfigureAwait(false);
            }
            finally
            {
                _flights.TryRemove(KeyValuePair.Create(subject.Context, flight!));
            }
        }
    }

    private async Task<Subject> LoadAsync(Subject subject)
    {
        var begun = Begin();
        var grants = await _grants!.OfAsync(subject.Issuer, subject.Id, subject.Tenant, CancellationToken.None).ConfigureAwait(false);
        return Store(subject, _builder.Build(subject.Context, grants), begun);
    }

    // Versions and the time are read before the data: what took long to come is old already.
    private (int Invalidations, long Ceilings, DateTimeOffset At) Begin() => (Volatile.Read(ref _invalidations), _builder.CeilingVersion, _builder.Clock.GetUtcNow());

    private Subject Store(Subject subject, (EffectivePermissions Permissions, DateTimeOffset Until) made, (int Invalidations, long Ceilings, DateTimeOffset At) begun)
    {
        var (bound, until) = (subject.Bind(made.Permissions), begun.At + Lifetime);
        var entry = new Entry(bound, begun.Ceilings, made.Until < until ? made.Until : until);
        var best = BestPlace(bound.Context);
        if (Interlocked.Exchange(ref _table[best], entry) is { } before)
            before.Drop();
        Volatile.Write(ref _hashes[best], bound.Context.GetHashCode());
        // It counts from here on, unless an event came while it was made: one that comes later finds it in the table.
        if (Volatile.Read(ref _invalidations) == begun.Invalidations)
            entry.Keep();
        else
            entry.Drop();
        return bound;
    }

    private bool IsCurrent(Entry entry) =>
        entry.IsKept && ReferenceEquals(entry.Permissions.Snapshot, _builder.Store.Current) && entry.Ceilings == _builder.CeilingVersion && _builder.Clock.GetUtcNow() < entry.Until;

    private Entry? Place(DecisionContext context)
    {
        var hash = context.GetHashCode();
        var first = hash & (_table.Length - 1) & ~(Places - 1);
        for (var place = first; place < first + Places; place++)
            if (_hashes[place] == hash && Volatile.Read(ref _table[place]) is { } entry && entry.Context.Equals(context))
                return entry;
        return null;
    }

    /// <summary>The place of itself, of none, or of the one that ends first.</summary>
    private int BestPlace(DecisionContext context)
    {
        var first = context.GetHashCode() & (_table.Length - 1) & ~(Places - 1);
        var (best, until) = (first, DateTimeOffset.MaxValue);
        for (var place = first; place < first + Places; place++)
        {
            if (Volatile.Read(ref _table[place]) is not { IsDropped: false } entry || entry.Context.Equals(context))
                return place;
            if (entry.Until < until)
                (best, until) = (place, entry.Until);
        }

        return best;
    }

    private sealed class Entry(Subject subject, long ceilings, DateTimeOffset until)
    {
        private const int Kept = 1;
        private const int Dropped = 2;
        private int _state;

        public Subject Subject { get; } = subject;

        public DecisionContext Context { get; } = subject.Context;

        public EffectivePermissions Permissions { get; } = subject.Permissions!;

        public long Ceilings => ceilings;

        public DateTimeOffset Until => until;

        public bool IsKept => Volatile.Read(ref _state) == Kept;

        public bool IsDropped => Volatile.Read(ref _state) == Dropped;

        public void Keep() => Interlocked.CompareExchange(ref _state, Kept, 0);

        public void Drop() => Interlocked.Exchange(ref _state, Dropped);
    }

    /// <summary>What a principal was bound to, and how many identities it had then.</summary>
    private sealed record Seen(Entry Entry, int Identities);
}
