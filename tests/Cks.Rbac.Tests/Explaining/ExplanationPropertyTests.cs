using Cks.Rbac.Tests.Model;

namespace Cks.Rbac.Tests.Explaining;

/// <summary>Random policies, subjects and rows: an explanation says what the decision point does.</summary>
public sealed class ExplanationPropertyTests
{
    private readonly int[] _seen = new int[Enum.GetValues<RuleState>().Length];
    private readonly int[] _nearest = new int[Enum.GetValues<NearestGrantKind>().Length];
    private int _flipped;

    [Fact]
    public void The_verdict_is_that_of_the_check_the_failed_clauses_fail_and_making_them_true_turns_the_rule()
    {
        for (var seed = 1; seed <= Rounds.Of(1_000); seed++)
        {
            RandomModel random = new(seed);
            var policy = random.Policy();
            CompiledModel compiled = new(policy);
            var who = random.Subject(policy);
            var subject = compiled.Bind(who);
            foreach (var resource in policy.Resources)
            {
                var row = random.Row(resource);
                compiled.Use([row]);
                foreach (var capability in resource.Actions.Select(a => CapabilityId.Of($"{resource.Name}:{a}")))
                    Compare(compiled, who, subject, capability, row, seed);
            }
        }

        // It says something only where every state comes often.
        Assert.All(_seen, n => Assert.True(n > 20 || !Rounds.AreWhole, string.Join(' ', _seen)));
        Assert.All(_nearest, n => Assert.True(n > 20 || !Rounds.AreWhole, string.Join(' ', _nearest)));
        Assert.True(_flipped > 1_000 || !Rounds.AreWhole, $"{_flipped}");
    }

    private void Compare(CompiledModel compiled, ModelSubject who, Subject subject, CapabilityId capability, ModelRow row, int seed)
    {
        var explainer = compiled.Decisions.Explainer;
        var (without, with) = (explainer.Explain(subject, capability), explainer.ExplainAsync(subject, capability, row, showValues: true).Done());
        Same(compiled.Decisions.Check(subject, capability), without);
        Same(compiled.Check(subject, capability.Name, row), with);
        Assert.Equal(with.Decision.Reason, ReasonBy(with.Rules, with.Decision.Reason));
        Assert.Equal(without.Decision.Reason, ReasonBy(without.Rules, without.Decision.Reason));
        foreach (var explained in with.Rules.Concat(without.Rules))
            _seen[(int)explained.State]++;

        var permissions = compiled.Decisions.PermissionsOf(subject)!;
        var facts = FactsOf(compiled, subject, capability, row);
        foreach (var rule in RuleExplainer.SpeakingOf(permissions, capability).Where(r => r.When is not null))
            Turns(rule, with.Rules.Single(r => r.Id == rule.Id), facts, row, seed);
        if (with.Nearest is { } nearest)
            Grants(compiled, who, capability, row, nearest);
    }

    private static void Same(Decision decision, DecisionExplanation explanation)
    {
        Assert.Equal((decision.Reason, decision.Rule), (explanation.Decision.Reason, explanation.Decision.Rule));
        Assert.Equal(decision.Rule is null ? 0 : 1, explanation.Rules.Count(r => r.Decides));
        Assert.NotEmpty(explanation.ToText());
    }

    /// <summary>The rules as explained, put together as the documentation says.</summary>
    private static DecisionReason ReasonBy(IReadOnlyList<RuleExplanation> rules, DecisionReason actual)
    {
        if (actual is DecisionReason.Ceiling or DecisionReason.BeyondCredential)
            return actual;
        var (denies, permits) = (rules.Where(r => r.IsDeny).ToArray(), rules.Where(r => !r.IsDeny).ToArray());
        return denies.Any(r => r.State == RuleState.Applies) ? DecisionReason.Denied
            : denies.Any(r => r.State == RuleState.NeedsResource) && permits.Any(r => r.State is RuleState.Applies or RuleState.NeedsResource or RuleState.ObligationUnmet) ? DecisionReason.NeedsResource
            : permits.Any(r => r.State == RuleState.Applies) ? DecisionReason.Permitted
            : permits.Any(r => r is { State: RuleState.NeedsResource, UnmetObligations: [] }) ? DecisionReason.NeedsResource
            : permits.Any(r => r.State == RuleState.ObligationUnmet) ? DecisionReason.ObligationUnmet
            : permits.Any(r => r.State == RuleState.NeedsResource) ? DecisionReason.NeedsResource
            : actual == DecisionReason.NoRole ? actual : DecisionReason.NotPermitted;
    }

