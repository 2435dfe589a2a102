using Cks.Core;

namespace Cks.Rbac;

/// <summary>How the attributes that conditions ask for are read from an object of the application; see <see cref="CksRbacBuilder.MapResource"/>.</summary>
/// <typeparam name="T">The type, as it is handed to <see cref="IPolicyDecisionPoint.CheckAsync"/>.</typeparam>
public sealed class ResourceMap<T> : IResourceMap
{
    private readonly string _resource;
    private readonly Dictionary<string, Func<T, string?>> _attributes = new(StringComparer.Ordinal);

    internal ResourceMap(string resource) => _resource = resource;

    (Type Type, string Resource) IResourceMap.Key => (typeof(T), _resource);

    /// <summary>Says how one attribute is read. It is read only when a condition asks for it; what it throws reaches the caller of the check.</summary>
    /// <param name="name">Attribute as the policy declares it.</param>
    /// <param name="read">Reads it; <see langword="null"/> is missing, so that no permit applies by it and every deny does.</param>
    public ResourceMap<T> Attribute(string name, Func<T, string?> read)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(read);
        _attributes.Add(name, read);
        return this;
    }

    // A policy that came into use after the start may ask for an attribute that is not mapped: it is missing.
    internal string? Read(string name, T resource) => _attributes.TryGetValue(name, out var read) ? read(resource) : null;

    void IResourceMap.CheckAgainst(Policy policy, DiagnosticBag findings)
    {
        var where = SourceLocation.Whole($"MapResource<{typeof(T).Name}>");
        if (policy.FindResource(_resource) is not { } resource)
        {
            findings.AddUnknown(CksCodes.UnknownAttribute, where, $"The policy declares no resource \"{_resource}\".", _resource, policy.ResourceNames);
            return;
        }

        foreach (var name in _attributes.Keys.Except(resource.Attributes))
            findings.AddUnknown(CksCodes.UnknownAttribute, where, $"\"{_resource}\" has no attribute \"{name}\".", name, resource.Attributes);
        foreach (var name in resource.Asked.Except(_attributes.Keys))
            findings.Add(CksCodes.UnknownAttribute, where, $"A condition on \"{_resource}\" asks for \"{name}\", which is not mapped.", $"Add .Attribute(\"{name}\", ...).");
    }
}
