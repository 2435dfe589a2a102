using System.Text.Json;
using Cks.Rbac.Tests.Policies;
using CsCheck;

namespace Cks.Rbac.Tests.Decisions;

/// <summary>Random policies, decided by the compiled evaluator and by one written straight from the rules' meaning.</summary>
public sealed class NaiveModelTests
{
    private static readonly string[] Actions = ["view", "edit", "drop"];
    private static readonly string[] Resources = ["a", "b"];
    private static readonly string[] FieldNames = ["x", "y"];

    private sealed record Rule(bool Deny, string Resource, string Action, string[]? Fields);

    private sealed record Role(int[] Parents, Rule[] Rules);

    private static readonly Gen<Rule> GenRule = Gen.Select(
        Gen.Bool, Gen.Int[0, 1].Select(i => Resources[i]), Gen.Int[0, 3].Select(i => i == 3 ? "*" : Actions[i]), Gen.Int[-1, 3].Select(m => m < 0 ? null : FieldNames.Where((_, i) => (m >> i & 1) != 0).ToArray()), (d, r, a, f) => new Rule(d, r, a, d && f is [] ? null : f));

    // A role inherits only from roles before it, so that there is no circle.
    private static readonly Gen<Role[]> GenRoles = Gen.Select(Gen.Int[0, 15], GenRule.Array[0, 4], (mask, rules) => (mask, rules)).Array[1, 4]
        .Select(roles => roles.Select((r, i) => new Role([.. Enumerable.Range(0, i).Where(p => (r.mask >> p & 1) != 0)], r.rules)).ToArray());

    [Fact]
    public void Compiled_decisions_and_fields_equal_the_naive_model() =>
        Gen.Select(GenRoles, Gen.Int[0, 15]).Sample((roles, held) =>
        {
            var decisions = PolicyText.DecisionPoint(ToJson(roles));
            var subject = PolicyText.With([.. Enumerable.Range(0, roles.Length).Where(i => (held >> i & 1) != 0).Select(i => $"r{i}")]);
            var rules = Enumerable.Range(0, roles.Length).Where(i => (held >> i & 1) != 0).SelectMany(i => RulesOf(roles, i)).ToArray();
            foreach (var resource in Resources)
                foreach (var action in Actions)
                {
                    var mine = rules.Where(r => r.Resource == resource && (r.Action == "*" || r.Action == action)).ToArray();
                    var permitted = mine.Any(r => !r.Deny) && !mine.Any(r => r.Deny && r.Fields is null);
                    var fields = permitted
                        ? mine.Where(r => !r.Deny).SelectMany(r => r.Fields ?? []).Except(mine.Where(r => r.Deny).SelectMany(r => r.Fields ?? [])).Distinct().Order()
                        : Enumerable.Empty<string>();
                    var capability = CapabilityId.Of($"{resource}:{action}");
                    Assert.Equal(permitted, decisions.Check(subject, capability).IsPermitted);
                    Assert.Equal(fields, decisions.Fields(subject, capability).Names);
                }
        }, iter: 3_000);

    [Fact]
    public void Adding_a_role_never_lifts_a_deny() =>
        Gen.Select(GenRoles, Gen.Int[0, 15], Gen.Int[0, 3]).Sample((roles, held, extra) =>
        {
            var decisions = PolicyText.DecisionPoint(ToJson(roles));
            string[] names = [.. Enumerable.Range(0, roles.Length).Where(i => (held >> i & 1) != 0).Select(i => $"r{i}")];
            foreach (var resource in Resources)
                foreach (var action in Actions)
                {
                    var capability = CapabilityId.Of($"{resource}:{action}");
                    if (decisions.Check(PolicyText.With(names), capability).Reason == DecisionReason.Denied)
                        Assert.Equal(DecisionReason.Denied, decisions.Check(PolicyText.With([.. names, $"r{extra}"]), capability).Reason);
                }
        }, iter: 2_000);

    private static IEnumerable<Rule> RulesOf(Role[] roles, int role) => roles[role].Rules.Concat(roles[role].Parents.SelectMany(p => RulesOf(roles, p)));

    private static string ToJson(Role[] roles) => JsonSerializer.Serialize(new
    {
        version = 1,
        resources = Resources.ToDictionary(r => r, _ => new { actions = Actions, fields = FieldNames }),
        roles = roles.Select((r, i) => (r, i)).ToDictionary(p => $"r{p.i}", p => new
        {
            inherits = p.r.Parents.Select(x => $"r{x}"),
            permit = p.r.Rules.Where(x => !x.Deny).Select(Write),
            deny = p.r.Rules.Where(x => x.Deny).Select(Write),
        }),
    });

    private static Dictionary<string, object> Write(Rule rule)
    {
        var json = new Dictionary<string, object> { ["actions"] = new[] { $"{rule.Resource}:{rule.Action}" } };
        if (rule.Fields is not null)
            json["fields"] = new { read = rule.Fields };
        return json;
    }
}
