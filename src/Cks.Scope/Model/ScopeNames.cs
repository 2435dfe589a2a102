using Cks.Core;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Holds the names of a scope model against the policy: its roles, and the capability to see each entity that a strategy shows.</summary>
internal static class ScopeNames
{
    /// <exception cref="CksConfigurationException">CKS201 or CKS204: the policy does not declare a role, or <c>{entity}:view</c>.</exception>
    public static void Check(ScopeModel model, Policy policy)
    {
        var findings = new DiagnosticBag();
        foreach (var role in model.Strategies.Select(s => s.Role).Where(r => !policy.DeclaresRole(r)))
            findings.Add(CksCodes.UnknownRole, SourceLocation.Whole("scope model"), $"The policy declares no role \"{role}\".", DidYouMean.Sentence(role, [.. policy.Roles]));
        foreach (var entity in model.ShownEntities.Where(e => !policy.Declares(e.View)))
            findings.Add(CksCodes.UnknownCapability, SourceLocation.Whole("scope model"), $"The policy declares no capability \"{entity.View}\", so no row of \"{entity.Name}\" would ever show.", DidYouMean.Sentence(entity.View.Name, [.. policy.Capabilities.Select(c => c.Name)]));
        findings.ThrowIfErrors();
    }
}
