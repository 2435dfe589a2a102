namespace Cks.Rbac;

/// <summary>Asks, role by role, what two policies permit differently. Rules that stand in both cost nothing, and roles that differ in the same rules are asked about once.</summary>
internal sealed class PolicyComparison(Policy before, Policy after, DateTimeOffset? now)
{
    // A swap waits for it.
    private const long Total = 20_000_000;
    private const long Budget = 500_000;

    private static readonly Dictionary<CapabilityId, CapabilityRules> Nobody = [];

    private readonly Solver _solver = new(Total);
    private readonly RuleKeys _keys = new();
    private readonly Dictionary<string, SolverScope> _scopes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyChange[]> _answers = new(StringComparer.Ordinal);

    public IEnumerable<PolicyChange> Changes()
    {
        foreach (var name in before.Roles.Union(after.Roles, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (was, isNow) = (before.FindRole(name), after.FindRole(name));
            foreach (var change in ChangesOf(name, was, isNow).Concat(AssignsOf(name, was, isNow)))
                yield return change;
        }

        foreach (var duty in before.Duties.Select(d => d.Id).Union(after.Duties.Select(d => d.Id), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (had, has) = (PairsOf(before, duty), PairsOf(after, duty));
            if (!had.IsSubsetOf(has))
                yield return new(PolicyChangeKind.Duty, true, "", duty);
            if (!has.IsSubsetOf(had))
                yield return new(PolicyChangeKind.Duty, false, "", duty);
        }

        foreach (var capability in before.Sensitive.Except(after.Sensitive).Where(after.Declares))
            yield return new(PolicyChangeKind.Sensitive, true, "", capability.Name);
        foreach (var capability in after.Sensitive.Except(before.Sensitive).Where(before.Declares))
            yield return new(PolicyChangeKind.Sensitive, false, "", capability.Name);
    }

    private IEnumerable<PolicyChange> ChangesOf(string role, PolicyRole? was, PolicyRole? isNow)
    {
        if (Sorted(was?.Rules ?? [], _keys.WholeOf).SequenceEqual(Sorted(isNow?.Rules ?? [], _keys.WholeOf)))
            return [];
        var (old, next) = (was is null ? Nobody : CapabilityRules.Of(was), isNow is null ? Nobody : CapabilityRules.Of(isNow));
        return old.Keys.Union(next.Keys).OrderBy(c => c.Name, StringComparer.Ordinal).SelectMany(c =>
            AnswersOf(c, old.GetValueOrDefault(c, CapabilityRules.None), next.GetValueOrDefault(c, CapabilityRules.None)).Select(a => a with { Role = role, Name = c.Name }));
    }

    private static IEnumerable<PolicyChange> AssignsOf(string role, PolicyRole? was, PolicyRole? isNow)
    {
        var (old, next) = (was?.Assigns ?? [], isNow?.Assigns ?? []);
        return next.Except(old, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(r => new PolicyChange(PolicyChangeKind.Assigns, true, role, r))
            .Concat(old.Except(next, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(r => new PolicyChange(PolicyChangeKind.Assigns, false, role, r)));
    }

    private static HashSet<string> PairsOf(Policy policy, string duty) =>
        [.. policy.Duties.Where(d => d.Id == duty).SelectMany(d => from one in d.Roles from other in d.Roles where string.CompareOrdinal(one, other) < 0 select $"{one} {other}")];

    private IReadOnlyList<PolicyChange> AnswersOf(CapabilityId capability, CapabilityRules old, CapabilityRules next)
    {
        var (was, isNow) = (Sorted(old.All, _keys.MeaningOf), Sorted(next.All, _keys.MeaningOf));
        if (was.SequenceEqual(isNow))
            return [];
        var key = $"{capability.Resource} {string.Join(',', was)} {string.Join(',', isNow)}";
        if (!_answers.TryGetValue(key, out var answers))
            _answers[key] = answers = [.. Compare(capability, old, next)];
        return answers;
    }

    private IEnumerable<PolicyChange> Compare(CapabilityId capability, CapabilityRules old, CapabilityRules next)
    {
        if (!_scopes.TryGetValue(capability.Resource, out var scope))
            _scopes[capability.Resource] = scope = new([before.FindResource(capability.Resource), after.FindResource(capability.Resource)], now);
        var (was, isNow) = (new CapabilityFormulas(scope, old), new CapabilityFormulas(scope, next));
        PolicyChange[] changes = [.. Step(was, isNow, isGain: true), .. Step(isNow, was, isGain: false)];
        if (changes.Length > 0)
        {
            var (extent, nextExtent) = (ExtentOf(was.Permitted), ExtentOf(isNow.Permitted));
            foreach (var change in changes)
                yield return change with { Before = extent, After = nextExtent };
        }

        var fields = new List<(bool IsGain, FieldUse Use, SolverAnswer Answer, string[] Fields)>();
        foreach (var (use, group) in CapabilityFormulas.Groups([old, next]))
        {
            var (had, has) = (was.Shows(use, group[0]), isNow.Shows(use, group[0]));
            fields.Add((true, use, Ask(has, had), group));
            fields.Add((false, use, Ask(had, has), group));
        }

        foreach (var same in fields.Where(f => f.Answer.Outcome != SolverOutcome.Never).GroupBy(f => (f.IsGain, f.Use, f.Answer.Words, f.Answer.Outcome)).OrderByDescending(f => f.Key.IsGain).ThenBy(f => f.Key.Use))
        {
            yield return new(PolicyChangeKind.Fields, same.Key.IsGain, "", "")
            {
                Use = same.Key.Use,
                Fields = [.. same.SelectMany(f => f.Fields).Order(StringComparer.Ordinal)],
                Circumstances = same.Key.Words,
                IsUndecided = same.Key.Outcome == SolverOutcome.Undecided,
            };
        }
    }

    /// <summary>What is permitted by one and not by the other: of a resource, or else without naming one.</summary>
    private IEnumerable<PolicyChange> Step(CapabilityFormulas less, CapabilityFormulas more, bool isGain)
    {
        var answer = Ask(more.Permitted, less.Permitted);
        var words = answer.Words;
        if (answer.Outcome == SolverOutcome.Never)
        {
            answer = Ask(more.WithoutResource, less.WithoutResource);
            words = answer.Words.Length == 0 ? "without naming a resource" : $"without naming a resource, {answer.Words}";
        }

        if (answer.Outcome != SolverOutcome.Never)
            yield return new(PolicyChangeKind.Capability, isGain, "", "") { Circumstances = words, IsUndecided = answer.Outcome == SolverOutcome.Undecided };
    }

    private SolverAnswer Ask(Formula one, Formula notOther) => _solver.Solve(Formula.All([one, notOther.Not()]), Budget);

    private PolicyExtent ExtentOf(Formula permitted) => _solver.Solve(permitted, Budget).Outcome == SolverOutcome.Never ? PolicyExtent.Never
        : _solver.Solve(permitted.Not(), Budget).Outcome == SolverOutcome.Never ? PolicyExtent.Always : PolicyExtent.Sometimes;

    private static int[] Sorted(IEnumerable<PolicyRule> rules, Func<PolicyRule, int> key)
    {
        int[] keys = [.. rules.Select(key).Distinct()];
        Array.Sort(keys);
        return keys;
    }
}
