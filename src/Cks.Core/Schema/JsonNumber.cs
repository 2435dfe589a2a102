using System.Buffers.Text;
using System.Numerics;

namespace Cks.Core;

/// <summary>
/// A JSON number as the digits that were written: compared and divided exactly, without ever writing a power of ten out.
/// The value is ± d.ddd × 10^<see cref="_magnitude"/> with the digits between the first and last that are not 0.
/// </summary>
internal readonly ref struct JsonNumber
{
    // A long holds any 18 digits.
    private const int DigitsOfLong = 18;

    private readonly ReadOnlySpan<byte> _digits;
    private readonly int _count;
    private readonly long _magnitude;
    private readonly bool _negative;

    private JsonNumber(ReadOnlySpan<byte> digits, int count, long magnitude, bool negative)
    {
        _digits = digits;
        (_count, _magnitude, _negative) = (count, magnitude, negative);
    }

    /// <summary>Whether the value has no fraction: 1.0 and 1e2 have none.</summary>
    public bool IsInteger => Lowest >= 0;

    /// <summary>How many digits count.</summary>
    public int Count => _count;

    private long Lowest => _magnitude - (_count - 1);

    /// <summary>Takes a number apart that the JSON reader accepted and whose exponent fits in a long.</summary>
    public static JsonNumber Parse(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == (byte)'-';
        if (negative)
            text = text[1..];
        var exponent = 0L;
        if (text.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var e)
        {
            var power = text[(e + 1)..];
            Utf8Parser.TryParse(power[0] == (byte)'+' ? power[1..] : power, out exponent, out _);
            text = text[..e];
        }

        var first = text.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
            return new([], 0, 0, false);
        var point = text.IndexOf((byte)'.') is >= 0 and var at ? at : text.Length;
        var digits = text[first..(text.LastIndexOfAnyInRange((byte)'1', (byte)'9') + 1)];
        var inside = point > first && point < first + digits.Length;
        return new(digits, digits.Length - (inside ? 1 : 0), exponent + point - first - (point > first ? 1 : 0), negative);
    }

    /// <summary>A number that is plainly a whole one of at most 18 digits.</summary>
    public static bool TryParseLong(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var negative = text[0] == (byte)'-';
        if (negative)
            text = text[1..];
        if (text.Length > DigitsOfLong)
            return false;
        foreach (var c in text)
        {
            if (c - (uint)'0' > 9)
                return false;
            value = value * 10 + (c - '0');
        }

        value = negative ? -value : value;
        return true;
    }

    /// <summary>Compares by value.</summary>
    public static int Compare(in JsonNumber a, in JsonNumber b)
    {
        if (a._count == 0 || b._count == 0 || a._negative != b._negative)
            return Sign(a) - Sign(b);
        var size = a._magnitude != b._magnitude ? a._magnitude.CompareTo(b._magnitude) : CompareDigits(a._digits, b._digits);
        return a._negative ? -size : size;
    }

    /// <summary>Whether this is a whole multiple of a number above 0.</summary>
    /// <param name="divisor">The number.</param>
    /// <param name="work">Steps that are left; dividing long numbers takes some.</param>
    public bool IsMultipleOf(in JsonNumber divisor, ref int work)
    {
        if (_count == 0)
            return true;
        // Neither number ends in 0, so a multiple cannot have finer digits than the divisor.
        var shift = Lowest - divisor.Lowest;
        if (shift < 0)
            return false;
        work -= (int)Math.Min(int.MaxValue / 2, (long)(_count / DigitsOfLong + 1) * (divisor._count / DigitsOfLong + 1));
        if (work < 0)
            return false;
        var modulus = divisor.Mantissa();
        return (Remainder(modulus) * BigInteger.ModPow(10, shift, modulus) % modulus).IsZero;
    }

    /// <summary>A hash that is equal for equal values.</summary>
    public override int GetHashCode()
    {
        var hash = Utf8Hash.Mix((int)_magnitude, Sign(this));
        foreach (var c in _digits)
        {
            if (c != (byte)'.')
                hash = unchecked(hash * 31 + c);
        }

        return hash;
    }

    private static int Sign(in JsonNumber number) => number._count == 0 ? 0 : number._negative ? -1 : 1;

    private static int CompareDigits(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (int i = 0, j = 0; ; i++, j++)
        {
            i += i < a.Length && a[i] == (byte)'.' ? 1 : 0;
            j += j < b.Length && b[j] == (byte)'.' ? 1 : 0;
            if (i == a.Length || j == b.Length)
                return (i == a.Length ? 0 : 1) - (j == b.Length ? 0 : 1);
            if (a[i] != b[j])
                return a[i] - b[j];
        }
    }

    private BigInteger Mantissa() => Remainder(BigInteger.Zero);

    /// <summary>The digits as a whole number, modulo <paramref name="modulus"/> unless that is 0.</summary>
    private BigInteger Remainder(BigInteger modulus)
    {
        var (value, part, length) = (BigInteger.Zero, 0L, 0);
        for (var i = 0; i < _digits.Length; i++)
        {
            if (_digits[i] == (byte)'.')
                continue;
            (part, length) = (part * 10 + (_digits[i] - '0'), length + 1);
            if (length < DigitsOfLong)
                continue;
            value = value * 1_000_000_000_000_000_000 + part;
            (part, length) = (0, 0);
            if (!modulus.IsZero)
                value %= modulus;
        }

        return value * (long)Math.Pow(10, length) + part;
    }
}
