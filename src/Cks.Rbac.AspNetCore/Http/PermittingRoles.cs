using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cks.Core;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// What would have let a refused request pass, for the log: names of roles, rules, obligations and capabilities, and nothing of the person. Which roles permit a capability is worked out once for each policy.
/// </summary>
internal sealed class PermittingRoles(SnapshotStore<Policy> policies, IPolicyDecisionPoint decisions, ISubjectBinder binder)
{
    private readonly ConditionalWeakTable<Policy, ConcurrentDictionary<CapabilityId, string>> _known = [];

    /// <summary>In a few words.</summary>
    public async ValueTask<string> NeededAsync(GuardRefusal refusal)
    {
        switch (refusal.Decision.Reason)
        {
            case var _ when ReferenceEquals(refusal, GuardRefusal.Outside):
                return "a resource in the subject's scope";
            case var _ when refusal.Roles.Count > 0:
                return $"role {string.Join(" or ", refusal.Roles)}";
            case DecisionReason.NeedsResource:
                return "a check of the resource";
            case DecisionReason.ObligationUnmet:
                return $"obligation {string.Join(" and ", refusal.Decision.Obligations)}";
            case DecisionReason.BeyondCredential:
                return $"a credential for {string.Join(',', refusal.Required)}";
            case DecisionReason.Denied:
                return $"none of the roles that {refusal.Decision.Rule} denies";
            case DecisionReason.NotPermitted or DecisionReason.NoRole:
                return await RolesAsync(refusal.Missing).ConfigureAwait(false);
            default:
                return "nothing";
        }
    }

    private async ValueTask<string> RolesAsync(CapabilityId capability)
    {
        var policy = policies.Current.Value;
        var known = _known.GetOrCreateValue(policy);
        if (known.TryGetValue(capability, out var text))
            return text;
        var roles = new List<string>();
        foreach (var role in policy.Roles)
        {
            var reason = decisions.Check(await binder.BindAsync(new Subject("", default, [role])).ConfigureAwait(false), capability).Reason;
            if (reason is DecisionReason.Permitted or DecisionReason.NeedsResource or DecisionReason.ObligationUnmet)
                roles.Add(reason switch { DecisionReason.Permitted => role, DecisionReason.NeedsResource => $"{role} (some resources)", _ => $"{role} (an obligation)" });
        }

        return known.GetOrAdd(capability, roles.Count == 0 ? "no role" : $"role {string.Join(" or ", roles)}");
    }
}
