using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>Works out what somebody may do, from the policy in use, the grants, the ceilings and the time.</summary>
internal sealed class PermissionBuilder(SnapshotStore<Policy> store, IReadOnlyList<ICapabilityCeiling> ceilings, TimeProvider clock)
{
    // What is remembered for roles alone; people with more mixtures of roles than this get theirs made anew.
    private const int MaxShared = 20_000;
    private static readonly ConditionalWeakTable<SnapshotStore<Policy>, PermissionBuilder> Plain = [];
    private readonly ConditionalWeakTable<Snapshot<Policy>, SharedByRoles> _shared = [];

    /// <summary>The one of a store without ceilings: a subject that one decision point bound is bound for all others over that store.</summary>
    public static PermissionBuilder Of(SnapshotStore<Policy> store) => Plain.GetValue(store, s => new(s, [], TimeProvider.System));

    public SnapshotStore<Policy> Store => store;

    public TimeProvider Clock => clock;

    /// <summary>A number that changes whenever a ceiling does.</summary>
    public long CeilingVersion
    {
        get
        {
            long version = 0;
            foreach (var ceiling in ceilings)
                version = unchecked((version ^ ceiling.Version) * 0x5851F42D4C957F2D + 1);
            return version;
        }
    }

    /// <summary>What somebody may do now, and until when that stays so by itself.</summary>
    /// <param name="context">Who.</param>
    /// <param name="grants">What they were granted; <see langword="null"/> where nobody keeps grants.</param>
    /// <param name="actorGrants">What was granted to whoever acts in their place; where grants are kept and these are not known the actor has nothing.</param>
    public (EffectivePermissions Permissions, DateTimeOffset Until) Build(DecisionContext context, IReadOnlyList<Grant>? grants, IReadOnlyList<Grant>? actorGrants = null) =>
        Build(store.Current, context, grants, actorGrants);

    /// <summary>The same under a policy that was in use.</summary>
    public (EffectivePermissions Permissions, DateTimeOffset Until) Build(Snapshot<Policy> snapshot, DecisionContext context, IReadOnlyList<Grant>? grants, IReadOnlyList<Grant>? actorGrants = null)
    {
        // Most have the roles of their session and nothing beside them.
        if (ceilings.Count == 0 && grants is null or [] && context.IsOfRolesAlone && SharedOf(snapshot).Made.TryGetValue(context.Roles, out var known))
            return (known, DateTimeOffset.MaxValue);
        var now = clock.GetUtcNow();
        var held = Held.Of(snapshot.Value, context, grants ?? [], now);
        var refused = Refused(snapshot.Value, held.Judged);
        if (context.Acting is { } acting)
        {
            // Without what the glass lends them.
            Grant[] lasting = [.. (actorGrants ?? []).Where(g => g.Kind != GrantKind.BreakGlass)];
            var own = Held.Of(snapshot.Value, acting, lasting, now);
            var isKnown = grants is null || actorGrants is not null;
            var refusedToActor = isKnown ? Refused(snapshot.Value, own.Judged) : snapshot.Value.Capabilities.ToHashSet();
            var actor = new ActorRights(acting, isMet => Make(snapshot, acting, own, refusedToActor, now, isMet));
            var (edge, other) = (held.NextEdge(now), own.NextEdge(now));
            var first = other < edge ? other : edge;
            return (Make(snapshot, context, held, refused, now, actor: actor, until: first), first);
        }

        var until = held.NextEdge(now);
        return (held.IsOfRolesAlone ? Shared(snapshot, context, held, refused, now) : Make(snapshot, context, held, refused, now, until: until), until);
    }

    /// <summary>Whether no ceiling refuses it.</summary>
    /// <param name="judged">Who, with every role that they have (<see cref="Judged"/>).</param>
    /// <param name="capability">What.</param>
    public bool IsLeft(DecisionContext judged, CapabilityId capability) => ceilings.All(c => c.Permits(judged, capability));

    /// <summary>Somebody as ceilings judge them: with the roles that they were granted beside those of the session (S09).</summary>
    public static DecisionContext Judged(DecisionContext context, IEnumerable<PolicyRole> roles)
    {
        string[] granted = [.. roles.Select(r => r.Name).Except(context.Roles, StringComparer.Ordinal)];
        return granted.Length == 0 ? context : context with { Roles = [.. context.Roles, .. granted] };
    }

    private HashSet<CapabilityId> Refused(Policy policy, DecisionContext judged) => ceilings.Count == 0 ? [] : [.. policy.Capabilities.Where(c => !IsLeft(judged, c))];

