namespace Cks.Rbac;

/// <summary>What the checks of one analysis share: formulas, the solver with its budget, and what it could not decide.</summary>
internal sealed class AnalysisContext(Policy policy, DateTimeOffset? now)
{
    private readonly Dictionary<string, SolverScope> _scopes = new(StringComparer.Ordinal);
    private readonly Solver _solver = new();

    public Policy Policy => policy;

    /// <summary>Questions that the budget did not suffice for.</summary>
    public int Undecided { get; private set; }

    public bool IsOver(PolicyRule rule) => rule.Until <= now;

    public SolverScope ScopeOf(CapabilityId capability)
    {
        if (!_scopes.TryGetValue(capability.Resource, out var scope))
            _scopes[capability.Resource] = scope = new([policy.FindResource(capability.Resource)], now);
        return scope;
    }

    /// <summary>The rules of a role that are not over, by what they speak of.</summary>
    public Dictionary<CapabilityId, CapabilityRules> RulesOf(PolicyRole role, IReadOnlySet<CapabilityId>? only = null) => CapabilityRules.Of(role.Rules.Where(r => !IsOver(r)), only);

    /// <summary>Whether work of some size may still be done: making formulas costs as well as solving them.</summary>
    public bool Afford(long cost)
    {
        if (_solver.Afford(cost))
            return true;
        Undecided++;
        return false;
    }

    public SolverAnswer Ask(Formula formula)
    {
        var answer = _solver.Solve(formula);
        if (answer.Outcome == SolverOutcome.Undecided)
            Undecided++;
        return answer;
    }

    /// <summary>Whether it is known that the formula never holds.</summary>
    public bool IsNever(params IEnumerable<Formula> all) => Ask(Formula.All(all)).Outcome == SolverOutcome.Never;

    /// <summary>Whether it is known that both always hold together.</summary>
    public bool AreSame(Formula one, Formula other) => IsNever(one, other.Not()) && IsNever(other, one.Not());
}
