using System.Globalization;

namespace Cks.Rbac;

/// <summary>A value that a condition compares an attribute with. Two are equal when kind and value are.</summary>
public readonly record struct AttributeValue : IComparable<AttributeValue>
{
    private readonly string? _text;
    private readonly decimal _number;

    private AttributeValue(AttributeKind kind, string? text, decimal number) => (Kind, _text, _number) = (kind, text is "" ? null : text, number); // as in the default value

    /// <summary>What the value is.</summary>
    public AttributeKind Kind { get; }

    /// <summary>The text; empty for the other kinds.</summary>
    public string Text => _text ?? "";

    /// <summary>The number; 0 for the other kinds.</summary>
    public decimal Number => Kind == AttributeKind.Number ? _number : 0;

    /// <summary>The point in time (UTC); the default value for the other kinds.</summary>
    public DateTimeOffset Time => Kind == AttributeKind.Time ? new DateTimeOffset((long)_number, TimeSpan.Zero) : default;

    /// <summary>The flag; <see langword="false"/> for the other kinds.</summary>
    public bool Flag => Kind == AttributeKind.Flag && _number != 0;

    /// <summary>The value itself: a <see cref="string"/>, <see cref="decimal"/>, <see cref="DateTimeOffset"/> or <see cref="bool"/>.</summary>
    public object Boxed => Kind switch
    {
        AttributeKind.Text => Text,
        AttributeKind.Number => Number,
        AttributeKind.Time => Time,
        _ => Flag,
    };

    /// <summary>A text.</summary>
    public static AttributeValue Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(AttributeKind.Text, text, 0);
    }

    /// <summary>A number.</summary>
    public static AttributeValue Of(decimal number) => new(AttributeKind.Number, null, number);

    /// <summary>A point in time.</summary>
    public static AttributeValue Of(DateTimeOffset time) => new(AttributeKind.Time, null, time.UtcTicks);

    /// <summary>A flag.</summary>
    public static AttributeValue Of(bool flag) => new(AttributeKind.Flag, null, flag ? 1 : 0);

    /// <summary>Orders values of one kind; texts ordinally.</summary>
    public int CompareTo(AttributeValue other) => Kind == AttributeKind.Text && other.Kind == AttributeKind.Text
        ? string.CompareOrdinal(Text, other.Text)
        : Kind != other.Kind ? Kind.CompareTo(other.Kind) : _number.CompareTo(other._number);

    /// <summary>The value as a document writes it, without quotes.</summary>
    public override string ToString() => Kind switch
    {
        AttributeKind.Text => Text,
        AttributeKind.Number => _number.ToString(CultureInfo.InvariantCulture),
        AttributeKind.Time => Time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => Flag ? "true" : "false",
    };

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(AttributeValue left, AttributeValue right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(AttributeValue left, AttributeValue right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(AttributeValue left, AttributeValue right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(AttributeValue left, AttributeValue right) => left.CompareTo(right) >= 0;
}
