namespace Cks.Rbac;

/// <summary>The variables of the formulas about one resource, and those formulas. A name means one variable in all of them; with two policies an attribute has the values of both.</summary>
internal sealed class SolverScope
{
    private readonly Dictionary<string, SolverVariable> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<PolicyRule, (Formula Counts, Formula Applies)> _rules = [];
    private readonly PolicyResource?[] _resources;
    private readonly DateTimeOffset? _now;

    /// <param name="resources">The resource as each policy declares it.</param>
    /// <param name="now">The earliest moment that is asked about; <see langword="null"/> for any.</param>
    public SolverScope(IEnumerable<PolicyResource?> resources, DateTimeOffset? now = null) => (_resources, _now) = ([.. resources], now);

    /// <summary>When a rule applies: a permit where its condition is true, a deny also where it is unknown.</summary>
    public Formula Applies(PolicyRule rule) => Known(rule).Applies;

    /// <summary>When a rule counts, whatever its condition: its time, its obligations, and for some an open break-glass grant.</summary>
    public Formula Counts(PolicyRule rule) => Known(rule).Counts;

    private (Formula Counts, Formula Applies) Known(PolicyRule rule)
    {
        if (!_rules.TryGetValue(rule, out var known))
        {
            var counts = CountsOf(rule);
            var condition = rule.When is null ? Formula.True : rule.IsDeny ? When(rule.When, truth: false).Not() : When(rule.When, truth: true);
            _rules[rule] = known = (counts, Formula.All([counts, condition]));
        }

        return known;
    }

    private Formula CountsOf(PolicyRule rule)
    {
        var parts = new List<Formula>();
        if (rule.From is { } from)
            parts.Add(Compare(Now, PlanNodeKind.Ge, AttributeValue.Of(from)));
        if (rule.Until is { } until)
            parts.Add(Compare(Now, PlanNodeKind.Lt, AttributeValue.Of(until)));
        if (rule.IsBreakGlass)
            parts.Add(Fact("break-glass", ("break-glass is open", "no break-glass")));
        foreach (var obligation in rule.Obligations)
        {
            parts.Add(obligation.Within is { } age
                ? Compare(StepUp, PlanNodeKind.Le, AttributeValue.Of((decimal)age.TotalSeconds))
                : Fact($"obligation {obligation.Name}", ($"{obligation.Name} is done", $"{obligation.Name} is not done")));
        }

        return Formula.All(parts);
    }

    /// <summary>When a condition is true, or when it is false, of any subject.</summary>
    public Formula When(Condition condition, bool truth) => condition.Kind switch
    {
        ConditionKind.Not => When(condition.Parts[0], !truth),
        ConditionKind.All or ConditionKind.Any => (condition.Kind == ConditionKind.All) == truth
            ? Formula.All(condition.Parts.Select(p => When(p, truth)))
            : Formula.Any(condition.Parts.Select(p => When(p, truth))),
        ConditionKind.Related => Related(condition.Name, truth),
        ConditionKind.OneOf => OneOf(condition, truth),
        _ => Compare(Attribute(condition.Attribute!), condition.KindWhen(truth), condition.Values[0]),
    };

    /// <summary>A condition with the subject's values filled in.</summary>
    public Formula Of(PlanNode node) => node.Kind switch
    {
        PlanNodeKind.All => Formula.All(node.Nodes.Select(Of)),
        PlanNodeKind.Any => Formula.Any(node.Nodes.Select(Of)),
        PlanNodeKind.Related or PlanNodeKind.NotRelated => Related(node.Name, node.Kind == PlanNodeKind.Related),
        _ => Formula.Of(new(Attribute(Declared(node)), node.Kind, node.Values, [], false)),
    };

    private SolverVariable Now => Find("now", name => new(_variables.Count, SolverVariableKind.Ordered, name) { CanBeMissing = false, From = _now is { } now ? AttributeValue.Of(now) : null });

    private SolverVariable StepUp => Find("step-up", name => new(_variables.Count, SolverVariableKind.Ordered, "seconds since the step-up") { From = AttributeValue.Of(0m), Words = ("", "no step-up") });

    private static Formula Compare(SolverVariable variable, PlanNodeKind order, AttributeValue value) => Formula.Of(new(variable, order, [value], [], false));

    private Formula Fact(string name, (string True, string False)? words = null) =>
        Formula.Of(new(Find($"?{name}", _ => new(_variables.Count, SolverVariableKind.Fact, name) { CanBeMissing = false, Words = words }), PlanNodeKind.Related, [], [], false));

    private Formula Related(string relation, bool isRelated)
    {
        var fact = Fact($"is {relation}", (relation, $"not {relation}"));
        return isRelated ? fact : fact.Not();
    }

    private Formula OneOf(Condition condition, bool truth)
    {
        SolverVariable[] own = [.. condition.Subject.Select(s => Find(SubjectValues.Names[(int)s], name => new(_variables.Count, SolverVariableKind.Subject, name)))];
        return Formula.Of(new(Attribute(condition.Attribute!), truth ? PlanNodeKind.OneOf : PlanNodeKind.NoneOf, condition.Values, own, false));
    }

    private ResourceAttribute Declared(PlanNode node) =>
        _resources.SelectMany(r => r?.Attributes ?? []).FirstOrDefault(a => a.Name == node.Name) ?? new(node.Name, node.Values.Count == 0 ? AttributeKind.Text : node.Values[0].Kind);

    // An attribute that became one of another kind is another one.
    private SolverVariable Attribute(ResourceAttribute attribute) => Find($".{attribute.Name} {attribute.Kind}", _ =>
    {
        ResourceAttribute[] same = [.. _resources.SelectMany(r => r?.Attributes ?? []).Where(a => a.Name == attribute.Name && a.Kind == attribute.Kind), attribute];
        return attribute.Kind is AttributeKind.Number or AttributeKind.Time
            ? new(_variables.Count, SolverVariableKind.Ordered, attribute.Name) { From = Bound(same.Select(a => a.From), least: true), To = Bound(same.Select(a => a.To), least: false) }
            : new(_variables.Count, SolverVariableKind.Value, attribute.Name) { Domain = Domain(same) };
    });

    private static AttributeValue? Bound(IEnumerable<decimal?> bounds, bool least)
    {
        var all = bounds.ToArray();
        return Array.Exists(all, b => b is null) ? null : AttributeValue.Of(least ? all.Min()!.Value : all.Max()!.Value);
    }

    private static SortedSet<AttributeValue>? Domain(ResourceAttribute[] same)
    {
        if (same[0].Kind == AttributeKind.Flag)
            return [AttributeValue.Of(false), AttributeValue.Of(true)];
        return Array.Exists(same, a => a.Values.Count == 0) ? null : [.. same.SelectMany(a => a.Values).Select(AttributeValue.Of)];
    }

    private SolverVariable Find(string key, Func<string, SolverVariable> create)
    {
        if (!_variables.TryGetValue(key, out var variable))
            _variables[key] = variable = create(key);
        return variable;
    }
}
