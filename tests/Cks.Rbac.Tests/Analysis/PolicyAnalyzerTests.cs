using System.Text;
using Cks.Core;

namespace Cks.Rbac.Tests.Analysis;

public sealed class PolicyAnalyzerTests
{
    private const string Resources = """
        "resources": { "orders": { "actions": ["view", "accept", "cancel"], "sensitive": ["cancel"], "fields": ["code", "price"], "attributes": { "status": ["open", "late", "closed"], "creator": "text" }, "relations": ["own"] } }
        """;

    private static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private static string[] Lint(string roles, string more = "", params string[] codes) =>
    [
        .. PolicyAnalyzer.Analyze(PolicyReader.Read("p.json", Encoding.UTF8.GetBytes($$"""{ "version": 1, {{Resources}}, {{more}} "roles": { {{roles}} } }""")).GetOrThrow(), Now)
            .Where(f => codes.Length == 0 ? f.Code != CksCodes.NeverPermitted : codes.Contains(f.Code.Id)).Select(f => $"{f.Code} {f.Message}"),
    ];

    [Fact]
    public void Of_two_rules_that_say_the_same_the_later_one_goes() => Assert.Equal(
        ["CKS210 \"two\" decides nothing: \"one\" permits all of it."],
        Lint("""
            "clerk": { "permit": [
              { "id": "one", "actions": ["orders:view"], "when": { "status": "open" } },
              { "id": "two", "actions": ["orders:view"], "when": { "status": { "not": ["late", "closed"] } } } ] }
            """));

    [Fact]
    public void An_inherited_rule_makes_one_s_own_idle_and_several_do_together() => Assert.Equal(
        ["CKS210 \"own\" decides nothing: other rules of \"clerk\" permit or deny all of it."],
        Lint("""
            "member": { "permit": [ { "id": "mine", "actions": ["orders:view"], "when": { "is": "own" } } ] },
            "clerk": { "inherits": ["member"], "permit": [
              { "id": "others", "actions": ["orders:view"], "when": { "not": { "is": "own" } } },
              { "id": "own", "actions": ["orders:view"], "when": { "status": "open" } } ] }
            """));

    [Fact]
    public void A_permit_that_adds_fields_or_permits_without_a_resource_is_not_idle() => Assert.Equal(
        ["CKS210 \"mine\" decides nothing: \"always\" permits all of it.", "CKS210 \"others\" decides nothing: \"always\" permits all of it."],
        Lint("""
            "clerk": { "permit": [
              { "id": "all", "actions": ["orders:view"], "fields": { "read": ["code"] } },
              { "id": "price", "actions": ["orders:view"], "fields": { "read": ["price"] } } ] },
            "guest": { "permit": [
              { "id": "mine", "actions": ["orders:accept"], "when": { "is": "own" } },
              { "id": "others", "actions": ["orders:accept"], "when": { "not": { "is": "own" } } },
              { "id": "always", "actions": ["orders:accept"] } ] }
            """));

    [Fact]
    public void A_deny_is_idle_only_beside_other_denies_because_another_role_may_permit_it() => Assert.Equal(
        ["CKS210 \"late\" decides nothing: \"closing\" denies all of it."],
        Lint("""
            "guard": { "deny": [
              { "id": "closing", "actions": ["orders:accept"], "when": { "status": ["late", "closed"] } },
              { "id": "late", "actions": ["orders:accept"], "when": { "status": "late" } } ] }
            """));

    [Fact]
    public void What_the_subject_lacks_or_equals_is_considered() => Assert.Empty(Lint("""
        "clerk": { "permit": [
          { "id": "mine", "actions": ["orders:view"], "when": { "creator": "$code" } },
          { "id": "not-mine", "actions": ["orders:view"], "when": { "creator": { "not": "$code" } } },
          { "id": "anna", "actions": ["orders:view"], "when": { "creator": "anna" } } ] }
        """));

    [Fact]
    public void A_deny_that_is_true_of_nothing_still_denies_where_something_is_missing() => Assert.Equal(
        ["CKS211 The condition of \"odd\" is true of no resource: it denies only where it is not known."],
        Lint("""
            "guard": { "deny": [ { "id": "odd", "actions": ["orders:accept"], "when": { "status": "open", "not": { "status": ["open", "late"] } } } ] }
            """));

    [Fact]
    public void A_rule_that_has_ended_is_a_note_and_counts_for_nothing() => Assert.Equal(
        ["CKS217 \"old\" has ended on 2026-12-01T00:00:00Z."],
        Lint("""
            "clerk": { "permit": [ { "id": "old", "actions": ["orders:view"], "until": "2026-12-01T00:00:00Z" }, { "id": "new", "actions": ["orders:view"], "from": "2026-12-01T00:00:00Z" } ] }
            """));

    [Fact]
    public void A_capability_that_only_dead_permits_name_is_never_granted() => Assert.Equal(
        ["CKS213 No role is ever permitted \"orders:cancel\"."],
        Lint("""
            "clerk": { "permit": [ { "id": "ok", "actions": ["orders:view", "orders:accept"] }, { "id": "dead", "actions": ["orders:cancel"] } ], "deny": [ { "id": "no", "actions": ["orders:cancel"] } ] }
            """, codes: "CKS213"));

