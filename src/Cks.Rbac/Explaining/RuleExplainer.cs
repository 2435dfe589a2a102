namespace Cks.Rbac;

/// <summary>Says what became of each rule that speaks of one capability for one subject.</summary>
/// <param name="permissions">What the subject is bound to.</param>
/// <param name="capability">What for.</param>
/// <param name="context">Who asks.</param>
/// <param name="facts">The resource in hand; <see langword="null"/> for none.</param>
/// <param name="showValues">Whether the values of resource and subject are told.</param>
internal sealed class RuleExplainer(EffectivePermissions permissions, CapabilityId capability, DecisionContext context, ConditionFacts? facts, bool showValues)
{
    private readonly HashSet<PolicyRule> _counted = [.. permissions.RulesOf(capability)];

    public IReadOnlyList<RuleExplanation> Explain(Decision decision) =>
    [
        .. SpeakingOf(permissions, capability)
            .Select(r => Explain(r) with { Decides = r.Id == decision.Rule })
            .OrderBy(r => !r.IsDeny).ThenBy(r => !r.Decides).ThenBy(r => r.State),
    ];

    /// <summary>The rules of the subject's roles and grants for a capability, those that do not count now included.</summary>
    public static IEnumerable<PolicyRule> SpeakingOf(EffectivePermissions permissions, CapabilityId capability) =>
        permissions.Roles.SelectMany(r => r.Rules).Concat(permissions.Rules).Distinct().Where(r => r.Capabilities.Contains(capability));

    private RuleExplanation Explain(PolicyRule rule)
    {
        var explained = new RuleExplanation(rule.Id, rule.IsDeny, StateOf(rule))
        {
            Path = rule.Role.Length == 0 ? [] : PathTo(rule.Role),
            From = rule.From,
            Until = rule.Until,
            UnmetObligations = [.. rule.Obligations.Where(o => !permissions.IsMet(o)).Select(o => o.Name)],
        };
        var isByCondition = explained.State is RuleState.ConditionFalse or RuleState.ConditionUnknown or RuleState.Applies && rule.When is not null && facts is not null;
        // A permit that applies has nothing to explain; a deny that applies would not if its condition were false.
        return !isByCondition ? explained : explained with { Clauses = [.. facts!.Unmet(rule.When!, want: !rule.IsDeny || explained.State != RuleState.Applies).Select(Explain)] };
    }

    private RuleState StateOf(PolicyRule rule)
    {
        if (!_counted.Contains(rule))
            return rule.IsActive(permissions.At) ? RuleState.BreakGlassClosed : permissions.At < rule.From ? RuleState.NotYet : RuleState.Ended;
        if (rule.HidesFields)
            return RuleState.HidesFields;
        if (rule.When is { } when)
        {
            if (facts is null)
                return RuleState.NeedsResource;
            var truth = facts.TruthOf(when);
            if (truth == Truth.False || (truth == Truth.Unknown && !rule.IsDeny))
                return truth == Truth.False ? RuleState.ConditionFalse : RuleState.ConditionUnknown;
        }

        return rule.Obligations.All(permissions.IsMet) ? RuleState.Applies : RuleState.ObligationUnmet;
    }

    private ClauseExplanation Explain(WantedClause wanted)
    {
        var (clause, want) = wanted;
        if (clause.Kind == ConditionKind.Related)
            return new(clause.KindWhen(want), clause.Name, ClauseState.Differs);
        var actual = facts!.Read(clause.Attribute!);
        string[] missing = [.. clause.Subject.Where(v => SubjectValues.Of(context, v).Length == 0).Select(v => SubjectValues.Names[(int)v])];
        var isUnknown = actual is not null && facts.TruthOf(clause) == Truth.Unknown;
        return new(clause.KindWhen(want), clause.Name, actual is null ? ClauseState.AttributeMissing : isUnknown ? ClauseState.SubjectValueMissing : ClauseState.Differs)
        {
            Expected = [.. clause.Written],
            MissingOfSubject = missing,
            Actual = showValues ? actual?.ToString() : null,
            SubjectValues = showValues
                ? clause.Subject.Where(v => SubjectValues.Of(context, v).Length > 0).ToDictionary(v => SubjectValues.Names[(int)v], v => SubjectValues.Of(context, v))
                : [],
        };
    }

    /// <summary>The shortest way from one of the subject's roles down to the one that declares a rule.</summary>
    private IReadOnlyList<string> PathTo(string role)
    {
        var policy = permissions.Snapshot.Value;
        var from = new Dictionary<string, string?>(StringComparer.Ordinal);
        var open = new Queue<PolicyRole>();
        foreach (var held in permissions.Roles)
            if (from.TryAdd(held.Name, null))
                open.Enqueue(held);
        while (!from.ContainsKey(role) && open.TryDequeue(out var next))
            foreach (var parent in next.Parents)
                if (from.TryAdd(parent, next.Name))
                    open.Enqueue(policy.FindRole(parent)!);
        var path = new List<string>();
        for (var step = role; step is not null; step = from.GetValueOrDefault(step))
            path.Insert(0, step);
        return path;
    }
}
