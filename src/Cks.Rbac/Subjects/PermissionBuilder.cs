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
    private readonly ConditionalWeakTable<Snapshot<Policy>, ConcurrentDictionary<string, EffectivePermissions>> _shared = [];

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
    public (EffectivePermissions Permissions, DateTimeOffset Until) Build(DecisionContext context, IReadOnlyList<Grant>? grants) => Build(store.Current, context, grants);

    /// <summary>The same under a policy that was in use.</summary>
    public (EffectivePermissions Permissions, DateTimeOffset Until) Build(Snapshot<Policy> snapshot, DecisionContext context, IReadOnlyList<Grant>? grants)
    {
        var now = clock.GetUtcNow();
        var active = grants is null or [] ? [] : grants.Where(g => g.Counts(now)).ToArray();
        var (roles, apart) = RolesOf(snapshot.Value, context, active);
        var until = NextEdge(now, [.. roles, .. apart], grants ?? [], context);
        var isPlain = ceilings.Count == 0 && apart.Count == 0 && context is { Actor: "", Credential: "", CredentialCapabilities: null, SteppedUpAt: null } && roles.TrueForAll(r => r.Timed.Count == 0) && Array.TrueForAll(active, g => g.Kind == GrantKind.Role);
        if (!isPlain)
            return (Make(snapshot, context, roles, apart, active, now), until);
        var shared = _shared.GetOrCreateValue(snapshot);
        var key = roles is [var only] ? only.Name : string.Join('\n', roles.Select(r => r.Name));
        if (!shared.TryGetValue(key, out var known))
        {
            known = Make(snapshot, context, roles, [], [], now);
            if (shared.Count < MaxShared)
                known = shared.GetOrAdd(key, known);
        }

        return (known, until);
    }

    private EffectivePermissions Make(Snapshot<Policy> snapshot, DecisionContext context, List<PolicyRole> roles, List<PolicyRole> apart, Grant[] active, DateTimeOffset now)
    {
        // Whoever acts for the person, or by a key of theirs, has not broken it.
        var brokenGlass = context is { Actor: "", Credential: "" } && Array.Exists(active, g => g.Kind == GrantKind.BreakGlass);
        PolicyRule[] granted = [.. active.Where(g => g.Kind is GrantKind.Permit or GrantKind.Deny).Select(g => GrantedRules.Of(g, snapshot.Value)).OfType<PolicyRule>()];
        var counted = roles.SelectMany(r => r.Rules).Concat(apart.SelectMany(r => r.Rules).Where(r => r.IsDeny)).Distinct().Where(r => r.IsActive(now) && (brokenGlass || !r.IsBreakGlass)).Concat(granted);
        var limits = context.CredentialCapabilities?.ToHashSet(StringComparer.Ordinal);
        // What is kept for people in a session of their own is for nobody else (S11, S12).
        var isCredential = context.Credential.Length > 0 || context.Actor.Length > 0 || limits is not null;
        return new(
            this, snapshot, counted, o => o.IsMet(context, now),
            c => !IsLeft(context, c) ? DecisionReason.Ceiling : limits?.Contains(c.Name) == false || (isCredential && snapshot.Value.IsPersonal(c)) ? DecisionReason.BeyondCredential : DecisionReason.NotDecided,
            roles.Count > 0)
        { Roles = roles, At = now };
    }

    /// <summary>Whether no ceiling refuses it.</summary>
    public bool IsLeft(DecisionContext context, CapabilityId capability) => ceilings.All(c => c.Permits(context, capability));

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

    private static DateTimeOffset NextEdge(DateTimeOffset now, IEnumerable<PolicyRole> roles, IReadOnlyList<Grant> grants, DecisionContext context)
    {
        var until = DateTimeOffset.MaxValue;
        void At(DateTimeOffset? edge) => until = edge > now && edge < until ? edge.Value : until;
        foreach (var grant in grants)
        {
            At(grant.From);
            At(grant.Until);
        }

        At(context.SteppedUpAt);
        foreach (var rule in roles.SelectMany(r => r.Timed))
        {
            At(rule.From);
            At(rule.Until);
            foreach (var obligation in rule.Obligations)
                if (context.SteppedUpAt is { } at && obligation.Within < DateTimeOffset.MaxValue - at)
                    At(at + obligation.Within + TimeSpan.FromTicks(1)); // still met at its last tick
        }

        return until;
    }
}