    private void Turns(PolicyRule rule, RuleExplanation explained, ConditionFacts facts, ModelRow row, int seed)
    {
        var truth = facts.TruthOf(rule.When!);
        if (explained.State is not (RuleState.ConditionFalse or RuleState.ConditionUnknown or RuleState.Applies))
            return;
        // A deny that applies would not if its condition were false; every other rule is to become true.
        var want = !rule.IsDeny || explained.State != RuleState.Applies;
        var unmet = facts.Unmet(rule.When!, want);
        Assert.Equal(unmet.Count, explained.Clauses.Count);
        Assert.Equal(unmet.Count == 0, (truth == Truth.True) == want && truth != Truth.Unknown);
        foreach (var (clause, told) in unmet.Zip(explained.Clauses))
        {
            var is_ = facts.TruthOf(clause.Clause);
            Assert.NotEqual(clause.Want ? Truth.True : Truth.False, is_);
            Assert.Equal(is_ == Truth.Unknown, told.State != ClauseState.Differs);
            var isMissing = clause.Clause.Attribute is not null && !row.Attributes.ContainsKey(told.Name);
            Assert.Equal(isMissing, told.State == ClauseState.AttributeMissing);
            Assert.Equal(isMissing || clause.Clause.Kind == ConditionKind.Related, told.Actual is null);
        }

        var turned = Truly(rule.When!, facts, unmet.ToDictionary(u => u.Clause, u => u.Want ? Truth.True : Truth.False));
        Assert.True(turned == (want ? Truth.True : Truth.False), $"{seed}");
        _flipped += unmet.Count > 0 ? 1 : 0;
    }

    /// <summary>The condition's value once some of its comparisons are as told.</summary>
    private static Truth Truly(Condition condition, ConditionFacts facts, Dictionary<Condition, Truth> told) => told.TryGetValue(condition, out var truth) ? truth : condition.Kind switch
    {
        ConditionKind.Not => Truth.True - Truly(condition.Parts[0], facts, told) is var not ? (Truth)not : default,
        ConditionKind.All => condition.Parts.Min(p => Truly(p, facts, told)),
        ConditionKind.Any => condition.Parts.Max(p => Truly(p, facts, told)),
        _ => facts.TruthOf(condition),
    };

    /// <summary>What is said to be the nearest grant does permit.</summary>
    private void Grants(CompiledModel compiled, ModelSubject who, CapabilityId capability, ModelRow row, NearestGrant nearest)
    {
        _nearest[(int)nearest.Kind]++;
        if (nearest.Kind == NearestGrantKind.None || who.Id.Length == 0 || who.Tenant.Length == 0)
            return;
        var grant = new ModelGrant("near", nearest.Kind.ToString(), nearest.Name, who.Issuer, who.Id, who.Tenant);
        Assert.True(compiled.Check(compiled.Bind(who with { Grants = [.. who.Grants, grant] }), capability.Name, row).IsPermitted, nearest.ToString());
        compiled.Bind(who);
    }

    private static ConditionFacts FactsOf(CompiledModel compiled, Subject subject, CapabilityId capability, ModelRow row) => new(
        a => row.Attributes.GetValueOrDefault(a.Name) switch
        {
            string text => AttributeValue.Of(text),
            decimal number => AttributeValue.Of(number),
            DateTimeOffset time => AttributeValue.Of(time),
            bool flag => AttributeValue.Of(flag),
            _ => null,
        },
        r => row.Id is not null && row.Relations.Contains(r),
        subject.Context);
}
