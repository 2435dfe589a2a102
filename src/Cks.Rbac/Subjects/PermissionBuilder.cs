using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>Works out what somebody may do, from the policy in use, the grants, the ceilings and the time.</summary>
internal sealed class PermissionBuilder(SnapshotStore<Policy> store, IReadOnlyList<ICapabilityCeiling> ceilings, TimeProvider clock)
{
    // What is remembered for roles alone; people with more mixtures of roles than this get theirs made anew.
    private const int MaxShared = 20_000;
    private readonly ConditionalWeakTable<Snapshot<Policy>, ConcurrentDictionary<string, EffectivePermissions>> _shared = [];

    public SnapshotStore<Policy> Store => store;

    public TimeProvider Clock => clock;

    /// <summary>A number that changes whenever a ceiling does.</summary>
    public long CeilingVersion
    {
        get
        {
            long version = 0;
            foreach (var ceiling in ceilings)
                version = version * 31 + ceiling.Version;
            return version;
        }
    }

    /// <summary>What somebody may do now, and until when that stays so by itself.</summary>
    public (EffectivePermissions Permissions, DateTimeOffset Until) Build(DecisionContext context, IReadOnlyList<Grant>? grants)
    {
        var (snapshot, now) = (store.Current, clock.GetUtcNow());
        var active = grants is null or [] ? [] : grants.Where(g => g.IsActive(now)).ToArray();
        var roles = RolesOf(snapshot.Value, context, active);
        var until = NextEdge(now, roles, grants ?? [], context);
        var isPlain = ceilings.Count == 0 && context is { CredentialCapabilities: null, SteppedUpAt: null } && roles.TrueForAll(r => r.Timed.Count == 0) && Array.TrueForAll(active, g => g.Kind == GrantKind.Role);
        if (!isPlain)
            return (Make(snapshot, context, roles, active, now), until);
        var shared = _shared.GetOrCreateValue(snapshot);
        var key = roles is [var only] ? only.Name : string.Join('\n', roles.Select(r => r.Name));
        if (!shared.TryGetValue(key, out var known))
        {
            known = Make(snapshot, context, roles, [], now);
            if (shared.Count < MaxShared)
                known = shared.GetOrAdd(key, known);
        }

        return (known, until);
    }

    private EffectivePermissions Make(Snapshot<Policy> snapshot, DecisionContext context, List<PolicyRole> roles, Grant[] active, DateTimeOffset now)
    {
        var brokenGlass = Array.Exists(active, g => g.Kind == GrantKind.BreakGlass);
        PolicyRule[] granted = [.. active.Where(g => g.Kind is GrantKind.Permit or GrantKind.Deny).Select(g => GrantedRules.Of(g, snapshot.Value)).OfType<PolicyRule>()];
        var counted = roles.SelectMany(r => r.Rules).Distinct().Where(r => r.IsActive(now) && (brokenGlass || !r.IsBreakGlass)).Concat(granted);
        var limits = context.CredentialCapabilities?.ToHashSet(StringComparer.Ordinal);
        return new(
            this, snapshot, counted, o => o.IsMet(context, now),
            c => !ceilings.All(x => x.Permits(context, c)) ? DecisionReason.Ceiling : limits?.Contains(c.Name) == false ? DecisionReason.BeyondCredential : DecisionReason.NotDecided,
            roles.Count > 0 || granted.Length > 0) { Roles = roles, At = now };
    }

    /// <summary>The roles of the session and the granted ones. A granted role that duties keep apart from one that the person has already gives nothing.</summary>
    private static List<PolicyRole> RolesOf(Policy policy, DecisionContext context, IEnumerable<Grant> active)
    {
        List<PolicyRole> roles = [.. context.Roles.Distinct(StringComparer.Ordinal).Select(policy.FindRole).OfType<PolicyRole>()];
        foreach (var grant in active.Where(g => g.Kind == GrantKind.Role))
            if (policy.FindRole(grant.Name) is { } role && !roles.Contains(role) && !policy.KeepsApart(roles, role))
                roles.Add(role);
        return roles;
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
                At(context.SteppedUpAt + obligation.Within);
        }

        return until;
    }
}
