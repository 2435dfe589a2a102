using System.Text.Json;
using Cks.Core;
using Cks.Rbac.Tests.Policies;
using Cks.Rbac.Tests.Resources;
using CsCheck;

namespace Cks.Rbac.Tests.Decisions;

/// <summary>Random policies, decided by the compiled evaluator and by one written straight from the rules' meaning.</summary>
public sealed class NaiveModelTests
{
    private static readonly string[] Actions = ["view", "edit", "drop"];
    private static readonly string[] Resources = ["a", "b"];
    private static readonly string[] FieldNames = ["x", "y"];
    private static readonly string[] Attributes = ["p", "q"];
    private static readonly string[] Values = ["1", "2", "$code", "$id"];

    private sealed record Rule(bool Deny, string Resource, string Action, string[]? Fields, Term[]? When)
    {
        public bool IsAbout(string resource, string action) => Resource == resource && (Action == "*" || Action == action);
    }

    private sealed record Term(string Attribute, string[] Values);

    private sealed record Role(int[] Parents, Rule[] Rules);

    private enum Truth
    {
        False,
        Unknown,
        True,
    }

    private static readonly Gen<Term[]?> GenWhen = Gen.Select(Gen.Int[0, 3], Gen.Shuffle(Values, 1, 3).Array[2])
        .Select((mask, values) => mask == 0 ? null : Attributes.Index().Where(a => (mask >> a.Index & 1) != 0).Select(a => new Term(a.Item, values[a.Index])).ToArray());

    private static readonly Gen<Rule> GenRule = Gen.Select(
        Gen.Bool, Gen.Int[0, 1].Select(i => Resources[i]), Gen.Int[0, 3].Select(i => i == 3 ? "*" : Actions[i]), Gen.Int[-1, 3].Select(m => m < 0 ? null : FieldNames.Where((_, i) => (m >> i & 1) != 0).ToArray()), GenWhen,
        (d, r, a, f, w) => new Rule(d, r, a, d && f is [] ? null : f, w));

    // A role inherits only from roles before it, so that there is no circle.
    private static readonly Gen<Role[]> GenRoles = Gen.Select(Gen.Int[0, 15], GenRule.Array[0, 4], (mask, rules) => (mask, rules)).Array[1, 4]
        .Select(roles => roles.Select((r, i) => new Role([.. Enumerable.Range(0, i).Where(p => (r.mask >> p & 1) != 0)], r.rules)).ToArray());

    private static readonly Gen<string> GenText = Gen.Int[0, 2].Select(i => new[] { "", "1", "other" }[i]);

    private static readonly Gen<(string Id, string Code)> GenPerson = Gen.Select(GenText, GenText);

    [Fact]
    public void Compiled_decisions_and_fields_equal_the_naive_model() =>
        Gen.Select(GenRoles, Gen.Int[0, 15]).Sample((roles, held) =>
        {
            var (decisions, subject) = (DecisionPoint(roles), SubjectOf(held, ("u1", "")));
            ForEach(RulesOf(roles, held), (capability, mine) =>
            {
                var denied = mine.Any(r => r is { Deny: true, Fields: null, When: null });
                var permits = mine.Where(r => !r.Deny).ToArray();
                var always = permits.Where(r => r.When is null).ToArray();
                var reason = denied ? DecisionReason.Denied
                    : always.Length > 0 && !mine.Any(r => r is { Deny: true, Fields: null }) ? DecisionReason.Permitted
                    : permits.Length > 0 ? DecisionReason.NeedsResource
                    : (held & ((1 << roles.Length) - 1)) != 0 ? DecisionReason.NotPermitted
                    : DecisionReason.NoRole;
                Assert.Equal(reason, decisions.Check(subject, capability).Reason);

                var listed = FieldNames.Where(f => !denied && (always.Length > 0 ? always.Any(r => Lists(r, f)) : permits.Length > 0 && permits.All(r => Lists(r, f))));
                Assert.Equal(listed.Where(f => !mine.Any(r => r.Deny && Lists(r, f))), decisions.Fields(subject, capability).Names);
            });
        }, iter: 3_000);

    [Fact]
    public void Checks_on_a_resource_and_plans_equal_the_naive_model()
    {
        var permitted = new int[2];
        Gen.Select(GenRoles, Gen.Int[1, 15], GenPerson).Sample((roles, held, person) =>
        {
            var (decisions, subject) = (DecisionPoint(roles), SubjectOf(held, person));
            ForEach(RulesOf(roles, held), (capability, mine) =>
            {
                var plan = decisions.Plan(subject, capability);
                var rows = Row.All.Where(row => Permits(mine, row, person)).ToArray();
                Assert.Equal(rows, Row.All.Where(row => On(decisions, subject, capability, row).IsPermitted));
                Assert.Equal(rows, Row.All.Where(row => plan.Permits.Any(c => Holds(c, row) == Truth.True) && plan.Denies.All(c => Holds(c, row) == Truth.False)));
                Assert.True(!plan.IsNothing || rows.Length == 0);
                Assert.True(!plan.IsEverything || rows.Length == Row.All.Length);
                Assert.All(plan.Permits.Concat(plan.Denies).SelectMany(c => c.Terms), t => Assert.DoesNotContain(t.Values, v => v.Length == 0 || v.StartsWith('$')));
                Assert.All(plan.Denies, c => Assert.NotEmpty(c.Terms));
                if (decisions.Check(subject, capability).IsPermitted)
                    Assert.True(plan.IsEverything);
                Interlocked.Increment(ref permitted[rows.Length > 0 && rows.Length < Row.All.Length ? 0 : 1]);
            });
        }, iter: 3_000);

        // The property says something only if many answers depended on the row.
        Assert.True(permitted[0] > 1_000, $"{permitted[0]} of {permitted.Sum()}");
    }

