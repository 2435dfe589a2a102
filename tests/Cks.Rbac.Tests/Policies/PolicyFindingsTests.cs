using System.Text;
using Cks.Core;

namespace Cks.Rbac.Tests.Policies;

/// <summary>What is said of a mistake, word for word: place, what is wrong, how to mend it. Somebody has read it.</summary>
public sealed class PolicyFindingsTests
{
    [Fact]
    public void Every_mistake_is_told_with_its_place_and_how_to_mend_it()
    {
        var told = new StringBuilder();
        foreach (var (what, json) in Mistakes())
        {
            told.Append("# ").Append(what).Append('\n');
            var read = PolicyText.Read(json);
            Assert.Equal(read.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error), !read.IsLoaded);
            foreach (var finding in read.Diagnostics)
                told.Append(finding).Append('\n');
        }

        ApprovedFile.Check("PolicyFindings.approved.txt", told.ToString());
    }

    private static IEnumerable<(string What, string Json)> Mistakes()
    {
        // The document.
        yield return ("version 2", """{ "version": 2 }""");
        yield return ("no version", "{}");
        yield return ("unknown section", Document(more: """, "rols": {}"""));
        yield return ("too many capabilities", Document(more: """, "x": 1""", actions: Names("a", 4_097)));
        yield return ("as many capabilities as there may be", Document(actions: Names("b", 4_096)));
        yield return ("too many roles", Document(roles: string.Join(", ", Enumerable.Range(0, 16_385).Select(n => $"\"r{n}\": {{}}"))));
        yield return ("as many roles as there may be", Document(roles: string.Join(", ", Enumerable.Range(0, 16_384).Select(n => $"\"r{n}\": {{}}"))));
        yield return ("too many rules of wildcards", Document(actions: Names("w", 2_000), roles: string.Join(", ", Enumerable.Range(0, 1_001).Select(n => $$"""  "r{{n}}": { "permit": [{ "actions": ["finding:*"] }] } """))));
        // Names.
        yield return ("name of a resource", """{ "version": 1, "resources": { "Orders": { "actions": ["view"] } } }""");
        yield return ("name of an action", Document(actions: "\"View\""));
        yield return ("name of a role", Document(roles: """ "Boss": {} """));
        yield return ("name of an obligation", Document(more: """, "obligations": { "Step Up": {} }"""));
        yield return ("name of an alias", Document(more: """, "aliases": { "can-view": "finding:view" }"""));
        yield return ("name of an attribute in a list", Document(attributes: """["1st", "is"]"""));
        yield return ("name of an attribute", Document(attributes: """{ "any": "text", "ok": "text" }"""));
        yield return ("name of a relation", Document(relations: """["1st"]"""));
        // Sections.
        yield return ("sensitive action", Document(resource: """, "sensitive": ["viev"]"""));
        yield return ("too many fields", Document(resource: $""", "fields": [{Names("f", 4_097)}]"""));
        yield return ("attribute without values", Document(attributes: """{ "kind": [] }"""));
        yield return ("attribute of no kind", Document(attributes: """{ "kind": "nubmer", "other": "strange" }"""));
        yield return ("kinds near to others", Document(attributes: """{ "a": "texd", "b": "tine", "c": "flagg" }"""));
        yield return ("bounds the wrong way", Document(attributes: """{ "size": { "from": 5, "to": 1 } }"""));
        yield return ("bounds that are no numbers", Document(attributes: """{ "size": { "from": "1", "to": 12345678901234567890123456789012345 } }"""));
        yield return ("relation that is neither", Document(relations: """{ "mine": "resolvd", "yours": 5 }"""));
        yield return ("too many relations", Document(relations: $"[{Names("r", 65)}]"));
        yield return ("as many relations as there may be", Document(relations: $"[{Names("r", 64)}]"));
        yield return ("relation with a mistake that a rule names", Document(relations: """{ "mine": { "kid": "x" } }""", when: """{ "is": "mine" }"""));
        yield return ("obligation never met", Document(more: """, "obligations": { "step-up": { "within": 0 } }"""));
        yield return ("authentication without a step-up", Document(more: """, "obligations": { "step-up": { "acr": ["phr"] } }"""));
        yield return ("authentication that no header can name", Document(more: """, "obligations": { "step-up": { "within": 9, "acr": ["phr mfa", "a\"b", "ä"] } }"""));
        yield return ("alias of several", Document(more: """, "aliases": { "canDo": "finding:*" }"""));
        yield return ("duty of unknown roles", Document(roles: """ "boss": {} """, more: """, "duties": [{ "id": "d", "roles": ["bos", "clerk"], "x": 1 }]"""));
        yield return ("duty twice", Document(roles: """ "boss": {}, "clerk": {} """, more: """, "duties": [{ "id": "d", "roles": ["boss", "clerk"] }, { "id": "d", "roles": ["clerk", "boss"] }]"""));
        yield return ("roles in a circle", Document(roles: """ "a": { "inherits": ["b"] }, "b": { "inherits": ["a"] } """));
        yield return ("role that is its own parent", Document(roles: """ "a": { "inherits": ["a"] } """));
        yield return ("roles in a long line", Document(roles: string.Join(", ", Enumerable.Range(0, 300).Select(n => $$"""  "r{{n}}": { "inherits": ["r{{n + 1}}"] } """).Append("\"r300\": {}"))));
        yield return ("unknown role that is assigned", Document(roles: """ "boss": { "assigns": ["clerc"] }, "clerk": {} """));
        yield return ("unknown parent", Document(roles: """ "boss": { "inherits": ["clerc"] }, "clerk": {} """));
        // Rules.
        yield return ("rule id twice", Rule("""{ "id": "one", "actions": ["finding:view"] }, { "id": "one", "actions": ["finding:edit"] }"""));
        yield return ("rule id of a grant", Rule("""{ "id": "grant:1", "actions": ["finding:view"] }"""));
        yield return ("rule without an id, twice the same place", Rule("""{ "id": "r/permit/1", "actions": ["finding:view"] }, { "actions": ["finding:edit"] }"""));
        yield return ("deny without an id", Document(roles: """ "r": { "permit": [{ "id": "r/deny/0", "actions": ["finding:view"] }], "deny": [{ "actions": ["finding:edit"] }] } """));
        yield return ("rule about nothing", Rule("""{ "actions": [] }"""));
        yield return ("unknown capability", Rule("""{ "actions": ["finding:viev", "findings:*", "*:view"] }"""));
        yield return ("alias in a rule", Document(roles: """ "r": { "permit": [{ "actions": ["canView"] }] } """, more: """, "aliases": { "canView": "finding:view" }"""));
        yield return ("rule that ends before it begins", Rule("""{ "actions": ["finding:view"], "from": "2027-01-01T00:00:00Z", "until": "2026-01-01T00:00:00Z" }"""));
        yield return ("time without an offset", Rule("""{ "actions": ["finding:view"], "from": "2027-01-01T00:00:00", "until": 5 }"""));
        yield return ("unknown obligation", Document(roles: """ "r": { "permit": [{ "actions": ["finding:view"], "obligations": ["sign"] }] } """, more: """, "obligations": { "signed": {} }"""));
        yield return ("obligation of a deny", Document(roles: """ "r": { "deny": [{ "actions": ["finding:view"], "obligations": ["signed"] }] } """, more: """, "obligations": { "signed": {} }"""));
        yield return ("condition about two resources", """{ "version": 1, "resources": { "x": { "actions": ["v"], "attributes": ["a"] }, "y": { "actions": ["v"] } }, "roles": { "r": { "permit": [{ "actions": ["x:v", "y:v"], "when": { "a": "1" } }, { "actions": ["x:v", "y:v"], "fields": { "read": [] } }] } } }""");
        yield return ("all fields", Rule("""{ "actions": ["finding:view"], "fields": { "read": ["*"] } }"""));
        yield return ("unknown field", Rule("""{ "actions": ["finding:view"], "fields": { "read": ["nmae"] } }"""));
        yield return ("filter and sort by what is not read", Rule("""{ "actions": ["finding:view"], "fields": { "read": ["name"], "filter": ["name", "size", "unknown"], "sort": ["*", "size"] } }"""));
        yield return ("filter alone", Rule("""{ "actions": ["finding:view"], "fields": { "read": ["name"], "filter": ["size"] } }"""));
        yield return ("sort alone", Rule("""{ "actions": ["finding:view"], "fields": { "read": ["name"], "sort": ["size"] } }"""));
        yield return ("deny with no field", Document(roles: """ "r": { "deny": [{ "actions": ["finding:view"], "fields": { "read": [] } }] } """));
        // Conditions.
        yield return ("condition that asks nothing", When("{}"));
        yield return ("condition too deep", When(string.Concat(Enumerable.Repeat("{ \"not\": ", 9)) + """{ "kind": "a" }""" + new string('}', 9)));
        yield return ("condition too deep in lists", When(string.Concat(Enumerable.Repeat("{ \"any\": [", 9)) + """{ "kind": "a" }""" + string.Concat(Enumerable.Repeat("] }", 9))));
        yield return ("condition as deep as it may be", When(string.Concat(Enumerable.Repeat("{ \"not\": ", 7)) + """{ "kind": "a" }""" + new string('}', 7)));
        yield return ("lists of nothing", When("""{ "any": [], "all": [], "kind": [], "is": [] }"""));
        yield return ("too many values", When($$"""{ "free": [{{Names("v", 65)}}] }"""));
        yield return ("as many values as there may be", When($$"""{ "free": [{{Names("v", 64)}}] }"""));
        yield return ("too many relations in a condition", When($$"""{ "is": [{{string.Join(", ", Enumerable.Repeat("\"own\"", 65))}}] }"""));
        yield return ("relation and values too many together", When($$"""{ "is": "own", "free": [{{Names("v", 64)}}] }"""));
        yield return ("unknown relation", When("""{ "is": "owm" }"""));
        yield return ("unknown attribute", When("""{ "kinds": "a" }"""));
        yield return ("unknown value of the subject", When("""{ "free": "$cod" }"""));
        yield return ("value that is never", When("""{ "kind": "c", "size": 11 }"""));
        yield return ("number below", When("""{ "size": -1 }"""));
        yield return ("other kinds of values", When("""{ "size": "1", "at": "yesterday", "flag": "true", "free": 5 }"""));
        yield return ("operators", When("""{ "size": { "lessThan": 1 }, "at": {}, "flag": { "lt": true }, "kind": { "not": [] } }"""));
    }

    private static string Names(string prefix, int count) => string.Join(", ", Enumerable.Range(0, count).Select(n => $"\"{prefix}{n}\""));

    private static string Document(string actions = "\"view\", \"edit\"", string resource = ", \"fields\": [\"name\", \"size\"]", string? attributes = null, string? relations = null, string roles = "", string more = "", string? when = null) => $$"""
        { "version": 1,
          "resources": { "finding": { "actions": [{{actions}}]{{resource}},
            "attributes": {{attributes ?? """{ "kind": ["a", "b"], "free": "text", "size": { "from": 0, "to": 10 }, "at": "time", "flag": "flag" }"""}}, "relations": {{relations ?? "[\"own\"]"}} } },
          "roles": { {{(when is null ? roles : $$""" "r": { "permit": [{ "actions": ["finding:view"], "when": {{when}} }] } """)}} }{{more}} }
        """;

    private static string Rule(string rules) => Document(roles: $$""" "r": { "permit": [{{rules}}] } """);

    private static string When(string condition) => Document(when: condition);
}
