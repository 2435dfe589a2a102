using Cks.Core;

namespace Cks.Rbac.Tests.Testing;

public sealed class PolicyTestRunnerTests(TemporaryFolder folder) : IClassFixture<TemporaryFolder>
{
    private const string Policy = """
        {
          "version": 1,
          "resources": {
            "orders": {
              "actions": ["view", "accept", "cancel"], "fields": ["code", "price", "notes"],
              "attributes": { "status": ["open", "late", "closed"], "creator": "text", "total": "number", "openedAt": "time", "urgent": "flag" },
              "relations": { "subordinate": "resolved", "own": { "creator": "$code" } }
            },
            "notes": { "actions": ["view", "write"] }
          },
          "aliases": { "canWrite": "notes:write" },
          "obligations": { "step-up": { "within": 300 }, "notify-owner": {} },
          "roles": {
            "staff": {
              "permit": [
                { "id": "s-own", "actions": ["orders:view"], "when": { "is": "own", "status": "open" }, "fields": { "read": ["code", "price"] } },
                { "id": "s-near", "actions": ["orders:view"], "when": { "is": "subordinate", "total": { "lt": 100 }, "urgent": true, "openedAt": { "ge": "2026-01-01T00:00:00Z" } }, "fields": { "read": ["code", "price"] } },
                { "id": "s-write", "actions": ["notes:write"], "obligations": ["notify-owner"] },
                { "id": "s-step", "actions": ["notes:view"], "obligations": ["step-up"] },
                { "id": "s-glass", "actions": ["orders:cancel"], "breakGlass": true },
                { "id": "s-later", "actions": ["orders:accept"], "from": "2027-01-01T00:00:00Z" }
              ],
              "deny": [
                { "id": "s-price", "actions": ["orders:view"], "fields": { "read": ["price"] } },
                { "id": "s-closed", "actions": ["orders:accept"], "when": { "status": "closed" } }
              ]
            }
          }
        }
        """;

    private const string Things = """
        "version": 1, "policy": "app.rbac.json", "at": "2026-12-01T00:00:00Z",
        "subjects": {
          "ann": { "roles": ["staff"], "code": "CON-1" },
          "bob": { "roles": ["staff"], "code": "CON-2", "breakGlass": true, "steppedUpAt": "2026-11-30T23:59:00Z" },
          "key": { "roles": ["staff"], "credential": ["notes:write"] }
        },
        "resources": {
          "order": { "of": "orders", "attributes": { "status": "open", "creator": "CON-1", "total": 5, "openedAt": "2026-06-01T00:00:00Z", "urgent": true }, "relations": { "subordinate": ["bob"] } },
          "near": { "of": "orders", "attributes": { "total": 5.5, "openedAt": "2026-06-01T00:00:00Z", "urgent": true }, "relations": ["subordinate"] }
        }
        """;

    private Task<LoadResult<PolicyTestReport>> Run(params string[] tests)
    {
        folder.Write("app.rbac.json", Policy);
        folder.Write("app.rbac.tests.json", $$"""{ {{Things}}, "tests": [{{string.Join(',', tests)}}] }""");
        return PolicyTestRunner.RunAsync([Path.Combine(folder.Root, "app.rbac.tests.json")], TestContext.Current.CancellationToken);
    }

    private async Task<PolicyTestReport> Report(params string[] tests) => (await Run(tests)).GetOrThrow();

