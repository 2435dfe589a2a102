using System.Text;
using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class HubValidatorTests
{
    private static readonly string Seed = Encoding.UTF8.GetString(Portal.Contractor);

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "\"path\": \"/crews\"", "\"path\": \"/crew\"", "CKS403 hub.json:17:70 The application provides no page \"/crew\". Did you mean \"/crews\"?" },
        { "\"createJob\"", "\"createJobs\"", "CKS403 hub.json:20:56 The application provides no action \"createJobs\". Did you mean \"createJob\"?" },
        { "\"/api/contractor/stats\"", "\"/api/contractor/stat\"", "CKS403 hub.json:30:23 The application provides no data source \"/api/contractor/stat\". Did you mean \"/api/contractor/stats\"?" },
        { "\"/api/contractor/stats\"", "\"/jobs\"", "CKS403 hub.json:30:23 The application provides no data source \"/jobs\"." },
        { "\"jobs\": \"/api/contractor/jobs\"", "\"jobs\": \"/api/contractor/job\"", "CKS403 hub.json:58:15 The application provides no data source \"/api/contractor/job\". Did you mean \"/api/contractor/jobs\"?" },
        { "\"canManageCrews\"", "\"canManageCrew\"", "CKS404 hub.json:44:5 The policy knows no capability or alias \"canManageCrew\". Did you mean \"canManageCrews\"?" },
        { "\"role\": \"contractor\"", "\"role\": \"contracter\"", "CKS201 hub.json:4:13 The policy has no role \"contracter\". Did you mean \"contractor\"?" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void S22_What_code_does_not_provide_is_reported_with_its_place_and_the_nearest_name(string written, string instead, string finding)
    {
        Assert.Contains(written, Seed, StringComparison.Ordinal);
        var at = Seed.IndexOf(written, StringComparison.Ordinal);
        var hub = HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(string.Concat(Seed.AsSpan(0, at), instead, Seed.AsSpan(at + written.Length)))).GetOrThrow();
        Assert.StartsWith(finding, Assert.Single(new HubValidator(Portal.Targets, Portal.Policy).Validate(hub)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Permission_may_be_named_by_capability_or_alias()
    {
        var hub = HubDefinitionReader.Read("hub.json", Encoding.UTF8.GetBytes(Seed.Replace("\"canManageCrews\"", "\"crews:manage\"", StringComparison.Ordinal))).GetOrThrow();
        Assert.Empty(new HubValidator(Portal.Targets, Portal.Policy).Validate(hub));
    }

    [Fact]
    public void Target_whose_capability_the_policy_does_not_declare_is_reported()
    {
        var diagnostics = new DiagnosticBag();
        new HubValidator(Portal.Targets.AddPage("/money", "financials:viev"), Portal.Policy).ValidateTargets(diagnostics);
        Assert.Equal("CKS204 AddTargets A target needs \"financials:viev\", which the policy does not declare. Did you mean \"financials:view\"?", Assert.Single(diagnostics).ToString());
    }
}
