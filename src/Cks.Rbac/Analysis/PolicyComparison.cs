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
            foreach (var change in ChangesOf(name, was, isNow).Concat(AssignsOf(name, AssignsOf(before, was), AssignsOf(after, isNow))))
                yield return change;
        }

        foreach (var duty in before.Duties.Select(d => d.Id).Union(after.Duties.Select(d => d.Id), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var sides = SidesOf(duty);
            if (sides.Any(s => IsApart(s.One.Before, s.Other.Before) && !IsApart(s.One.After, s.Other.After)))
                yield return new(PolicyChangeKind.Duty, true, "", duty);
            if (sides.Any(s => !IsApart(s.One.Before, s.Other.Before) && IsApart(s.One.After, s.Other.After)))
                yield return new(PolicyChangeKind.Duty, false, "", duty);
        }

        // Whatever asks by the name is answered for another capability, which somebody may have.
        foreach (var alias in before.Aliases.Intersect(after.Aliases, StringComparer.Ordinal))
            if (before.TryFind(alias, out var old) && after.TryFind(alias, out var next) && old != next)
                yield return new(PolicyChangeKind.Alias, true, "", alias) { Circumstances = $"stands for {next.Name} and no longer for {old.Name}" };
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

    private static IEnumerable<PolicyChange> AssignsOf(string role, IReadOnlySet<string> old, IReadOnlySet<string> next) =>
        next.Except(old, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(r => new PolicyChange(PolicyChangeKind.Assigns, true, role, r))
            .Concat(old.Except(next, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(r => new PolicyChange(PolicyChangeKind.Assigns, false, role, r)));

    // What a role inherits from may give as well.
    private static HashSet<string> AssignsOf(Policy policy, PolicyRole? role) => (role?.Lineage ?? []).SelectMany(l => policy.FindRole(l)!.Assigns).ToHashSet(StringComparer.Ordinal);

    /// <summary>How any two roles stand to a duty: each pair of ways once, however many roles stand so. A role that only one policy declares counts where the duty names it.</summary>
    private IEnumerable<((string Before, string After) One, (string Before, string After) Other)> SidesOf(string duty)
    {
        string[] RolesOf(Policy policy) => [.. policy.Duties.Where(d => d.Id == duty).SelectMany(d => d.Roles).Distinct(StringComparer.Ordinal)];
        var (had, has) = (RolesOf(before), RolesOf(after));
        var ways = before.Roles.Intersect(after.Roles, StringComparer.Ordinal).Union(had, StringComparer.Ordinal).Union(has, StringComparer.Ordinal)
            .GroupBy(r => (Before: SideOf(before.FindRole(r), had), After: SideOf(after.FindRole(r), has))).Select(g => (g.Key, IsOne: !g.Skip(1).Any())).ToArray();
        return from one in ways.Index() from other in ways.Index() where one.Index < other.Index || (one.Index == other.Index && !one.Item.IsOne) select (one.Item.Key, other.Item.Key);
    }

    // The only role of the duty that it is, none, or several.
    private static string SideOf(PolicyRole? role, string[] ofDuty) => ofDuty.Where(r => role?.Lineage.Contains(r) == true).Take(2).ToArray() switch { [] => "", [var only] => only, _ => "*" };

    private static bool IsApart(string one, string other) => one.Length > 0 && other.Length > 0 && (one != other || one == "*");

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

        PolicyChange[] fields = [.. FieldsOf(PolicyChangeKind.Fields, was, isNow, [old, next], [])];
        foreach (var change in fields)
            yield return change;
        if (Sorted(old.Denies.Concat(old.Hides), _keys.MeaningOf).SequenceEqual(Sorted(next.Denies.Concat(next.Hides), _keys.MeaningOf)))
            yield break;
        // Whoever has another role as well loses by a deny what that one permits: asked of somebody who is permitted everything.
        var everything = EverythingOf(capability);
        (old, next) = (old with { Permits = [everything] }, next with { Permits = [everything] });
        (was, isNow) = (new(scope, old), new(scope, next));
        foreach (var change in Step(was, isNow, isGain: true).Concat(Step(isNow, was, isGain: false)).Where(c => !changes.Any(o => o.IsGain == c.IsGain)))
            yield return change with { Kind = PolicyChangeKind.Denial };
        foreach (var change in FieldsOf(PolicyChangeKind.Denial, was, isNow, [old, next], fields))
            yield return change;
    }

    private IEnumerable<PolicyChange> FieldsOf(PolicyChangeKind kind, CapabilityFormulas was, CapabilityFormulas isNow, CapabilityRules[] rules, PolicyChange[] told)
    {
        var fields = new List<(bool IsGain, FieldUse Use, SolverAnswer Answer, string[] Fields)>();
        foreach (var (use, group) in CapabilityFormulas.Groups(rules))
        {
            var (had, has) = (was.Shows(use, group[0]), isNow.Shows(use, group[0]));
            string[] Untold(bool isGain) => [.. group.Where(f => !told.Any(t => t.IsGain == isGain && t.Use == use && t.Fields.Contains(f)))];
            fields.Add((true, use, Ask(has, had), Untold(true)));
            fields.Add((false, use, Ask(had, has), Untold(false)));
        }

        foreach (var same in fields.Where(f => f.Answer.Outcome != SolverOutcome.Never && f.Fields.Length > 0).GroupBy(f => (f.IsGain, f.Use, f.Answer.Words, f.Answer.Outcome)).OrderByDescending(f => f.Key.IsGain).ThenBy(f => f.Key.Use))
        {
            yield return new(kind, same.Key.IsGain, "", "")
            {
                Use = same.Key.Use,
                Fields = [.. same.SelectMany(f => f.Fields).Order(StringComparer.Ordinal)],
                Circumstances = same.Key.Words,
                IsUndecided = same.Key.Outcome == SolverOutcome.Undecided,
            };
        }
    }

    private PolicyRule EverythingOf(CapabilityId capability)
    {
        var all = FieldSet.Of(capability.Resource, ((Policy[])[before, after]).SelectMany(p => p.FindResource(capability.Resource)?.Fields ?? []).Distinct(StringComparer.Ordinal));
        return new() { Id = "", Capabilities = [capability], Fields = new(all, all, all, all) };
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
