using System.Collections.Frozen;
using Cks.Core;

namespace Cks.Rbac;

/// <summary>All maps of the application.</summary>
internal sealed class ResourceMaps
{
    private readonly FrozenDictionary<(Type, string), IResourceMap> _maps;

    public ResourceMaps(IEnumerable<IResourceMap> maps)
    {
        var byKey = maps.ToLookup(m => m.Key);
        if (byKey.FirstOrDefault(m => m.Count() > 1) is { Key: var (type, resource) })
            throw new CksConfigurationException(CksCodes.InvalidSetting, $"MapResource<{type.Name}>", $"\"{resource}\" is mapped twice for one type.", "Keep one of the two.");
        _maps = byKey.ToFrozenDictionary(m => m.Key, m => m.Single());
    }

    public static ResourceMaps None { get; } = new([]);

    public ResourceMap<T> Find<T>(string resource) => _maps.TryGetValue((typeof(T), resource), out var map)
        ? (ResourceMap<T>)map
        : throw new InvalidOperationException($"Nothing says what the attributes of \"{resource}\" are on {typeof(T).Name}. Call AddCksRbac().MapResource<{typeof(T).Name}>(\"{resource}\", ...).");

    public void CheckAgainst(Policy policy)
    {
        var findings = new DiagnosticBag();
        foreach (var map in _maps.Values)
            map.CheckAgainst(policy, findings);
        findings.ThrowIfErrors();
    }
}
