using System.Text;
using CsCheck;

namespace Cks.Rbac.Tests.Policies;

public sealed class PolicyReaderTests
{
    private const string Good = """
        {
          "version": 1, // comments are allowed in files
          "resources": { "orders": { "actions": ["view", "accept"], "fields": ["code", "price"], "attributes": ["status", "center"] }, "crew": { "actions": ["view"], "fields": ["name"] } },
          "aliases": { "canAccept": "orders:accept" },
          "roles": {
            "staff": { "permit": [{ "id": "s1", "actions": ["orders:view"], "fields": { "read": ["code"] } }] },
            "lead": { "inherits": ["staff"], "permit": [{ "actions": ["orders:*", "crew:view"] }] },
            "center": { "permit": [{ "actions": ["orders:view"], "when": { "status": ["open", "closed"], "center": "$code" } }] },
          },
        }
        """;

    [Fact]
    public void A_good_document_loads_without_findings()
    {
        var result = PolicyText.Read(Good);

        Assert.True(result.IsLoaded);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(["crew:view", "orders:accept", "orders:view"], result.Value.Capabilities.Select(c => c.Name));
        Assert.Equal(["center", "lead", "staff"], result.Value.Roles);
        Assert.True(result.Value.TryFind("canAccept", out var accept));
        Assert.Equal("orders:accept", accept.Name);
        Assert.Equal(["orders:view"], result.Value.Capabilities.Where(result.Value.IsConditional).Select(c => c.Name));
    }