    [Fact]
    public void Adding_a_role_never_lifts_a_deny() =>
        Gen.Select(GenRoles, Gen.Int[0, 15], Gen.Int[0, 3], GenPerson).Sample((roles, held, extra, person) =>
        {
            var decisions = DecisionPoint(roles);
            var (subject, more) = (SubjectOf(held, person), SubjectOf(held | 1 << extra, person));
            ForEach([], (capability, _) =>
            {
                if (decisions.Check(subject, capability).Reason == DecisionReason.Denied)
                    Assert.Equal(DecisionReason.Denied, decisions.Check(more, capability).Reason);
                foreach (var row in Row.All.Where(row => On(decisions, subject, capability, row).Reason == DecisionReason.Denied))
                    Assert.Equal(DecisionReason.Denied, On(decisions, more, capability, row).Reason);
            });
        }, iter: 1_000);

    [Fact]
    public void Adding_a_deny_with_a_condition_never_permits_more() =>
        Gen.Select(GenRoles, GenRule, GenPerson).Sample((roles, rule, person) =>
        {
            var (before, after) = (DecisionPoint(roles), DecisionPoint([.. roles, new Role([], [rule with { Deny = true, Fields = null }])]));
            var (subject, narrowed) = (SubjectOf(15, person), SubjectOf(31, person));
            ForEach([], (capability, _) =>
            {
                Assert.True(before.Check(subject, capability).IsPermitted || !after.Check(narrowed, capability).IsPermitted);
                Assert.Empty(after.Fields(narrowed, capability).Names.Except(before.Fields(subject, capability).Names));
                Assert.All(Row.All, row => Assert.True(On(before, subject, capability, row).IsPermitted || !On(after, narrowed, capability, row).IsPermitted));
            });
        }, iter: 1_000);

    [Fact]
    public void S15_what_is_permitted_with_an_attribute_missing_is_permitted_whatever_it_is() =>
        Gen.Select(GenRoles, Gen.Int[1, 15], GenPerson).Sample((roles, held, person) =>
        {
            var (decisions, subject) = (DecisionPoint(roles), SubjectOf(held, person));
            ForEach([], (capability, _) =>
            {
                foreach (var row in Row.All)
                    if (On(decisions, subject, capability, row with { P = null }).IsPermitted)
                        Assert.True(On(decisions, subject, capability, row).IsPermitted);
            });
        }, iter: 1_000);

    private static bool Permits(Rule[] rules, Row row, (string Id, string Code) person)
    {
        return rules.Any(r => !r.Deny && Applies(r) == Truth.True) && rules.Where(r => r is { Deny: true, Fields: null }).All(r => Applies(r) == Truth.False);

        Truth Applies(Rule rule) => (rule.When ?? []).Select(t => OneOf(row.Read(t.Attribute), t.Values.Select(Fill))).Append(Truth.True).Min();

        string Fill(string value) => value switch { "$id" => person.Id, "$code" => person.Code, _ => value };
    }

    private static Truth Holds(PlanClause clause, Row row) => clause.Terms.Select(t => OneOf(row.Read(t.Attribute), t.Values)).Append(Truth.True).Min();

    private static Truth OneOf(string? actual, IEnumerable<string> values) => values.Max(v => actual is null || v.Length == 0 ? Truth.Unknown : actual == v ? Truth.True : Truth.False);

    private static bool Lists(Rule rule, string field) => rule.Fields?.Contains(field) == true;

    private static Decision On(PolicyDecisionPoint decisions, Subject subject, CapabilityId capability, Row row) => decisions.CheckAsync(subject, capability, row).Result;

    private static void ForEach(Rule[] rules, Action<CapabilityId, Rule[]> assert)
    {
        foreach (var resource in Resources)
            foreach (var action in Actions)
                assert(CapabilityId.Of($"{resource}:{action}"), [.. rules.Where(r => r.IsAbout(resource, action))]);
    }

    private static PolicyDecisionPoint DecisionPoint(Role[] roles) => PolicyText.DecisionPoint(ToJson(roles), [.. Resources.Select(Row.MapOf)]);

    private static Subject SubjectOf(int held, (string Id, string Code) person) =>
        new(person.Id, TenantId.Parse("main"), Enumerable.Range(0, 5).Where(i => (held >> i & 1) != 0).Select(i => $"r{i}")) { Code = person.Code };

    private static Rule[] RulesOf(Role[] roles, int held) => [.. Enumerable.Range(0, roles.Length).Where(i => (held >> i & 1) != 0).SelectMany(i => RulesOfOne(roles, i))];

    private static IEnumerable<Rule> RulesOfOne(Role[] roles, int role) => roles[role].Rules.Concat(roles[role].Parents.SelectMany(p => RulesOfOne(roles, p)));

    private static string ToJson(Role[] roles) => JsonSerializer.Serialize(new
    {
        version = 1,
        resources = Resources.ToDictionary(r => r, _ => new { actions = Actions, fields = FieldNames, attributes = Attributes }),
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
        if (rule.When is not null)
            json["when"] = rule.When.ToDictionary(t => t.Attribute, t => t.Values is [var one] ? (object)one : t.Values);
        return json;
    }
}