    // Those with the same roles, and less by the same ceilings, may do the same.
    private EffectivePermissions Shared(Snapshot<Policy> snapshot, DecisionContext context, Held held, HashSet<CapabilityId> refused, DateTimeOffset now)
    {
        var shared = SharedOf(snapshot);
        // No role that a policy knows has the name between the two.
        string[] key = [.. held.Roles.Select(r => r.Name), .. refused.Count == 0 ? [] : refused.Select(c => c.Name).Prepend("/")];
        if (!shared.Made.TryGetValue(key, out var known))
        {
            known = Make(snapshot, context, held, refused, now);
            if (shared.Made.Count < MaxShared)
                known = shared.Made.GetOrAdd(key, known);
        }

        return known;
    }

    private SharedByRoles SharedOf(Snapshot<Policy> snapshot)
    {
        var now = CeilingVersion;
        // What ceilings said before is asked for no more, and would take the place of what is.
        if (!_shared.TryGetValue(snapshot, out var shared) || shared.Ceilings != now)
            _shared.AddOrUpdate(snapshot, shared = new(now));
        return shared;
    }

    private EffectivePermissions Make(
        Snapshot<Policy> snapshot, DecisionContext context, Held held, HashSet<CapabilityId> refused, DateTimeOffset now, Func<Obligation, bool>? isMet = null, ActorRights? actor = null, DateTimeOffset? until = null)
    {
        // Whoever acts for the person, or by a key of theirs, has not broken it.
        var brokenGlass = context is { Actor: "", Credential: "" } && Array.Exists(held.Active, g => g.Kind == GrantKind.BreakGlass);
        PolicyRule[] granted = [.. held.Active.Where(g => g.Kind is GrantKind.Permit or GrantKind.Deny).Select(g => GrantedRules.Of(g, snapshot.Value)).OfType<PolicyRule>()];
        var counted = held.Roles.SelectMany(r => r.Rules).Concat(held.Apart.SelectMany(r => r.Rules).Where(r => r.IsDeny)).Distinct().Where(r => r.IsActive(now) && (brokenGlass || !r.IsBreakGlass)).Concat(granted);
        var limits = context.CredentialCapabilities?.ToHashSet(StringComparer.Ordinal);
        // What is kept for people in a session of their own is for nobody else (S11, S12).
        var isCredential = context.Credential.Length > 0 || context.Actor.Length > 0 || limits is not null;
        return new(
            this, snapshot, counted, isMet ?? (o => o.IsMet(context, now)),
            c => refused.Contains(c) ? DecisionReason.Ceiling : limits?.Contains(c.Name) == false || (isCredential && snapshot.Value.IsPersonal(c)) ? DecisionReason.BeyondCredential : DecisionReason.NotDecided,
            held.Roles.Count > 0, actor)
        { Roles = held.Roles, At = now, Until = until ?? DateTimeOffset.MaxValue };
    }

    /// <summary>The roles of the session and the granted ones. Of a granted role that duties keep apart from one that the person has already, or that is suspended, only the denies count.</summary>
    public static (List<PolicyRole> Roles, List<PolicyRole> Apart) RolesOf(Policy policy, DecisionContext context, IReadOnlyList<Grant> counting)
    {
        List<PolicyRole> roles = [.. context.Roles.Distinct(StringComparer.Ordinal).Select(policy.FindRole).OfType<PolicyRole>()];
        List<PolicyRole> apart = [];
        foreach (var grant in counting.Where(g => g.Kind == GrantKind.Role).OrderBy(g => g.IsSuspended))
            if (policy.FindRole(grant.Name) is { } role && !roles.Contains(role) && !apart.Contains(role))
                (grant.IsSuspended || policy.KeepsApart(roles, role) ? apart : roles).Add(role);
        return (roles, apart);
    }

    /// <summary>What those may do who have roles alone, by the names of the roles and of what ceilings refuse them.</summary>
    /// <param name="Ceilings">The ceilings that said so.</param>
    private sealed record SharedByRoles(long Ceilings)
    {
        public ConcurrentDictionary<IReadOnlyList<string>, EffectivePermissions> Made { get; } = new(new ByNames());
    }

    private sealed class ByNames : IEqualityComparer<IReadOnlyList<string>>
    {
        public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) => DecisionContext.Same(x, y);

        public int GetHashCode(IReadOnlyList<string> names)
        {
            var hash = new HashCode();
            for (var i = 0; i < names.Count; i++)
                hash.Add(names[i]);
            return hash.ToHashCode();
        }
    }
}
