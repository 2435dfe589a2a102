using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// What somebody may do under one revision of the policy at one moment: the outcome of every capability in one array, and the rules where a resource decides. Immutable; those with the same roles and nothing
/// of their own share one.
/// </summary>
internal sealed class EffectivePermissions
{
    // An outcome is a reason, whether rules with a condition are to be asked about a resource, and from the eighth bit on which: those rules, or else the one that decides.
    private const int DetailBit = 8;
    private const int AsksResource = 1 << 7;
    private const int ReasonMask = AsksResource - 1;
    private readonly int[] _outcomes;
    private readonly ConditionalRules[] _conditional;
    private readonly PolicyRule[] _rules;
    private readonly Dictionary<int, PolicyRule[]> _byCapability;
    private FieldMask?[]? _masks;
    private readonly bool _hasRole;
    private readonly ActorRights? _actor;

    /// <param name="source">Who decides; a subject bound to another is bound anew.</param>
    /// <param name="snapshot">The policy.</param>
    /// <param name="rules">The rules that count, each once, in the order in which they are asked.</param>
    /// <param name="isMet">Whether an obligation is met.</param>
    /// <param name="refuses">What is refused whatever the rules say, and why; <see cref="DecisionReason.NotDecided"/> for nothing.</param>
    /// <param name="hasRole">Whether there is any role that the policy knows.</param>
    /// <param name="actor">Who acts in the subject's place, and bounds what is permitted.</param>
    public EffectivePermissions(
        object source, Snapshot<Policy> snapshot, IEnumerable<PolicyRule> rules, Func<Obligation, bool> isMet, Func<CapabilityId, DecisionReason> refuses, bool hasRole, ActorRights? actor = null)
    {
        (Source, Snapshot, _hasRole, _actor) = (source, snapshot, hasRole, actor);
        var policy = snapshot.Value;
        _rules = [.. rules];
        var byCapability = new Dictionary<int, List<PolicyRule>>();
        foreach (var rule in _rules)
        {
            foreach (var capability in rule.Capabilities)
            {
                if (!byCapability.TryGetValue(capability.Value, out var mine))
                    byCapability[capability.Value] = mine = [];
                mine.Add(rule);
            }
        }

        _outcomes = new int[policy.HighestCapability + 1];
        _byCapability = byCapability.ToDictionary(b => b.Key, b => b.Value.ToArray());
        var (conditional, number) = (new List<ConditionalRules>(), policy.Rules.Count);
        // Granted rules are numbered behind those of the policy.
        Granted = [.. _rules.Where(r => r.Number == 0)];
        var numbers = Granted.Index().ToDictionary(g => g.Item, g => number + 1 + g.Index);
        foreach (var capability in policy.Capabilities)
        {
            var asked = conditional.Count;
            var (reason, rule) = refuses(capability) is var refused and not DecisionReason.NotDecided ? (refused, null)
                : !byCapability.TryGetValue(capability.Value, out var mine) ? (hasRole ? DecisionReason.NotPermitted : DecisionReason.NoRole, null)
                : Outcome(mine, isMet, hasRole, conditional, permits => actor?.RowsOf(capability, permits) ?? PlanNode.True);
            var detail = conditional.Count > asked ? conditional.Count - 1 : rule is null ? 0 : rule.Number == 0 ? numbers[rule] : rule.Number;
            _outcomes[capability.Value] = detail << DetailBit | (conditional.Count > asked ? AsksResource : 0) | (int)reason;
        }

        _conditional = [.. conditional];
        IsMet = isMet;
    }

    public object Source { get; }

    public Snapshot<Policy> Snapshot { get; }

    public IReadOnlyList<PolicyRule> Rules => _rules;

    public IReadOnlyList<PolicyRule> Granted { get; }

    public Func<Obligation, bool> IsMet { get; }

    /// <summary>Where the rules of the policy come from, for explanations.</summary>
    public IReadOnlyList<PolicyRole> Roles { get; init; } = [];

    /// <summary>When it was worked out.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The next moment at which it may be another by the time alone. Those that several share have no such moment of their own: a grant of one of them may have, which <see cref="Remembrance.Until"/> knows.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;

    public Decision Decide(CapabilityId capability)
    {
        var outcomes = _outcomes;
        if ((uint)capability.Value >= (uint)outcomes.Length)
            return new(this, DecisionReason.UnknownCapability, 0);
        var outcome = outcomes[capability.Value];
        var reason = (DecisionReason)(outcome & ReasonMask);
        // 0 where the policy in use does not declare what another one did.
        return reason == DecisionReason.NotDecided ? new(this, DecisionReason.UnknownCapability, 0)
            : new(this, reason, (outcome & AsksResource) != 0 ? 0 : outcome >> DetailBit);
    }

    /// <summary>The rules to ask about a resource; <see langword="null"/> when <see cref="Decide(CapabilityId)"/> has the answer for every one.</summary>
    public ConditionalRules? NeedingResource(CapabilityId capability)
    {
        var outcome = (uint)capability.Value < (uint)_outcomes.Length ? _outcomes[capability.Value] : 0;
        return (outcome & AsksResource) != 0 ? _conditional[outcome >> DetailBit] : null;
    }

    public Decision Decide<T>(ConditionalRules rules, T resource, DecisionContext context, BoundConditions<T> bound, ulong relations)
    {
        var denies = bound.Denies;
        for (var i = 0; i < denies.Length; i++)
            if (!denies[i].Holds(resource, context, relations))
                return new(this, DecisionReason.Denied, NumberOf(rules.Denies[i]));
        var permits = bound.Permits;
        for (var i = 0; i < permits.Length; i++)
            if (permits[i] is not { } test || test.Holds(resource, context, relations))
                return IsBeyond(rules, resource, bound) ? new(this, DecisionReason.BeyondActor, 0) : new(this, i < rules.Met ? DecisionReason.Permitted : DecisionReason.ObligationUnmet, NumberOf(rules.Permits[i]));
        return new(this, _hasRole ? DecisionReason.NotPermitted : DecisionReason.NoRole, 0);
    }

