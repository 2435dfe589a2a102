using System.Globalization;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// What somebody may give to others at one moment (S17): what they hold themselves, for as long as they hold it, without what broken glass lends them. Asked by the same evaluator that decides for them.
/// </summary>
internal sealed class GrantorHolding
{
    private readonly PermissionBuilder _builder;
    private readonly Snapshot<Policy> _snapshot;
    private readonly DecisionContext _grantor;
    private readonly PolicyRole[] _judged;
    private readonly DateTimeOffset _now;
    private readonly Grant[] _grants;
    private readonly List<(PolicyRole Role, DateTimeOffset? Until)> _roles;
    private readonly List<(PolicyRule Rule, DateTimeOffset? Until)> _permits = [];
    private readonly List<(PolicyRule Rule, DateTimeOffset From)> _denies = [];
    private readonly Dictionary<string, EffectivePermissions> _held = new(StringComparer.Ordinal);

    public GrantorHolding(PermissionBuilder builder, Snapshot<Policy> snapshot, DecisionContext grantor, IEnumerable<Grant> grants, DateTimeOffset now)
    {
        (_builder, _snapshot, _grantor, _now) = (builder, snapshot, grantor, now);
        _grants = [.. grants.Where(g => g.Kind != GrantKind.BreakGlass && !g.IsOver(now))];
        var policy = snapshot.Value;
        var (roles, apart) = PermissionBuilder.RolesOf(policy, grantor, [.. _grants.Where(g => g.Counts(now))]);
        _roles = [.. roles.Select(r => (r, grantor.Roles.Contains(r.Name) ? null : Latest(_grants.Where(g => g.Kind == GrantKind.Role && g.Name == r.Name && g.IsActive(now)).Select(g => g.Until))))];
        _judged = [.. roles, .. apart];
        foreach (var (role, until) in _roles)
            foreach (var rule in role.Rules.Where(r => r is { IsDeny: false, IsBreakGlass: false } && r.IsActive(now)))
                _permits.Add((rule, Earlier(rule.Until, until)));
        foreach (var grant in _grants.Where(g => g.Kind == GrantKind.Permit && g.IsActive(now)))
            if (GrantedRules.Of(grant, policy) is { } rule)
                _permits.Add((rule, grant.Until));
        // What is going to be denied to the grantor counts as well where the grant would last as long.
        foreach (var role in roles.Concat(apart))
            AddDenies(role, DateTimeOffset.MinValue);
        foreach (var grant in _grants.Where(g => g.Kind == GrantKind.Role))
            if (policy.FindRole(grant.Name) is { } role)
                AddDenies(role, grant.From);
        foreach (var grant in _grants.Where(g => g.Kind == GrantKind.Deny))
            if (GrantedRules.Of(grant, policy) is { } rule)
                _denies.Add((rule, grant.From));
    }

    private Policy Policy => _snapshot.Value;

    /// <summary>Whether the grantor is permitted a capability now, whatever the resource.</summary>
    public bool May(string capability) => Policy.TryFind(capability, out var id) && _builder.Build(_snapshot, _grantor, _grants).Permissions.Decide(id).IsPermitted;

    /// <summary>Whether the grantor is permitted a capability now on some resource at least.</summary>
    public bool MaySomewhere(CapabilityId capability) => _builder.Build(_snapshot, _grantor, _grants).Permissions.Decide(capability).Reason is DecisionReason.Permitted or DecisionReason.NeedsResource;

    /// <summary>Whether the grantor holds a capability on every row until then, with these fields and every other that the policy shows anybody: whoever has fewer now may come to have them.</summary>
    public bool HoldsEverywhere(CapabilityId capability, FieldMask fields, DateTimeOffset until) =>
        Holds(capability, PlanNode.True, Policy.Rules.Where(r => r is { IsDeny: false, IsBreakGlass: false } && r.Capabilities.Contains(capability)).Aggregate(fields, (all, r) => all.Union(r.Fields)), [], until);

    /// <summary>Whether a role of the grantor assigns another one, and is the grantor's for as long.</summary>
    public bool Assigns(string role, DateTimeOffset? until) =>
        _roles.Any(r => Covers(r.Until, until) && r.Role.Lineage.Any(l => Policy.FindRole(l)!.Assigns.Contains(role)));

    /// <summary>The first capability by which a role may do more than the grantor, at some time between; <see langword="null"/> when there is none.</summary>
    public string? BeyondOf(PolicyRole role, DateTimeOffset from, DateTimeOffset? until)
    {
        // Only what the role denies for as long as it is had makes it less.
        PolicyRule[] denies = [.. role.Rules.Where(r => r is { IsDeny: true, From: null, Until: null })];
        foreach (var rule in role.Rules.Where(r => !r.IsDeny && !(r.Until <= from) && !(r.From >= until)))
        {
            foreach (var capability in rule.Capabilities)
            {
                var own = denies.Where(d => d.Capabilities.Contains(capability)).ToArray();
                var fields = rule.Fields.Except(own.Where(d => d.HidesFields).Aggregate(default(HiddenFields), (all, d) => all.Union(d.Hidden)));
                if (!Holds(capability, GrantRegion.OfPermit(rule.When, own.Where(d => !d.HidesFields), _grantor), fields, rule.Obligations, Earlier(rule.Until, until)))
                    return capability.Name;
            }
        }

        return null;
    }

