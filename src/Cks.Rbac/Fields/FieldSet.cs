using System.Diagnostics.CodeAnalysis;

namespace Cks.Rbac;

/// <summary>Some fields of one resource, as bits. Immutable; the default value is empty.</summary>
public readonly struct FieldSet : IEquatable<FieldSet>
{
    private readonly ResourceFields? _fields;
    private readonly ulong[]? _words;

    private FieldSet(ResourceFields fields, ulong[] words) => (_fields, _words) = (fields, words);

    /// <summary>Whether there is no field in it.</summary>
    public bool IsEmpty => _words is null || Array.TrueForAll(_words, w => w == 0);

    /// <summary>The fields, ordered by name.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            if (_words is null)
                return [];
            var (fields, words) = (_fields!, _words);
            return Enumerable.Range(0, words.Length * 64).Where(n => (words[n >> 6] >> n & 1) != 0).Select(fields.NameOf).Order(StringComparer.Ordinal);
        }
    }

    /// <summary>Whether the field is in it. Looks nothing up and allocates nothing.</summary>
    public bool Contains(FieldId field)
    {
        var word = field.Number >> 6;
        return _words is { } words && (uint)word < (uint)words.Length && (words[word] >> field.Number & 1) != 0 && field.IsOf(_fields!);
    }

    /// <summary>Whether the field is in it, by its name, compared ordinally; text from outside is safe here.</summary>
    public bool Contains(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _words is { } words && _fields!.TryFind(field, out var n) && n >> 6 < words.Length && (words[n >> 6] >> n & 1) != 0;
    }

    /// <summary>Whether both hold the same fields of the same resource; two empty sets are equal.</summary>
    public bool Equals(FieldSet other)
    {
        if (IsEmpty || other.IsEmpty)
            return IsEmpty && other.IsEmpty;
        return ReferenceEquals(_fields, other._fields) && Trimmed(_words!).SequenceEqual(Trimmed(other._words!));
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is FieldSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsEmpty ? 0 : HashCode.Combine(_fields, _words![0]);

    /// <inheritdoc cref="Equals(FieldSet)"/>
    public static bool operator ==(FieldSet left, FieldSet right) => left.Equals(right);

    /// <inheritdoc cref="Equals(FieldSet)"/>
    public static bool operator !=(FieldSet left, FieldSet right) => !left.Equals(right);

    internal static FieldSet Of(string resource, IEnumerable<string> names)
    {
        var fields = ResourceFields.Of(resource);
        int[] numbers = [.. names.Select(fields.NumberOf)];
        if (numbers.Length == 0)
            return default;
        var words = new ulong[(numbers.Max() >> 6) + 1];
        foreach (var number in numbers)
            words[number >> 6] |= 1UL << number;
        return new(fields, words);
    }

    internal FieldSet Union(FieldSet other) => IsEmpty ? other : other.IsEmpty ? this : Combine(other, (one, two) => one | two, Math.Max(_words!.Length, other._words!.Length));

    internal FieldSet Intersect(FieldSet other) => IsEmpty || other.IsEmpty ? default : Combine(other, (one, two) => one & two, Math.Min(_words!.Length, other._words!.Length));

    internal FieldSet Except(FieldSet other) => IsEmpty || other.IsEmpty ? this : Combine(other, (one, two) => one & ~two, _words!.Length);

    // Sets of two resources have nothing to do with each other: a rule lists fields of one.
    private FieldSet Combine(FieldSet other, Func<ulong, ulong, ulong> combine, int length)
    {
        if (!ReferenceEquals(_fields, other._fields))
            throw new InvalidOperationException("Two resources.");
        var words = new ulong[length];
        for (var i = 0; i < length; i++)
            words[i] = combine(i < _words!.Length ? _words[i] : 0, i < other._words!.Length ? other._words[i] : 0);
        return new(_fields!, words);
    }

    private static ReadOnlySpan<ulong> Trimmed(ulong[] words) => words.AsSpan().TrimEnd(0UL);
}