    [Fact]
    public void A_wildcard_is_reported_where_it_reaches_what_is_sensitive_unless_that_is_named() => Assert.Equal(
        ["CKS214 \"all\" permits \"orders:cancel\", which is marked sensitive, by a wildcard."],
        Lint("""
            "clerk": { "permit": [ { "id": "all", "actions": ["orders:*"] } ] }, "chief": { "permit": [ { "id": "named", "actions": ["orders:*", "orders:cancel"] } ] }
            """));

    [Fact]
    public void Two_duties_by_inheritance_are_reported_where_they_meet() => Assert.Equal(
        ["CKS215 \"both\" is \"a\" and \"b\" at once, which the duty \"d\" keeps apart."],
        Lint("""
            "a": {}, "b": {}, "both": { "inherits": ["a", "b"] }, "heir": { "inherits": ["both"] }
            """, """ "duties": [ { "id": "d", "roles": ["a", "b"] } ],"""));

    [Fact]
    public void A_role_that_may_give_more_than_it_has_is_shown_with_what_and_when() => Assert.Equal(
        ["CKS216 \"lead\" may give \"clerk\", which may \"orders:view\" (status = closed), and may not do so itself."],
        Lint("""
            "lead": { "assigns": ["clerk"], "permit": [ { "id": "l", "actions": ["orders:view"], "when": { "status": ["open", "late"] } } ] },
            "clerk": { "permit": [ { "id": "c", "actions": ["orders:view"], "when": { "status": ["open", "late", "closed"] } } ] }
            """));

    [Fact]
    public void A_chain_of_roles_that_are_given_on_is_followed() => Assert.Equal(
        ["CKS216 \"one\" may give \"three\" through \"two\", which may \"orders:accept\", and may not do so itself.", "CKS216 \"two\" may give \"three\", which may \"orders:accept\", and may not do so itself."],
        Lint("""
            "one": { "assigns": ["two"] }, "two": { "assigns": ["three"] }, "three": { "permit": [ { "id": "t", "actions": ["orders:accept"] } ] }
            """));

    [Fact]
    public void A_role_that_gives_the_same_with_more_fields_or_without_an_obligation_gives_more() => Assert.Equal(
        ["CKS216 \"lead\" may give \"reader\", which may read \"price\" by \"orders:view\", and may not do so itself.", "CKS216 \"lead\" may give \"quick\", which may \"orders:view\" (no step-up), and may not do so itself."],
        Lint("""
            "lead": { "assigns": ["reader", "quick"], "permit": [ { "id": "l", "actions": ["orders:view"], "obligations": ["step-up"], "fields": { "read": ["code"] } } ] },
            "reader": { "permit": [ { "id": "r", "actions": ["orders:view"], "obligations": ["step-up"], "fields": { "read": ["code", "price"] } } ] },
            "quick": { "permit": [ { "id": "q", "actions": ["orders:view"] } ] }
            """, """ "obligations": { "step-up": { "within": 300 } },"""));

    [Fact]
    public void S30_what_the_budget_does_not_reach_is_a_note()
    {
        Rounds.AllOfThem();
        // Ten pigeons and nine holes: that the permit is denied altogether shows only when every way to place them has been tried.
        int[] pigeons = [.. Enumerable.Range(0, 10)];
        string[] holes = [.. Enumerable.Range(0, 9).Select(n => $"h{n}")];
        var attributes = string.Join(", ", pigeons.Select(p => $$""" "p{{p}}": ["none", {{string.Join(", ", holes.Select(h => $"\"{h}\""))}}] """));
        var together = from hole in holes from one in pigeons from other in pigeons where one < other select $$"""{ "actions": ["x:do"], "when": { "p{{one}}": "{{hole}}", "p{{other}}": "{{hole}}" } }""";
        var policy = PolicyReader.Read("hard.json", Encoding.UTF8.GetBytes($$"""
            {
              "version": 1,
              "resources": { "x": { "actions": ["do"], "attributes": { {{attributes}} } } },
              "roles": { "r": {
                "permit": [{ "id": "placed", "actions": ["x:do"], "when": { {{string.Join(", ", pigeons.Select(p => $$""" "p{{p}}": { "not": "none" } """))}} } }],
                "deny": [{{string.Join(", ", together)}}]
              } }
            }
            """)).GetOrThrow();

        Assert.Contains(PolicyAnalyzer.Analyze(policy), f => f.Code == CksCodes.AnalysisUndecided);
        Assert.DoesNotContain(PolicyAnalyzer.Analyze(policy), f => f.Code == CksCodes.ContradictoryRule);
    }

    [Fact]
    public void S30_thousands_of_rules_about_one_thing_and_attributes_without_end_are_ended()
    {
        Rounds.AllOfThem();
        var rules = string.Join(", ", Enumerable.Range(0, 6_000).Select(n => $$"""{ "actions": ["x:do"], "when": { "a{{n}}": "1", "a{{(n + 1) % 6_000}}": "2" }, "fields": { "read": ["f"] } }"""));
        var attributes = string.Join(", ", Enumerable.Range(0, 6_000).Select(n => $"\"a{n}\""));
        var policy = PolicyReader.Read("wide.json", Encoding.UTF8.GetBytes($$"""
            { "version": 1, "resources": { "x": { "actions": ["do"], "fields": ["f"], "attributes": [{{attributes}}] } }, "roles": { "r": { "permit": [{{rules}}] } } }
            """)).GetOrThrow();

        Assert.Contains(PolicyAnalyzer.Analyze(policy), f => f.Code == CksCodes.AnalysisUndecided);
    }
}