    /// <summary>The same for a permit.</summary>
    public string? BeyondOf(PolicyRule permit) =>
        permit.Capabilities.Where(c => !Holds(c, GrantRegion.AtMost(permit.When, _grantor), permit.Fields, permit.Obligations, permit.Until)).Select(c => c.Name).FirstOrDefault();

    /// <summary>The same for what somebody gets back when denies are lifted: at most what the policy and their grants permit.</summary>
    public string? BeyondOfLifting(IEnumerable<PolicyRule> denies, DateTimeOffset? until, IEnumerable<PolicyRule> granted)
    {
        var permits = Policy.Rules.Concat(granted).Where(r => !r.IsDeny).ToArray();
        foreach (var deny in denies.Where(d => d.IsDeny && !(d.Until <= _now)))
        {
            foreach (var capability in deny.Capabilities)
            {
                var end = Earlier(deny.Until, until);
                var (plan, mask) = (At([], end).Plan(capability, _grantor), MaskOf(capability, [], end));
                var shown = permits.Where(p => p.Capabilities.Contains(capability)).Aggregate(FieldMask.None, (all, p) => all.Union(p.Fields));
                var isHeld = deny.HidesFields
                    ? plan.IsEverything && IsWithin(deny.Hidden, shown, mask)
                    : IsWithin(PlanNode.True, PlanNode.Any([GrantRegion.Spared(deny.When, _grantor), NodeOf(plan)])) && IsWithin(shown, mask);
                if (!isHeld)
                    return capability.Name;
            }
        }

        return null;
    }

    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null ? other : other is null || one < other ? one : other;

    private bool Holds(CapabilityId capability, PlanNode rows, FieldMask fields, IReadOnlyList<Obligation> obligations, DateTimeOffset? until)
    {
        if (ReferenceEquals(rows, PlanNode.False))
            return true;
        return IsWithin(rows, NodeOf(At(obligations, until).Plan(capability, _grantor))) && IsWithin(fields, MaskOf(capability, obligations, until));
    }

    // A permit that ends before may be what keeps a field from being shown now.
    private FieldMask MaskOf(CapabilityId capability, IReadOnlyList<Obligation> obligations, DateTimeOffset? until) =>
        At(obligations, until).Fields(capability).Intersect(At(obligations, _now).Fields(capability));

    /// <summary>What the grantor holds for as long, by rules that ask for no obligation but these.</summary>
    private EffectivePermissions At(IReadOnlyList<Obligation> obligations, DateTimeOffset? until)
    {
        var key = string.Join('\n', obligations.Select(o => o.Name).Order(StringComparer.Ordinal).Prepend(until?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? ""));
        if (!_held.TryGetValue(key, out var held))
        {
            // What is going to be theirs by then is going to be judged with them: a ceiling of it may take away what they have now.
            var coming = _grants.Where(g => g.Kind == GrantKind.Role && !(g.From >= until)).Select(g => Policy.FindRole(g.Name)).OfType<PolicyRole>();
            var judged = PermissionBuilder.Judged(_grantor, _judged.Concat(coming));
            var rules = _permits.Where(p => Covers(p.Until, until)).Select(p => p.Rule).Concat(_denies.Where(d => !(d.From >= until)).Select(d => d.Rule)).Distinct();
            _held[key] = held = new(
                this, _snapshot, rules, o => obligations.Any(x => x.Name == o.Name), c => _builder.IsLeft(judged, c) ? DecisionReason.NotDecided : DecisionReason.Ceiling, hasRole: true);
        }

        return held;
    }

    private void AddDenies(PolicyRole role, DateTimeOffset from)
    {
        foreach (var rule in role.Rules.Where(r => r.IsDeny && !(_now >= r.Until)))
            _denies.Add((rule, rule.From > from ? rule.From.Value : from));
    }

    // A row may have a value that the policy does not list, and be given by no list.
    private static bool IsWithin(PlanNode rows, PlanNode held) => ReferenceEquals(held, PlanNode.True) || PlanSolver.Implies(rows, held, resource: null).Holds;

    private static bool IsWithin(FieldMask fields, FieldMask held) =>
        fields.Read.Except(held.Read).IsEmpty && fields.Write.Except(held.Write).IsEmpty && fields.Filter.Except(held.Filter).IsEmpty && fields.Sort.Except(held.Sort).IsEmpty;

    private static bool IsWithin(HiddenFields hidden, FieldMask shown, FieldMask held) => IsWithin(
        new(shown.Read.Intersect(hidden.Read), shown.Write.Intersect(hidden.Write), shown.Filter.Intersect(hidden.Filter.Union(hidden.Read)), shown.Sort.Intersect(hidden.Sort.Union(hidden.Read))), held);

    private static PlanNode NodeOf(ScopePlan plan) => plan.Where ?? (plan.IsEverything ? PlanNode.True : PlanNode.False);

    private static bool Covers(DateTimeOffset? held, DateTimeOffset? asked) => held is null || held >= asked;

    private static DateTimeOffset? Latest(IEnumerable<DateTimeOffset?> times)
    {
        DateTimeOffset?[] all = [.. times];
        return all.Contains(null) ? null : all.Max();
    }
}
