using System.Text;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Scope.Tests.Model;

/// <summary>Names that the policy and the scope model do not share.</summary>
public sealed class ScopeNamesTests
{
    [Theory]
    [InlineData("\"service\": { \"actions\": [\"view\"]", "\"services\": { \"actions\": [\"view\"]", "CKS204 scope model The policy declares no capability \"service:view\"", "\"services:view\"?")]
    [InlineData("\"crew\": { \"inherits\"", "\"crews\": { \"inherits\"", "CKS201 scope model The policy declares no role \"crew\"", "\"crews\"?")]
    public void A_name_that_the_policy_lacks_is_reported_and_not_shown_as_nothing(string from, string to, string finding, string fix)
    {
        Assert.Contains(from, ScopeText.Policy);
        var text = ScopeText.Policy.Replace(from, to).Replace(to.StartsWith("\"services\"", StringComparison.Ordinal) ? "service:view" : "no match", "services:view");
        var policy = PolicyReader.Read("test.rbac.json", Encoding.UTF8.GetBytes(text)).GetOrThrow();

        var exception = Assert.Throws<CksConfigurationException>(() => Check(ScopeText.ModelStore.Current.Value, policy));

        Assert.Contains(finding, exception.Message);
        Assert.Contains(fix, exception.Message);
    }

    [Fact]
    public void An_attribute_that_is_no_text_field_of_the_entity_is_reported()
    {
        var policy = PolicyReader.Read("test.rbac.json", Encoding.UTF8.GetBytes(ScopeText.Policy)).GetOrThrow();
        foreach (var (from, to) in new[] { ("\"maker\": \"creator\"", "\"makers\": \"creator\""), ("\"maker\": \"creator\"", "\"maker\": { \"column\": \"made\", \"type\": \"integer\" }, \"makers\": \"creator\"") })
        {
            var model = ScopeText.Read(ScopeText.Model.Replace(from, to)).Value!;
            var exception = Assert.Throws<CksConfigurationException>(() => Check(model, policy));
            Assert.Contains("CKS208 scope model The policy permits \"orders:view\" by \"maker\", and \"order\" has no such text field", exception.Message);
            Assert.Contains("\"makers\"?", exception.Message);
        }
    }

    [Fact]
    public void Documents_that_agree_pass() => Check(
        ScopeText.ModelStore.Current.Value, PolicyReader.Read("test.rbac.json", Encoding.UTF8.GetBytes(ScopeText.Policy)).GetOrThrow());

    [Theory]
    [InlineData("\"attributes\": { \"status\": \"text\", \"kind\": \"text\", \"maker\": \"text\", \"onHand\": \"time\" }", "\"onHand\": { \"lt\": \"2026-01-01T00:00:00Z\" }", "CKS208 scope model The policy permits \"orders:view\" by \"onHand\", and \"order\" has no such timestamp field")]
    [InlineData("\"attributes\": { \"status\": \"flag\", \"kind\": \"text\", \"maker\": \"text\" }", "\"status\": true", "\"order\" has no such boolean field")]
    [InlineData("\"attributes\": { \"status\": \"text\", \"kind\": \"text\", \"maker\": \"text\", \"due\": \"time\" }", "\"due\": { \"lt\": \"2026-01-01T00:00:00.0000001Z\" }", "CKS309 scope model A condition on \"orders:view\" compares \"due\" with a value that no column can hold.")]
    [InlineData("\"attributes\": [\"status\", \"kind\", \"maker\"]", "\"kind\": { \"not\": \"a\\u0000\" }", "CKS309 scope model A condition on \"orders:view\" compares \"kind\"")]
    [InlineData("\"attributes\": [\"status\", \"kind\", \"maker\"], \"relations\": [\"own\"]", "\"not\": { \"is\": \"own\" }", "CKS309 scope model A condition on \"orders:view\" asks for the relation \"own\", in which no role of the model can stand to \"order\".")]
    public void A_condition_that_no_list_can_ask_is_reported(string attributes, string condition, string finding)
    {
        var text = ScopeText.Policy.Replace("\"attributes\": [\"status\", \"kind\", \"maker\"]", attributes).Replace("{ \"kind\": [\"secret\", \"hidden\"], \"status\": \"open\" }", $"{{ {condition} }}");
        if (attributes.Contains("\"status\": \"flag\"", StringComparison.Ordinal))
            text = text.Replace("\"status\": [\"open\", \"done\"], ", "").Replace("{ \"status\": [\"open\", \"ready\"] }", "{ \"kind\": \"plain\" }");
        var policy = PolicyReader.Read("test.rbac.json", Encoding.UTF8.GetBytes(text)).GetOrThrow();

        Assert.Contains(finding, Assert.Throws<CksConfigurationException>(() => Check(ScopeText.ModelStore.Current.Value, policy)).Message);
    }

    [Fact]
    public void A_condition_that_is_more_than_a_query_may_hold_is_reported()
    {
        string Deep(int depth) => depth == 0 ? "{ \"is\": \"subordinate\" }" : $"{{ \"any\": [{{ \"status\": \"a\", \"all\": [{Deep(depth - 1)}, {Deep(depth - 1)}] }}, {{ \"kind\": \"b\" }}] }}";
        var text = ScopeText.Policy.Replace("\"maker\"] }", "\"maker\"], \"relations\": [\"subordinate\"] }").Replace("{ \"kind\": [\"secret\", \"hidden\"], \"status\": \"open\" }", Deep(3));
        var policy = PolicyReader.Read("test.rbac.json", Encoding.UTF8.GetBytes(text)).GetOrThrow();

        Assert.Contains("CKS309 scope model A condition on \"orders:view\" is more than a query may hold.", Assert.Throws<CksConfigurationException>(() => Check(ScopeText.ModelStore.Current.Value, policy)).Message);
    }

    [Fact]
    public void The_example_of_the_page_gives_what_the_page_shows()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "CksCore.sln")))
            root = root.Parent!;
        var blocks = File.ReadAllText(Path.Combine(root.FullName, "docs", "errors", "CKS309.md")).Split("```").Where((_, i) => i % 2 == 1).ToDictionary(b => b.Split('\n')[0], b => b[b.IndexOf('\n')..].Trim());
        var model = ScopeText.Read("""
            {
              "version": 1,
              "entities": {
                "crew": { "table": "crew", "key": "id", "tenant": "tenant", "test": "test" },
                "report": { "table": "reports", "key": "id", "tenant": "tenant", "test": "test", "fields": { "code": "id" } }
              },
              "relations": [{ "name": "reports", "from": "crew", "to": "report", "by": "crew" }],
              "roles": { "crew": { "entity": "crew", "includeRelationships": ["reports"] } }
            }
            """).GetOrThrow();

        var thrown = Assert.Throws<CksConfigurationException>(() => Check(model, PolicyReader.Read("test.rbac.json", Encoding.UTF8.GetBytes(blocks["json"])).GetOrThrow()));

        Assert.Equal(blocks["text"], Assert.Single(thrown.Diagnostics).ToString());
    }

    private static void Check(ScopeModel model, Policy policy)
    {
        var findings = new DiagnosticBag();
        ScopeNames.Check(model, policy, findings);
        findings.ThrowIfErrors();
    }
}