    [Theory]
    [InlineData("""{ "as": "ann", "can": "orders:view", "on": "order", "expect": "permit", "rule": "s-own" }""")]
    [InlineData("""{ "as": "bob", "can": "orders:view", "on": ["order", "near"], "expect": "permit", "rule": "s-near" }""")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "on": "order", "with": { "status": ["late", "closed", null] }, "expect": "deny" }""")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "expect": "needs-resource" }""")]
    [InlineData("""{ "as": ["ann", "staff"], "can": ["orders:view", "orders:accept"], "on": "order", "with": { "creator": "x", "total": 100 }, "expect": "not_permitted" }""")]
    [InlineData("""{ "as": "ann", "can": "canWrite", "expect": "obligation_unmet" }""")]
    [InlineData("""{ "as": "ann", "can": "notes:write", "met": ["notify-owner"], "expect": "permit" }""")]
    [InlineData("""{ "as": "bob", "can": ["notes:view", "orders:cancel"], "expect": "permit" }""")]
    [InlineData("""{ "as": "ann", "can": ["notes:view", "orders:cancel"], "expect": "deny" }""")]
    [InlineData("""{ "as": "bob", "can": "notes:view", "at": "2026-12-01T00:05:00Z", "expect": "obligation_unmet" }""")]
    [InlineData("""{ "as": "ann", "can": "orders:accept", "at": "2027-01-01T00:00:00Z", "on": "order", "expect": "permit", "rule": "s-later" }""")]
    [InlineData("""{ "as": "key", "can": "orders:cancel", "expect": "beyond_credential" }""")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "fields": { "read": ["code"], "write": [] } }""")]
    [InlineData("""{ "as": "ann", "permit": ["orders:view"], "deny": ["orders:cancel"], "on": "order", "else": "not_permitted" }""")]
    [InlineData("""{ "as": "ann", "needs-resource": ["orders:view"], "else": "deny" }""")]
    public async Task What_is_so_passes(string test)
    {
        var report = await Report(test);

        Assert.All(report.Results, r => Assert.Null(r.Failure));
        Assert.NotEmpty(report.Results);
    }

    [Theory]
    [InlineData("""{ "as": "ann", "can": "orders:view", "on": "order", "expect": "deny" }""", "Expected deny, and it is permitted.")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "on": "order", "expect": "permit", "rule": "s-near" }""", "Expected rule s-near to decide, and it is s-own.")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "expect": "deny" }""", "Expected deny, and it is needs_resource.")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "expect": "permit" }""", "Expected permit, and it is needs_resource.")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "fields": { "read": ["code", "price"] } }""", "Expected the fields code, price for \"read\", and they are code.")]
    [InlineData("""{ "as": "ann", "deny": ["notes:view"], "needs-resource": ["orders:accept"], "else": "deny" }""", "Expected needs_resource, and it is not_permitted.", "Expected deny, and it is needs_resource.")]
    public async Task What_is_not_fails_and_says_what_is(string test, params string[] expected)
    {
        var report = await Report(test);

        Assert.False(report.IsPassed);
        Assert.Equal(expected, report.Results.Where(r => !r.IsPassed).Select(r => r.Failure!.Split('\n')[0]));
    }

    [Fact]
    public async Task A_failure_explains_the_decision_with_values_at_the_place_of_the_test()
    {
        var failed = Assert.Single((await Report("""{ "name": "mine", "as": "ann", "can": "orders:view", "on": "order", "with": { "creator": "CON-2" }, "expect": "permit" }""")).Results);

        Assert.Equal("mine: ann orders:view on order, creator CON-2", failed.Name);
        Assert.Contains("it asks for creator = $code (\"CON-1\"), and it is \"CON-2\"", failed.Failure!, StringComparison.Ordinal);
        Assert.EndsWith("app.rbac.tests.json", failed.Location.File, StringComparison.Ordinal);
        Assert.True(failed.Location.Line > 1);
    }

    [Fact]
    public async Task A_rule_is_covered_by_a_test_that_shows_it_decide()
    {
        var report = await Report(
            """{ "as": "ann", "can": "orders:view", "on": "order", "expect": "permit" }""",
            """{ "as": "bob", "can": "orders:view", "on": "order", "expect": "needs-resource" }""", // fails, and shows nothing
            """{ "as": "ann", "can": "orders:view", "fields": { "read": ["code"] } }""",
            """{ "as": "ann", "can": "orders:accept", "on": "order", "with": { "status": "closed" }, "at": "2027-06-01T00:00:00Z", "expect": "denied" }""",
            """{ "as": "ann", "can": "notes:write", "expect": "obligation_unmet" }""");

        Assert.Equal(["s-own", "s-price", "s-closed"], report.Rules.Where(r => r.IsCovered).Select(r => r.Rule));
        Assert.Equal(3 * 100 / 8, report.Coverage);
        Assert.EndsWith("app.rbac.json", report.Rules[0].Location.File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clause_that_no_test_saw_both_ways_is_named()
    {
        var report = await Report(
            """{ "as": ["ann", "bob"], "on": ["order", "near"], "with": { "total": [5, 100] }, "permit": ["orders:view"] }""",
            """{ "as": ["ann"], "on": "order", "with": { "status": "late" }, "permit": ["orders:accept"] }""");

        Assert.Equal(["urgent = true", "openedAt >= 2026-01-01T00:00:00Z"], report.Rules.Single(r => r.Rule == "s-near").UnseenClauses);
        Assert.Equal(["status = closed"], report.Rules.Single(r => r.Rule == "s-closed").UnseenClauses);
        Assert.Empty(report.Rules.Single(r => r.Rule == "s-own").UnseenClauses);
    }

    [Fact]
    public async Task What_two_documents_show_of_one_policy_counts_together()
    {
        await Run("""{ "as": "ann", "can": "orders:view", "on": "order", "expect": "permit" }""");
        folder.Write("more.rbac.tests.json", $$"""{ {{Things}}, "tests": [{ "as": "bob", "permit": ["orders:cancel"] }] }""");

        var report = (await PolicyTestRunner.RunAsync([Path.Combine(folder.Root, "app.rbac.tests.json"), Path.Combine(folder.Root, "more.rbac.tests.json")], TestContext.Current.CancellationToken)).GetOrThrow();

        Assert.Equal(["s-own", "s-glass"], report.Rules.Where(r => r.IsCovered).Select(r => r.Rule));
        Assert.Equal(2, report.Results.Count);
    }

    [Theory]
    [InlineData("""{ "as": "an", "can": "orders:view", "expect": "permit" }""", "CKS230", "ann")]
    [InlineData("""{ "as": "ann", "can": "orders:veiw", "expect": "permit" }""", "CKS204", "orders:view")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "on": "ordr", "expect": "permit" }""", "CKS230", "order")]
    [InlineData("""{ "as": "ann", "can": "notes:view", "on": "order", "expect": "permit" }""", "CKS230", null)]
    [InlineData("""{ "as": "ann", "can": "orders:view", "on": "order", "with": { "statsu": "open" }, "expect": "permit" }""", "CKS208", "status")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "on": "order", "with": { "status": "opne" }, "expect": "permit" }""", "CKS208", "open")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "on": "order", "with": { "total": "5" }, "expect": "permit" }""", "CKS104", null)]
    [InlineData("""{ "as": "ann", "can": "orders:view", "with": { "total": 5 }, "expect": "permit" }""", "CKS105", null)]
    [InlineData("""{ "as": "ann", "can": "orders:view", "expect": "permits" }""", "CKS230", "permit")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "expect": "permit", "rule": "s-ow" }""", "CKS230", "s-own")]
    [InlineData("""{ "as": "ann", "can": "orders:view" }""", "CKS105", null)]
    [InlineData("""{ "as": "ann" }""", "CKS105", null)]
    [InlineData("""{ "as": "ann", "can": "orders:view", "fields": { "reed": ["code"] }, "expect": "permit" }""", "CKS106", "read")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "fields": { "read": ["cod"] }, "expect": "permit" }""", "CKS205", "code")]
    [InlineData("""{ "as": "ann", "can": "orders:view", "at": "tomorrow", "expect": "permit" }""", "CKS104", null)]
    public async Task A_mistake_in_a_test_is_found_with_its_place(string test, string code, string? meant)
    {
        var loaded = await Run(test);

        Assert.False(loaded.IsLoaded);
        var finding = Assert.Single(loaded.Diagnostics);
        Assert.Equal((code, meant), (finding.Code.Id, finding.Suggestion));
        Assert.True(finding.Location.Line > 0);
    }

    [Theory]
    [InlineData("\"roles\": [\"staff\"], \"code\"", "\"roles\": [\"staf\"], \"code\"", "CKS201")]
    [InlineData("\"of\": \"orders\"", "\"of\": \"order\"", "CKS208")]
    [InlineData("[\"bob\"]", "[\"bib\"]", "CKS230")]
    [InlineData("[\"subordinate\"]", "[\"own\"]", "CKS208")]
    [InlineData("[\"subordinate\"]", "[\"subordinates\"]", "CKS208")]
    [InlineData("\"breakGlass\"", "\"brokenGlass\"", "CKS106")]
    [InlineData("\"version\": 1", "\"version\": 2", "CKS108")]
    public async Task A_mistake_in_what_is_described_is_found(string right, string wrong, string code)
    {
        folder.Write("app.rbac.json", Policy);
        folder.Write("bad.rbac.tests.json", $$"""{ {{Things.Replace(right, wrong, StringComparison.Ordinal)}}, "tests": [{ "as": "staff", "permit": ["orders:view"] }] }""");

        var loaded = await PolicyTestRunner.RunAsync([Path.Combine(folder.Root, "bad.rbac.tests.json")], TestContext.Current.CancellationToken);

        Assert.Contains(loaded.Diagnostics, d => d.Code.Id == code);
        Assert.False(loaded.IsLoaded);
    }

    [Fact]
    public async Task A_policy_that_depends_on_the_time_is_not_tested_without_one()
    {
        folder.Write("app.rbac.json", Policy);
        folder.Write("timeless.rbac.tests.json", """{ "version": 1, "policy": "app.rbac.json", "tests": [{ "as": "staff", "deny": ["orders:cancel"] }] }""");

        var loaded = await PolicyTestRunner.RunAsync([Path.Combine(folder.Root, "timeless.rbac.tests.json")], TestContext.Current.CancellationToken);

        Assert.Equal("CKS105", Assert.Single(loaded.Diagnostics).Code.Id);
    }

    [Fact]
    public async Task A_broken_policy_is_reported_and_a_lost_one_is_an_error()
    {
        folder.Write("broken.rbac.json", """{ "version": 1, "resources": { "orders": { "actions": ["view"] } }, "roles": { "a": { "inherits": ["b"] } } }""");
        folder.Write("broken.rbac.tests.json", """{ "version": 1, "policy": ["broken.rbac.json"], "tests": [{ "as": "a", "deny": ["orders:view"] }] }""");
        folder.Write("lost.rbac.tests.json", """{ "version": 1, "policy": ["lost.rbac.json"], "tests": [{ "as": "a", "deny": ["orders:view"] }] }""");

        Task<LoadResult<PolicyTestReport>> Of(string file) => PolicyTestRunner.RunAsync([Path.Combine(folder.Root, file)], TestContext.Current.CancellationToken);

        Assert.Equal("CKS201", Assert.Single((await Of("broken.rbac.tests.json")).Diagnostics).Code.Id);
        var lost = await Assert.ThrowsAsync<CksConfigurationException>(() => Of("lost.rbac.tests.json"));
        Assert.Equal("CKS107", Assert.Single(lost.Diagnostics).Code.Id);
    }
}
