namespace Cks.Rbac;

/// <summary>A resource of the policy: the attributes that it declares, and those that conditions ask for.</summary>
internal sealed record PolicyResource(IReadOnlyCollection<string> Attributes, IReadOnlyCollection<string> Asked);
