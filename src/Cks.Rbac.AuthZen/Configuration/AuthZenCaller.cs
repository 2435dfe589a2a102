using Cks.Core;

namespace Cks.Rbac.AuthZen;

/// <summary>What one caller may ask about, and what it may say itself (S20).</summary>
public sealed class AuthZenCaller
{
    private readonly HashSet<string> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Assertion>> _resources = new(StringComparer.Ordinal);

    internal AuthZenCaller(string issuer, string id, string tenant) => (Issuer, Id, TenantText) = (issuer, id, tenant);

    internal string Issuer { get; }

    internal string Id { get; }

    internal string TenantText { get; }

    internal TenantId Tenant => TenantId.TryParse(TenantText, out var tenant) ? tenant : default;

    internal IReadOnlyCollection<string> SubjectTypes => _subjects;

    internal IReadOnlyCollection<string> ResourceTypes => _resources.Keys;

    internal IReadOnlyDictionary<string, List<Assertion>> Asserted => _resources;

    /// <summary>Types of subjects that it may ask about. What is not listed is unknown to it.</summary>
    public AuthZenCaller Subjects(params string[] types)
    {
        ArgumentNullException.ThrowIfNull(types);
        _subjects.UnionWith(types);
        return this;
    }

    /// <summary>Types of resources that it may ask about, of those that <see cref="AuthZenOptions.Resource"/> names. What is not listed is unknown to it.</summary>
    public AuthZenCaller Resources(params string[] types)
    {
        ArgumentNullException.ThrowIfNull(types);
        foreach (var type in types)
            _resources.TryAdd(type, []);
        return this;
    }

    /// <summary>
    /// Lets it say an attribute of resources of one type, where the application has stored none: what is stored always wins, also where it is stored that there is no value. Mark only what this caller knows
    /// better than the application; who it is and whose it is, roles, tenant and owner, belong in the sources.
    /// </summary>
    /// <param name="resourceType">One of <see cref="Resources"/>.</param>
    /// <param name="part">Where requests have it.</param>
    /// <param name="property">The property there.</param>
    /// <param name="attribute">The attribute as the policy declares it; the name of the property where it is left out.</param>
    public AuthZenCaller Asserts(string resourceType, PropertyOf part, string property, string? attribute = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(resourceType);
        ArgumentException.ThrowIfNullOrEmpty(property);
        _resources.TryAdd(resourceType, []);
        _resources[resourceType].Add(new(part, property, attribute ?? property));
        return this;
    }

    internal bool MayAskAbout(string subjectType, string resourceType) => _subjects.Contains(subjectType) && _resources.ContainsKey(resourceType);
}
