using System.Text;

namespace Cks.Core;

/// <summary>A number that a schema compares with.</summary>
internal sealed class SchemaBound
{
    private readonly byte[] _utf8;
    private readonly bool _isLong;
    private readonly long _value;

    public SchemaBound(string text, bool isExclusive)
    {
        (Text, IsExclusive, _utf8) = (text, isExclusive, Encoding.ASCII.GetBytes(text));
        _isLong = JsonNumber.TryParseLong(_utf8, out _value);
    }

    public string Text { get; }

    /// <summary>Whether the bound itself is outside.</summary>
    public bool IsExclusive { get; }

    /// <summary>Below 0 when a number is smaller than this one.</summary>
    public int CompareTo(ReadOnlySpan<byte> number) =>
        _isLong && JsonNumber.TryParseLong(number, out var value) ? value.CompareTo(_value) : JsonNumber.Compare(JsonNumber.Parse(number), JsonNumber.Parse(_utf8));

    /// <summary>Whether a number is a whole multiple of this one.</summary>
    public bool Divides(ReadOnlySpan<byte> number, ref int work) =>
        _isLong && JsonNumber.TryParseLong(number, out var value) ? value % _value == 0 : JsonNumber.Parse(number).IsMultipleOf(JsonNumber.Parse(_utf8), ref work);

    /// <summary>The stricter of two lower bounds, or upper ones.</summary>
    public static SchemaBound? Stricter(SchemaBound? a, SchemaBound? b, bool upper)
    {
        if (a is null || b is null)
            return a ?? b;
        var order = a.CompareTo(b._utf8);
        return order == 0 ? a.IsExclusive ? a : b : order > 0 == upper ? a : b;
    }
}
