using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace Cks.Rbac.AspNetCore;

/// <summary>Works out what guards ask, and what each role of a policy gets with them: from the policy alone, whoever asks and whenever.</summary>
internal sealed class RoleVerdicts(Policy policy, IAuthorizationPolicyProvider provider)
{
    private readonly PolicyMatrix _matrix = PolicyMatrix.Of(policy);

    /// <summary>The roles, ordered by name.</summary>
    public IEnumerable<string> Roles => _matrix.Roles.Select(r => r.Name);

    /// <summary>What a role gets where all of this is asked.</summary>
    public RoleVerdict Of(string role, IEnumerable<GuardTerm> terms) =>
        terms.SelectMany(t => t.Asks).Aggregate(RoleVerdict.Yes, (verdict, asked) => verdict.And(Of(role, asked)));

    /// <summary>What an endpoint, or a method of a hub beside its connection, asks.</summary>
    public IReadOnlyList<GuardTerm> Terms(EndpointGuards guards)
    {
        if (guards.IsAnonymous)
            return [GuardTerm.Anonymous];
        List<GuardTerm> terms =
        [
            .. guards.Rules.SelectMany(Terms),
            .. guards.Policies.SelectMany(p => p.Requirements).Concat(guards.Requirements.SelectMany(r => r.GetRequirements())).Select(GuardTerm.Of),
        ];
        // That somebody is signed in goes without saying where more is asked.
        if (terms.Exists(t => t.Kind != "signedIn"))
            terms.RemoveAll(t => t.Kind == "signedIn");
        return [.. terms.DistinctBy(t => t.ToString(), StringComparer.Ordinal)];
    }

    private IEnumerable<GuardTerm> Terms(IAuthorizeData rule)
    {
        if (rule.Policy is { } name)
            yield return GuardName.IsGuard(name) && GuardName.Parse(name) is { } guard ? GuardTerm.Of(guard) : GuardTerm.Of(name, provider.GetPolicyAsync(name).GetAwaiter().GetResult());
        if (rule.Roles is { Length: > 0 } roles)
            yield return GuardTerm.Of(new RolesAuthorizationRequirement(roles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        if (rule.Policy is not null || rule.Roles is { Length: > 0 })
            yield break;
        foreach (var requirement in provider.GetDefaultPolicyAsync().GetAwaiter().GetResult().Requirements)
            yield return GuardTerm.Of(requirement);
    }

    private RoleVerdict Of(string role, IAuthorizationRequirement asked) => asked switch
    {
        CapabilityRequirement { Any: true } guard => guard.Capabilities.Aggregate(RoleVerdict.No, (verdict, capability) => verdict.Or(Of(role, capability))),
        CapabilityRequirement guard => guard.Capabilities.Aggregate(RoleVerdict.Yes, (verdict, capability) => verdict.And(Of(role, capability))),
        RoleRequirement guard => guard.Roles.Contains(role, StringComparer.Ordinal) ? RoleVerdict.Yes : RoleVerdict.No,
        RolesAuthorizationRequirement roles => roles.AllowedRoles.Contains(role, StringComparer.Ordinal) ? RoleVerdict.Yes : RoleVerdict.No,
        DenyAnonymousAuthorizationRequirement => RoleVerdict.Yes,
        NoRuleRequirement => RoleVerdict.No,
        _ => new(RoleReach.Row, []),
    };

    private RoleVerdict Of(string role, CapabilityId capability)
    {
        var cell = _matrix.Find(role, policy.TryFind(capability.Name, out var declared) ? declared.Name : capability.Name);
        return cell.Extent switch
        {
            // The first word says how far, which the reach says.
            PolicyExtent.Always => new(RoleReach.Yes, cell.ToString().Split(", ")[1..]),
            PolicyExtent.Sometimes => new(RoleReach.Row, cell.ToString().Split(", ")[1..]),
            _ => RoleVerdict.No,
        };
    }
}
