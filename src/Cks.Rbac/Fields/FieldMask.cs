namespace Cks.Rbac;

/// <summary>
/// Which fields of a resource may be read, written, and named in a filter or an order. A field that no rule lists is in none of them. What may not be read may not be filtered or ordered by either, so that
/// its values cannot be guessed from which rows come. Immutable.
/// </summary>
public sealed class FieldMask
{
    internal FieldMask(FieldSet read, FieldSet write, FieldSet filter, FieldSet sort) => (Read, Write, Filter, Sort) = (read, write, filter.Intersect(read), sort.Intersect(read));

    /// <summary>The mask that hides everything.</summary>
    public static FieldMask None { get; } = new(default, default, default, default);

    /// <summary>Fields that may be shown.</summary>
    public FieldSet Read { get; }

    /// <summary>Fields that may be set.</summary>
    public FieldSet Write { get; }

    /// <summary>Fields that a filter may name, and a grouping, an aggregate or a search; all of them are in <see cref="Read"/>.</summary>
    public FieldSet Filter { get; }

    /// <summary>Fields that an order may name; all of them are in <see cref="Read"/>.</summary>
    public FieldSet Sort { get; }

    /// <summary>The fields that may be read, ordered by name.</summary>
    public IEnumerable<string> Names => Read.Names;

    /// <summary>Whether nothing may be read or written.</summary>
    public bool IsEmpty => Read.IsEmpty && Write.IsEmpty;

    /// <summary>Whether the field may be read; names are compared ordinally.</summary>
    public bool Allows(string field) => Read.Contains(field);

    internal FieldMask Union(FieldMask other) => new(Read.Union(other.Read), Write.Union(other.Write), Filter.Union(other.Filter), Sort.Union(other.Sort));

    internal FieldMask Intersect(FieldMask other) => new(Read.Intersect(other.Read), Write.Intersect(other.Write), Filter.Intersect(other.Filter), Sort.Intersect(other.Sort));

    // The constructor takes what may not be read out of filter and order.
    internal FieldMask Except(HiddenFields hidden) => new(Read.Except(hidden.Read), Write.Except(hidden.Write), Filter.Except(hidden.Filter), Sort.Except(hidden.Sort));
}
