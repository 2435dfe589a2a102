using System.Collections;
using System.Text.Json.Serialization.Metadata;

namespace Cks.Rbac.AspNetCore;

/// <summary>Finds the rows in a value that is about to be written, by the contracts that write it, so that all are decided about at once.</summary>
internal sealed class RowFinder(ShapedContracts contracts, Type[] types)
{
    private readonly List<object> _rows = [];
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly int _deepest = contracts.Options.MaxDepth == 0 ? 64 : contracts.Options.MaxDepth;

    public IReadOnlyList<object> Find(object value, Type declared)
    {
        Walk(value, declared, 0);
        return _rows;
    }

    private void Walk(object? value, Type declared, int depth)
    {
        if (value is null or string || !_seen.Add(value))
            return;
        if (depth > _deepest)
            throw new InvalidOperationException($"What is answered is deeper than {_deepest} levels.");
        if (Array.Exists(types, t => t.IsInstanceOfType(value)))
            _rows.Add(value);
        if (!contracts.Options.TryGetTypeInfo(value.GetType(), out var info) && !contracts.Options.TryGetTypeInfo(declared, out info))
            return;
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                foreach (var member in info.Properties)
                    if (member.Get is { } get && CanHold(member.PropertyType))
                        Walk(get(value), member.PropertyType, depth + 1);
                break;
            case JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary when info.ElementType is { } element && CanHold(element):
                foreach (var item in ItemsOf(value))
                    Walk(item, element, depth + 1);
                break;
        }
    }

    private bool CanHold(Type type) => type == typeof(object) || contracts.Rows.IsFrom(type);

    private static IEnumerable ItemsOf(object value) => value switch
    {
        IDictionary dictionary => dictionary.Values,
        ICollection list => list,
        IReadOnlyCollection<object?> list => list,
        _ => throw new InvalidOperationException($"{value.GetType()} cannot be read twice, so nothing can be decided about its rows before they are written. Load them into a list."),
    };
}
