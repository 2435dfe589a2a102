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

    public EffectivePermissions Build(DecisionContext context, IReadOnlyList<Grant>? grants)
    {
        var snapshot = store.Current;
        if (grants is null or [] && ceilings.Count == 0 && context is { CredentialCapabilities: null, SteppedUpAt: null } && !snapshot.Value.HasTimedRules)
        {
            var shared = _shared.GetOrCreateValue(snapshot);
            var key = context.Roles is [var only] ? only : string.Join('\n', context.Roles);
            if (shared.TryGetValue(key, out var known))
                return known;
            var made = Make(snapshot, context, []);
            return shared.Count < MaxShared ? shared.GetOrAdd(key, made) : made;
        }

        return Make(snapshot, context, grants ?? []);
    }

    private EffectivePermissions Make(Snapshot<Policy> snapshot, DecisionContext context, IReadOnlyList<Grant> grants)
    {
        var (now, policy) = (clock.GetUtcNow(), snapshot.Value);
        var active = grants.Where(g => g.IsActive(now)).ToArray();
        var roles = RolesOf(policy, context, active);
        var brokenGlass = Array.Exists(active, g => g.Kind == GrantKind.BreakGlass);
        var granted = active.Where(g => g.Kind is GrantKind.Permit or GrantKind.Deny).Select(g => GrantedRules.Of(g, policy)).OfType<PolicyRule>().ToArray();
        var mine = roles.SelectMany(r => r.Rules).Distinct().ToArray();
        var counted = mine.Where(r => r.IsActive(now) && (brokenGlass || !r.IsBreakGlass)).Concat(granted);
        var limits = context.CredentialCapabilities?.ToHashSet(StringComparer.Ordinal);
        return new(
            this, snapshot, counted, o => o.IsMet(context, now),
            c => !ceilings.All(x => x.Permits(context, c)) ? DecisionReason.Ceiling : limits?.Contains(c.Name) == false ? DecisionReason.BeyondCredential : DecisionReason.NotDecided,
            roles.Count > 0 || granted.Length > 0, NextEdge(now, mine, grants, context));
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

    private static DateTimeOffset NextEdge(DateTimeOffset now, IEnumerable<PolicyRule> rules, IEnumerable<Grant> grants, DecisionContext context)
    {
        var edges = rules.SelectMany(r => (DateTimeOffset?[])[r.From, r.Until, .. r.Obligations.Select(o => context.SteppedUpAt + o.Within)])
            .Concat(grants.SelectMany(g => (DateTimeOffset?[])[g.From, g.Until])).Append(context.SteppedUpAt);
        return edges.Where(e => e > now).Min() ?? DateTimeOffset.MaxValue;
    }
}
