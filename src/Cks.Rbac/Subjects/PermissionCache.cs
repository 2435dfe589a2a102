using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Claims;

namespace Cks.Rbac;

/// <summary>
/// Subjects that were bound lately, by their context: a table of fixed size in which each has four places, read without locks. What stands in it counts until the policy or a ceiling changes, the next rule
/// or grant begins or ends, an event says that the person's grants changed, or <see cref="CksRbacOptions.CacheLifetime"/> has gone by.
/// </summary>
internal sealed class PermissionCache
{
    private const int Ways = 4;
    private readonly PermissionBuilder _builder;
    private readonly IGrantStore? _grants;
    private readonly TimeSpan _lifetime;
    private readonly Place[] _table;
    private readonly ConcurrentDictionary<DecisionContext, Lazy<Task<Subject>>> _flights = new();
    private readonly ConditionalWeakTable<ClaimsPrincipal, Seen> _byPrincipal = [];
    private int _invalidations;

    public PermissionCache(PermissionBuilder builder, IGrantStore? grants, CksRbacOptions options)
    {
        (_builder, _grants, _lifetime) = (builder, grants, options.CacheLifetime);
        _table = new Place[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(options.RememberedSubjects, Ways))];
    }

    /// <summary>The subject that a principal was bound to, while that counts.</summary>
    public Subject? Find(ClaimsPrincipal principal, int identities) =>
        _byPrincipal.TryGetValue(principal, out var seen) && seen.Identities == identities && IsCurrent(seen.Subject) ? seen.Subject : null;

    public void Remember(ClaimsPrincipal principal, int identities, Subject subject)
    {
        if (ReferenceEquals(Placed(subject.Context), subject))
            _byPrincipal.AddOrUpdate(principal, new(subject, identities));
    }

    public ValueTask<Subject> BindAsync(Subject subject, CancellationToken cancellationToken)
    {
        if (Placed(subject.Context) is { } bound && IsCurrent(bound) && bound.Name == subject.Name)
            return new(bound);
        // Nobody has no grants.
        if (_grants is not null && (subject.Id.Length > 0 || subject.Actor.Length > 0))
            return new(LoadOnceAsync(subject, cancellationToken));
        var begun = Begin();
        return new(Store(subject, _builder.Build(subject.Context, null), begun));
    }

    /// <summary>Forgets what is known of a person, in every tenant, and of everybody in whose place they act.</summary>
    public void Forget(string issuer, string subjectId)
    {
        Drop(c => Is(c) || (c.Acting is { } actor && Is(actor)));

        bool Is(DecisionContext context) => context.Id == subjectId && context.Issuer == issuer;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Drop(_ => true);

    private void Drop(Func<DecisionContext, bool> which)
    {
        // First the number: a load that began before it will not be kept.
        Interlocked.Increment(ref _invalidations);
        _flights.Clear();
        for (var i = 0; i < _table.Length; i++)
        {
            if (Volatile.Read(ref _table[i].Subject) is { } subject && which(subject.Context))
                subject.Remembered.Drop();
        }
    }

    private async Task<Subject> LoadOnceAsync(Subject subject, CancellationToken cancellationToken)
    {
        // Whoever waits may give up; the load itself belongs to all who wait.
        var loaded = await _flights.GetOrAdd(subject.Context, _ => FlightOf(subject)).Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (loaded.Name == subject.Name)
            return loaded;
        var bound = subject.Bind(loaded.Permissions!);
        // It stands in no table, and ends when theirs does.
        bound.Remembered.Begin(loaded.Remembered.Ceilings, loaded.Remembered.Until);
        return bound;
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
        var grants = await GrantsOfAsync(subject.Context).ConfigureAwait(false);
        var actorGrants = subject.Context.Acting is { } actor ? await GrantsOfAsync(actor).ConfigureAwait(false) : null;
        return Store(subject, _builder.Build(subject.Context, grants, actorGrants), begun);
    }

    private async ValueTask<IReadOnlyList<Grant>> GrantsOfAsync(DecisionContext context) =>
        context.Id.Length == 0 ? [] : await _grants!.OfAsync(context.Issuer, context.Id, context.Tenant, CancellationToken.None).ConfigureAwait(false);

    // Versions and the time are read before the data: what took long to come is old already.
    private (int Invalidations, long Ceilings, DateTimeOffset At) Begin() => (Volatile.Read(ref _invalidations), _builder.CeilingVersion, _builder.Clock.GetUtcNow());

    private Subject Store(Subject subject, (EffectivePermissions Permissions, DateTimeOffset Until) made, (int Invalidations, long Ceilings, DateTimeOffset At) begun)
    {
        var (bound, until) = (subject.Bind(made.Permissions), begun.At + _lifetime);
        bound.Remembered.Begin(begun.Ceilings, made.Until < until ? made.Until : until);
        ref var best = ref BestPlace(bound.Context);
        if (Interlocked.Exchange(ref best.Subject, bound) is { } before)
            before.Remembered.Drop();
        Volatile.Write(ref best.Hash, bound.Context.GetHashCode());
        // It counts from here on, unless an event came while it was made: one that comes later finds it in the table.
        if (Volatile.Read(ref _invalidations) == begun.Invalidations)
            bound.Remembered.Keep();
        else
            bound.Remembered.Drop();
        return bound;
    }

    private bool IsCurrent(Subject bound)
    {
        ref var remembered = ref bound.Remembered;
        return remembered.IsKept && ReferenceEquals(bound.Permissions!.Snapshot, _builder.Store.Current) && remembered.Ceilings == _builder.CeilingVersion && _builder.Clock.GetUtcNow() < remembered.Until;
    }

    private Span<Place> PlacesOf(int hash) => _table.AsSpan(hash & (_table.Length - 1) & ~(Ways - 1), Ways);

    private Subject? Placed(DecisionContext context)
    {
        var hash = context.GetHashCode();
        foreach (ref var place in PlacesOf(hash))
            if (place.Hash == hash && Volatile.Read(ref place.Subject) is { } bound && bound.Context.Equals(context))
                return bound;
        return null;
    }

    /// <summary>The place of itself, of none, or of the one that ends first.</summary>
    private ref Place BestPlace(DecisionContext context)
    {
        var places = PlacesOf(context.GetHashCode());
        ref var best = ref places[0];
        var until = DateTimeOffset.MaxValue;
        foreach (ref var place in places)
        {
            if (Volatile.Read(ref place.Subject) is not { Remembered.IsDropped: false } bound || bound.Context.Equals(context))
                return ref place;
            if (bound.Remembered.Until < until)
            {
                best = ref place;
                until = bound.Remembered.Until;
            }
        }

        return ref best;
    }

    /// <summary>A place, with the hash of who stands there, so that one who is not asked for is not touched.</summary>
    private struct Place
    {
        public int Hash;
        public Subject? Subject;
    }

    /// <summary>What a principal was bound to, and how many identities it had then.</summary>
    private sealed record Seen(Subject Subject, int Identities);
}
