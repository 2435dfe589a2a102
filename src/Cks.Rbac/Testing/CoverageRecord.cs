namespace Cks.Rbac;

/// <summary>Which rules of a policy tests have shown at work. Rules are told apart by their id, as each document of tests reads the policy anew.</summary>
internal sealed class CoverageRecord(Policy policy)
{
    private readonly HashSet<string> _covered = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Rule, int Clause), (bool True, bool Other)> _seen = [];

    /// <summary>A test came out as expected.</summary>
    public void Passed(PolicyTestCase test, Decision decision, EffectivePermissions permissions)
    {
        // A wish for no particular answer shows nothing.
        if (test.Expect is not null && decision.Reason is DecisionReason.Permitted or DecisionReason.Denied && decision.Rule is { } decides)
            _covered.Add(decides);
        var speaking = permissions.RulesOf(test.Capability);
        foreach (var rule in speaking.Where(r => r.HidesFields && test.Fields.Keys.Any(list => Hides(r, list, speaking))))
            _covered.Add(rule.Id);
        if (test.Resource is { } resource)
            See(PolicySandbox.FactsOf(test.Who, resource), speaking);
    }

    public IEnumerable<RuleCoverage> Report() => policy.Rules.Select(r => new RuleCoverage(r.Id, r.Location, _covered.Contains(r.Id), [.. Unseen(r)]));

    private static bool Hides(PolicyRule deny, string list, IReadOnlyList<PolicyRule> rules)
    {
        var hidden = list switch { "read" => deny.Hidden.Read, "write" => deny.Hidden.Write, "filter" => deny.Hidden.Filter.Union(deny.Hidden.Read), _ => deny.Hidden.Sort.Union(deny.Hidden.Read) };
        return rules.Any(r => !r.IsDeny && !PolicyTestRunner.SetOf(r.Fields, list).Intersect(hidden).IsEmpty);
    }

    private void See(ConditionFacts facts, IReadOnlyList<PolicyRule> rules)
    {
        foreach (var rule in rules.Where(r => r.When is not null))
        {
            foreach (var (index, clause) in Clauses(rule).Index())
            {
                var (isTrue, seen) = (facts.TruthOf(clause) == Truth.True, _seen.GetValueOrDefault((rule.Id, index)));
                _seen[(rule.Id, index)] = (seen.True || isTrue, seen.Other || !isTrue);
            }
        }
    }

    private IEnumerable<string> Unseen(PolicyRule rule) => Clauses(rule).Index()
        .Where(c => _seen.GetValueOrDefault((rule.Id, c.Index)) is not (true, true))
        .Select(c => ExplanationText.Asks(c.Item.KindWhen(true), c.Item.Name, c.Item.Written));

    private static IEnumerable<Condition> Clauses(PolicyRule rule) => rule.When?.Everything().Where(c => c.Parts.Count == 0) ?? [];
}
