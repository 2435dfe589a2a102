using Microsoft.CodeAnalysis;

namespace Cks.Analyzers;

/// <summary>What the analyzers report. Titles and ids are those of <c>CksCodes</c>.</summary>
internal static class Rules
{
    /// <summary>The property of a finding that names the capability that was probably meant.</summary>
    public const string Meant = "Meant";

    private const string NoRule = "An endpoint in code has no rule";

    public static readonly DiagnosticDescriptor Unguarded = new(
        "CKS001", NoRule, "\"{0}\" maps an endpoint without a rule", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS001"));

    /// <summary>The same of classes, which is known only when the whole project was read.</summary>
    public static readonly DiagnosticDescriptor UnguardedMember = new(
        "CKS001", NoRule, "\"{0}\" is served without a rule", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS001"), customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor Unknown = new(
        "CKS002", "A capability in code is in no policy file", "No policy file declares \"{0}\"{1}", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS002"));

    public static readonly DiagnosticDescriptor Wildcard = new(
        "CKS003", "A wildcard stands in code", "\"{0}\" is a wildcard, and code asks for one capability at a time", "Cks", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Help("CKS003"));

    public static readonly DiagnosticDescriptor NeverGranted = new(
        "CKS004", "Code asks for a capability that no role is permitted", "No role of the policy files is permitted \"{0}\"", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS004"));

    public static readonly DiagnosticDescriptor Anonymous = new(
        "CKS005", "AllowAnonymous stands beside a guard in code", "AllowAnonymous switches off the guard {0}", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS005"));

    public static readonly DiagnosticDescriptor Unscoped = new(
        "CKS006", "A read in code goes around the scope", "{0}", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS006"));

    public static readonly DiagnosticDescriptor RoleList = new(
        "CKS007", "Roles are listed where a capability exists", "Ask for what is done: {0}", "Cks", DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Help("CKS007"));

    public static readonly DiagnosticDescriptor RoleCheck = new(
        "CKS008", "Code decides by a role", "{0} decides by a role; ask whether the subject is permitted a capability", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS008"));

    public static readonly DiagnosticDescriptor NotJson = new(
        "CKS101", "The document is not JSON", "\"{0}\" is not JSON from here on", "Cks", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Help("CKS101"));

    private static string Help(string id) => $"urn:cks:error:{id}";
}
