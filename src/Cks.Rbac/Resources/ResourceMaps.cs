using Cks.Core;

namespace Cks.Rbac;

/// <summary>All maps of the application.</summary>
internal sealed class ResourceMaps
{
    private static int s_slots;
    private readonly IResourceMap[] _maps;
    private readonly IResourceMap[][] _byType;

    public ResourceMaps(IEnumerable<IResourceMap> maps)
    {
        _maps = [.. maps];
        if (_maps.CountBy(m => m.Key).FirstOrDefault(m => m.Value > 1) is { Value: > 1, Key: var (type, resource) })
            throw new CksConfigurationException(CksCodes.InvalidSetting, $"MapResource<{type.Name}>", $"\"{resource}\" is mapped twice for one type.", "Keep one of the two.");
        _byType = new IResourceMap[_maps.Length == 0 ? 0 : _maps.Max(m => m.Slot) + 1][];
        foreach (var type2 in _maps.GroupBy(m => m.Slot))
            _byType[type2.Key] = [.. type2];
    }

    public static ResourceMaps None { get; } = new([]);

    public static int SlotOf<T>() => Slot<T>.Number;

    public ResourceMap<T> Find<T>(string resource)
    {
        var slot = Slot<T>.Number;
        if ((uint)slot < (uint)_byType.Length && _byType[slot] is { } maps)
            foreach (var one in maps)
                if (one is ResourceMap<T> map && map.Resource == resource)
                    return map;
        throw new InvalidOperationException($"Nothing says what the attributes of \"{resource}\" are on {typeof(T).Name}. Call AddCksRbac().MapResource<{typeof(T).Name}>(\"{resource}\", ...).");
    }

    /// <summary>The resources that a type stands for.</summary>
    public IEnumerable<string> ResourcesOf(Type type) => _maps.Where(m => m.Key.Type == type).Select(m => m.Key.Resource);

    /// <summary>Whether a type, one that it derives from, or one that derives from it stands for a resource.</summary>
    public bool Knows(Type type) => Array.Exists(_maps, m => m.Key.Type.IsAssignableFrom(type) || (type != typeof(object) && type.IsAssignableFrom(m.Key.Type)));

    public void CheckAgainst(Policy policy, IReadOnlyList<IRelationResolver> resolvers, DiagnosticBag findings)
    {
        foreach (var map in _maps)
            map.CheckAgainst(policy, resolvers, findings);
    }

    // A number for each type, so that the map of a type is found without hashing.
    private static class Slot<T>
    {
        public static readonly int Number = Interlocked.Increment(ref s_slots);
    }
}