    public ScopePlan Plan(CapabilityId capability, DecisionContext context)
    {
        if (NeedingResource(capability) is not { } rules)
            return Decide(capability).IsPermitted ? ScopePlan.Everything : ScopePlan.Nothing;
        var permitted = PlanNode.Any(rules.Permits.Take(rules.Met).Select(p => p.When?.When(true, context) ?? PlanNode.True));
        return ScopePlan.Of(PlanNode.All([permitted, .. rules.Denies.Select(d => d.When!.When(false, context)), rules.Within ?? PlanNode.True]));
    }

    public FieldMask Fields(CapabilityId capability)
    {
        if ((uint)capability.Value >= (uint)_outcomes.Length)
            return FieldMask.None;
        var masks = Volatile.Read(ref _masks) ?? Interlocked.CompareExchange(ref _masks, new FieldMask?[_outcomes.Length], null) ?? _masks!;
        ref var mask = ref masks[capability.Value];
        return Volatile.Read(ref mask) ?? Interlocked.CompareExchange(ref mask, MaskOf(capability), null) ?? mask!;
    }

    public PolicyRule? RuleAt(int number)
    {
        var ofPolicy = Snapshot.Value.Rules;
        return number == 0 ? null : number <= ofPolicy.Count ? ofPolicy[number - 1] : Granted[number - 1 - ofPolicy.Count];
    }

    /// <summary>The rules that speak of a capability, in the order in which they are asked.</summary>
    public IReadOnlyList<PolicyRule> RulesOf(CapabilityId capability) => _byCapability.GetValueOrDefault(capability.Value, []);

    private static (DecisionReason Reason, PolicyRule? Rule) Outcome(List<PolicyRule> mine, Func<Obligation, bool> isMet, bool hasRole, List<ConditionalRules> conditional, Func<PolicyRule[], PlanNode> within)
    {
        var speaking = mine.Where(r => !r.HidesFields).ToArray();
        if (Array.Find(speaking, r => r.IsDeny && r.When is null) is { } deny)
            return (DecisionReason.Denied, deny);
        PolicyRule[] denies = [.. speaking.Where(r => r.IsDeny)];
        // Sorting is stable: within each kind the order of the roles stays.
        PolicyRule[] permits = [.. speaking.Where(r => !r.IsDeny).OrderBy(r => !r.Obligations.All(isMet)).ThenBy(r => r.When is not null)];
        var none = hasRole ? DecisionReason.NotPermitted : DecisionReason.NoRole;
        if (permits.Length == 0 && denies.Length == 0)
            return (none, null);
        var met = permits.Count(r => r.Obligations.All(isMet));
        var rows = permits.Length == 0 ? PlanNode.True : within(permits);
        if (ReferenceEquals(rows, PlanNode.False))
            return (DecisionReason.BeyondActor, null);
        if (ReferenceEquals(rows, PlanNode.True) && denies.Length == 0 && permits is [{ When: null }, ..])
            return (met > 0 ? DecisionReason.Permitted : DecisionReason.ObligationUnmet, permits[0]);
        conditional.Add(new(denies, permits, met, [.. denies.Concat(permits).Where(r => r.When is not null).SelectMany(r => r.When!.Relations).Distinct(StringComparer.Ordinal)])
        {
            Within = ReferenceEquals(rows, PlanNode.True) ? null : rows,
        });
        // Where nothing permits no resource is needed to say so; with one, the deny that it meets is named.
        return (permits.Length == 0 ? none : DecisionReason.NeedsResource, null);
    }

    private int NumberOf(PolicyRule rule)
    {
        if (rule.Number != 0)
            return rule.Number;
        for (var i = 0; i < Granted.Count; i++)
            if (ReferenceEquals(Granted[i], rule))
                return Snapshot.Value.Rules.Count + 1 + i;
        return 0;
    }

    // Fields are asked for without a row. A conditional permit counts only where no other permits, and then no field is shown that one of them hides; what a deny hides on some rows is hidden on all.
    private FieldMask MaskOf(CapabilityId capability)
    {
        if (Decide(capability).Reason is not (DecisionReason.Permitted or DecisionReason.NeedsResource))
            return FieldMask.None;
        var rules = RulesOf(capability);
        PolicyRule[] permits = [.. rules.Where(r => !r.IsDeny && r.Obligations.All(IsMet))];
        if (permits.Length == 0)
            return FieldMask.None;
        var always = permits.Where(r => r.When is null).ToArray();
        var listed = always.Length > 0 ? always.Aggregate(FieldMask.None, (all, r) => all.Union(r.Fields)) : permits.Skip(1).Aggregate(permits[0].Fields, (all, r) => all.Intersect(r.Fields));
        var mask = listed.Except(rules.Where(r => r.HidesFields).Aggregate(default(HiddenFields), (all, r) => all.Union(r.Hidden)));
        if (_actor is not null)
            mask = mask.Intersect(_actor.FieldsOf(capability, rules.Where(r => !r.IsDeny)));
        return mask.IsEmpty ? FieldMask.None : mask;
    }

    private static bool IsBeyond<T>(ConditionalRules rules, T resource, BoundConditions<T> bound) =>
        rules.Within is { } within && !within.Holds(new MappedRow<T>(bound.Rules.Map, bound.Rules.Policy.FindResource(bound.Rules.Map.Resource)!, resource, 0));
}
