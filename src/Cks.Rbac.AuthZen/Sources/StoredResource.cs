using Cks.Core;

namespace Cks.Rbac.AuthZen;

/// <summary>A resource that the application knows.</summary>
/// <param name="Id">What requests and relations call it.</param>
/// <param name="Tenant">Whose it is. One of another tenant than the caller's is unknown.</param>
public sealed record StoredResource(string Id, TenantId Tenant)
{
    /// <summary>Test class: a test row is there for test subjects only.</summary>
    public bool IsTest { get; init; }

    /// <summary>
    /// Attributes by the policy's names. <see langword="null"/> is stored as missing, and no caller can say otherwise; what is not named at all a caller may say, where it is marked for that caller.
    /// </summary>
    /// <value>Default: none.</value>
    public IReadOnlyDictionary<string, AttributeValue?> Attributes { get; init; } = new Dictionary<string, AttributeValue?>();
}
