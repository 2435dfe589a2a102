using System.Collections.Frozen;

namespace Cks.Rbac;

/// <summary>Which fields of a resource may be read. A field that no rule lists is hidden. Immutable.</summary>
public sealed class FieldMask
{
    private readonly FrozenSet<string> _names;

    internal FieldMask(IEnumerable<string> names) => _names = names.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The mask that hides everything.</summary>
    public static FieldMask None { get; } = new([]);

    /// <summary>The fields that may be read, ordered by name.</summary>
    public IEnumerable<string> Names => _names.Order(StringComparer.Ordinal);

    /// <summary>Whether nothing may be read.</summary>
    public bool IsEmpty => _names.Count == 0;

    /// <summary>Whether the field may be read; names are compared ordinally.</summary>
    public bool Allows(string field) => _names.Contains(field);

    internal FieldMask Union(FieldMask other) => other.IsEmpty ? this : new(_names.Concat(other._names));

    internal FieldMask Intersect(FieldMask other) => new(_names.Intersect(other._names));

    internal FieldMask Except(FieldMask other) => other.IsEmpty ? this : new(_names.Except(other._names));
}
