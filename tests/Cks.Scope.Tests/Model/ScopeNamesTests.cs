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

    private static void Check(ScopeModel model, Policy policy)
    {
        var findings = new DiagnosticBag();
        ScopeNames.Check(model, policy, findings);
        findings.ThrowIfErrors();
    }
}
