using Cks.Core;
using Microsoft.CodeAnalysis;

namespace Cks.Analyzers.Tests;

public sealed class RulesTests
{
    private static IEnumerable<DiagnosticDescriptor> All => Sources.Analyzers.SelectMany(a => a.SupportedDiagnostics);

    [Fact]
    public void A_rule_is_the_code_of_the_registry()
    {
        Assert.Equal(["CKS001", "CKS002", "CKS003", "CKS004", "CKS005", "CKS006", "CKS007", "CKS008", "CKS101"], All.Select(d => d.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.All(All, d => Assert.Equal(CksCodes.Find(d.Id)!.Title, d.Title.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(All, d => Assert.Equal($"urn:cks:error:{d.Id}", d.HelpLinkUri));
    }

    /// <summary>A policy that is not JSON stops the host; while it is being typed it is a warning.</summary>
    [Fact]
    public void A_rule_is_as_grave_as_its_code() =>
        Assert.All(All.Where(d => d.Id != "CKS101"), d => Assert.Equal(CksCodes.Find(d.Id)!.Severity.ToString(), d.DefaultSeverity.ToString()));
}
