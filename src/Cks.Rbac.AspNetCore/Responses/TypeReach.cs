using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cks.Rbac.AspNetCore;

/// <summary>Whether what is written for a type can hold a type that is looked for, by the contracts that are used to write it.</summary>
internal sealed class TypeReach(JsonSerializerOptions options, Func<Type, bool> isSought)
{
    private readonly ConcurrentDictionary<Type, bool> _known = new();

    public bool IsFrom(Type type) => _known.TryGetValue(type, out var known) ? known : _known[type] = IsFrom(type, []);

    // What has been walked on the way is not walked again; only the answer for the whole walk is remembered.
    private bool IsFrom(Type type, HashSet<Type> seen)
    {
        if (isSought(type))
            return true;
        if (!seen.Add(type) || type.IsPrimitive || type.IsEnum || type == typeof(string) || !options.TryGetTypeInfo(type, out var info))
            return false;
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary => info.ElementType is { } element && IsFrom(element, seen),
            JsonTypeInfoKind.Object => info.Properties.Any(p => p.Get is not null && IsFrom(p.PropertyType, seen)) || info.PolymorphismOptions?.DerivedTypes.Any(d => IsFrom(d.DerivedType, seen)) == true,
            _ => false,
        };
    }
}
