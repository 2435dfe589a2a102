using Microsoft.CodeAnalysis;

namespace Cks.Analyzers;

/// <summary>What the analyzers report. Titles and ids are those of <c>CksCodes</c>.</summary>
internal static class Rules
{
    /// <summary>The property of a finding that names the capability that was probably meant.</summary>
    public const string Meant = "Meant";

    public static readonly DiagnosticDescriptor Unknown = new(
        "CKS002", "A capability in code is in no policy file", "No policy file declares \"{0}\"{1}", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS002"));

    public static readonly DiagnosticDescriptor Wildcard = new(
        "CKS003", "A wildcard stands in code", "\"{0}\" is a wildcard, and code asks for one capability at a time", "Cks", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Help("CKS003"));

    public static readonly DiagnosticDescriptor NeverGranted = new(
        "CKS004", "Code asks for a capability that no role is permitted", "No role of the policy files is permitted \"{0}\"", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS004"));

    public static readonly DiagnosticDescriptor NotJson = new(
        "CKS101", "The document is not JSON", "\"{0}\" is not JSON from here on", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS101"));

    private static string Help(string id) => $"urn:cks:error:{id}";
}