    [Theory]
    [InlineData("\"orders:accept\" }", "\"order:accept\" }", "CKS204", "Did you mean \"orders:accept\"?")]
    [InlineData("[\"staff\"]", "[\"staf\"]", "CKS201", "Did you mean \"staff\"?")]
    [InlineData("\"read\": [\"code\"]", "\"read\": [\"kode\"]", "CKS205", "Did you mean \"code\"?")]
    [InlineData("\"staff\": { \"permit\"", "\"staff\": { \"inherits\": [\"lead\"], \"permit\"", "CKS202", "")]
    [InlineData("\"id\": \"s1\"", "\"idd\": \"s1\"", "CKS106", "Did you mean \"id\"?")]
    [InlineData("\"view\", \"accept\"", "\"view\", \"Accept\"", "CKS203", "")]
    [InlineData("\"version\": 1", "\"version\": 2", "CKS108", "")]
    [InlineData("\"read\": [\"code\"]", "\"read\": [\"*\"]", "CKS207", "List the fields by name.")]
    [InlineData("[\"orders:*\", \"crew:view\"] ", "[\"orders:*\", \"crew:view\"], \"fields\": { \"read\": [\"code\"] } ", "CKS205", "Write one rule for each resource.")]
    [InlineData("\"actions\": [\"orders:view\"], ", "", "CKS105", "")]
    [InlineData("\"orders:*\"", "\"*\"", "CKS204", "")]
    [InlineData("\"orders:*\"", "\"canAccept\"", "CKS204", "Write \"orders:accept\".")]
    [InlineData("[\"orders:*\", \"crew:view\"]", "[]", "CKS105", "at least one")]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:*\"", "\"deny\": [{ \"actions\": [\"crew:view\"], \"fields\": {} }], \"permit\": [{ \"actions\": [\"orders:*\"", "CKS105", "take \"fields\" out")]
    [InlineData("\"permit\": [{ \"actions\": [\"orders:*\"", "\"deny\": [{ \"actions\": [\"crew:view\"], \"fields\": { \"read\": [] } }], \"permit\": [{ \"actions\": [\"orders:*\"", "CKS105", "take \"fields\" out")]
    [InlineData("\"staff\": {", "\"Staff\": {}, \"staff\": {", "CKS203", "a-z")]
    [InlineData("\"staff\": {", "\"a,b\": {}, \"staff\": {", "CKS203", "a-z")]
    [InlineData("\"staff\": {", "\"\": {}, \"staff\": {", "CKS203", "a-z")]
    [InlineData("\"canAccept\": ", "\"crew:view\": ", "CKS203", "letters and digits")]
    [InlineData("\"orders:accept\" }", "\"orders:*\" }", "CKS204", "one capability")]
    [InlineData("\"status\": [\"open\"", "\"statsu\": [\"open\"", "CKS208", "Did you mean \"status\"?")]
    [InlineData("\"$code\"", "\"$cod\"", "CKS208", "Did you mean \"$code\"?")]
    [InlineData("\"closed\"]", "\"$Id\"]", "CKS208", "Did you mean \"$id\"?")]
    [InlineData("[\"orders:view\"], \"when\"", "[\"orders:view\", \"crew:view\"], \"when\"", "CKS208", "Write one rule for each resource.")]
    [InlineData("\"when\": { \"status\": [\"open\", \"closed\"], \"center\": \"$code\" }", "\"when\": {}", "CKS105", "Name an attribute")]
    [InlineData("[\"open\", \"closed\"]", "[]", "CKS105", "at least one value")]
    [InlineData("[\"open\", \"closed\"]", "true", "CKS104", "Write a text here.")]
    [InlineData("[\"open\", \"closed\"]", "[\"open\", 1]", "CKS104", "a text")]
    [InlineData("[\"open\", \"closed\"]", "[\"open\", \"\"]", "CKS104", "Write a value")]
    [InlineData("\"$code\"", "\" \"", "CKS104", "Write a value")]
    [InlineData("\"when\": { \"status\": [\"open\", \"closed\"], \"center\": \"$code\" }", "\"when\": [\"status\"]", "CKS104", "an object")]
    [InlineData("\"when\": { \"status\": [\"open\", \"closed\"], \"center\": \"$code\" }", "\"when\": null", "CKS104", "an object")]
    public void A_mistake_is_reported_with_its_place_and_its_mend(string from, string to, string code, string fix)
    {
        Assert.Contains(from, Good);

        var result = PolicyText.Read(Good.Replace(from, to));

        var found = result.Diagnostics.First(d => d.Code.Id == code);
        Assert.True(found.Location.Line > 0);
        Assert.Contains(fix, found.Fix);
        Assert.Equal(found.Severity != Cks.Core.DiagnosticSeverity.Error, result.IsLoaded);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var result = PolicyText.Read(Good.Replace("\"orders:accept\" }", "\"order:accept\" }").Replace("[\"staff\"]", "[\"staf\"]").Replace("\"id\"", "\"idd\""));

        Assert.Equal(["CKS106", "CKS201", "CKS204"], result.Diagnostics.Select(d => d.Code.Id).Order());
    }

    [Fact]
    public void A_refused_document_uses_up_no_capability_ids()
    {
        Assert.False(PolicyText.Read("""{ "version": 1, "resources": { "burnt": { "actions": ["a1", "a2"] } }, "roles": { "x": { "inherits": ["y"] } } }""").IsLoaded);

        Assert.False(CapabilityId.TryFind("burnt:a1", out _));
    }

    [Fact]
    public void More_capabilities_than_a_policy_may_have_are_a_finding()
    {
        var actions = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"a{i}\""));

        Assert.Contains(PolicyText.Read($$"""{ "version": 1, "resources": { "many": { "actions": [{{actions}}] } } }""").Diagnostics, d => d.Code.Id == "CKS103");
    }

    [Fact]
    public void A_document_with_random_bytes_changed_never_throws_and_never_loads_with_an_error()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, bytes.Length - 1], Gen.Byte).Sample((i, a, j, b) =>
        {
            var changed = bytes.ToArray();
            (changed[i], changed[j]) = (a, b);
            var result = PolicyReader.Read("fuzz", changed);
            Assert.Equal(result.Diagnostics.All(d => d.Severity != Cks.Core.DiagnosticSeverity.Error), result.IsLoaded);
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("1.0000000000000000000000000001", true)]
    [InlineData("10e-1", true)]
    [InlineData("0.000e99999", true)]
    [InlineData("-79228162514264337593543950335", true)]
    [InlineData("1.00000000000000000000000000001", false)]
    [InlineData("0.99999999999999999999999999999", false)]
    [InlineData("1e-40", false)]
    [InlineData("1e40", false)]
    public void A_number_that_would_be_rounded_is_refused(string number, bool loads)
    {
        string Of(string attribute, string condition) => $$"""
            { "version": 1, "resources": { "a": { "actions": ["v"], "attributes": { "n": {{attribute}} } } }, "roles": { "r": { "deny": [{ "actions": ["a:v"], "when": { "n": {{condition}} } }] } } }
            """;

        Assert.Equal(loads, PolicyText.Read(Of("\"number\"", $$"""{ "lt": {{number}} }""")).IsLoaded);
        Assert.Equal(loads, PolicyText.Read(Of("\"number\"", number)).IsLoaded);
        Assert.Equal(loads, PolicyText.Read(Of($$"""{ "from": {{number}}, "to": {{number}} }""", number)).IsLoaded);
    }

    [Fact]
    public void A_long_line_of_roles_is_refused_and_does_not_end_the_process()
    {
        Rounds.AllOfThem();
        var roles = string.Join(',', Enumerable.Range(0, 80_000).Select(i => $$"""  "r{{i}}": { "inherits": ["r{{i + 1}}"] } """));

        var result = PolicyReader.Read("test.rbac.json", Encoding.UTF8.GetBytes($$"""{ "version": 1, "roles": { {{roles}} } }"""));

        Assert.Equal("CKS103", Assert.Single(result.Diagnostics).Code.Id);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void S30_a_condition_has_a_budget_of_values(int values, bool loads)
    {
        var list = string.Join(", ", Enumerable.Range(1, values - 1).Select(i => $"\"s{i}\""));
        var result = PolicyReader.Read("app.rbac.json", System.Text.Encoding.UTF8.GetBytes(Good.Replace("[\"open\", \"closed\"]", $"[{list}]")));

        Assert.Equal(loads, result.IsLoaded);
        if (!loads)
            Assert.StartsWith("CKS103 app.rbac.json:8:", Assert.Single(result.Diagnostics).ToString(), StringComparison.Ordinal);
    }
}
