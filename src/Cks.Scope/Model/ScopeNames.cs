using Cks.Core;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Holds the names of a scope model against the policy: its roles, the capability to see each entity that a strategy shows, and the attributes that its rules ask for.</summary>
internal static class ScopeNames
{
    /// <exception cref="CksConfigurationException">CKS201 or CKS204: the policy does not declare a role, or the capability to see an entity. CKS208: an entity lacks the text field of an attribute.</exception>
    public static void Check(ScopeModel model, Policy policy)
    {
        var findings = new DiagnosticBag();
        foreach (var role in model.Strategies.Select(s => s.Role).Where(r => !policy.DeclaresRole(r)))
            findings.AddUnknown(CksCodes.UnknownRole, SourceLocation.Whole("scope model"), $"The policy declares no role \"{role}\".", role, [.. policy.Roles]);
        foreach (var entity in model.ShownEntities.Where(e => !policy.Declares(e.View)))
            findings.AddUnknown(CksCodes.UnknownCapability, SourceLocation.Whole("scope model"), $"The policy declares no capability \"{entity.View}\", so no row of \"{entity.Name}\" would ever show.", entity.View.Name, [.. policy.Capabilities.Select(c => c.Name)]);
        foreach (var (entity, attribute) in model.ShownEntities.Union(model.ViewerEntities).SelectMany(e => policy.AttributesOf(e.View), (e, a) => (e, a)).Where(n => n.e.FindField(n.a) is not { Type: FieldType.Text }))
            findings.AddUnknown(CksCodes.UnknownAttribute, SourceLocation.Whole("scope model"), $"The policy permits \"{entity.View}\" by \"{attribute}\", and \"{entity.Name}\" has no such text field, so no row of it would ever show.", attribute, [.. entity.Fields.Where(f => f.Type == FieldType.Text).Select(f => f.Name)]);
        findings.ThrowIfErrors();
    }
}
