using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Cks.HubConfig;

/// <summary>An opaque sRGB colour. A parsed value, so that nothing else of CSS can come through a theme.</summary>
/// <param name="Red">Red, 0 to 255.</param>
/// <param name="Green">Green, 0 to 255.</param>
/// <param name="Blue">Blue, 0 to 255.</param>
public readonly record struct HubColor(byte Red, byte Green, byte Blue)
{
    // Of each value of a channel its part of the light.
    private static readonly double[] Linear = [.. Enumerable.Range(0, 256).Select(channel => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads <c>#rgb</c> or <c>#rrggbb</c>, in either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HubColor color)
    {
        color = default;
        if (text is not { Length: 4 or 7 } || text[0] != '#' || text.AsSpan(1).ContainsAnyExcept(Digits))
            return false;
        var value = int.Parse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        color = text.Length == 7
            ? new((byte)(value >> 16), (byte)(value >> 8), (byte)value)
            : new((byte)((value >> 8 & 0xF) * 17), (byte)((value >> 4 & 0xF) * 17), (byte)((value & 0xF) * 17));
        return true;
    }

    /// <summary>The contrast of two colours as WCAG 2.2 has it: 1 for the same, 21 for black and white.</summary>
    public double ContrastWith(HubColor other)
    {
        var (a, b) = (Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private double Luminance => (0.2126 * Linear[Red]) + (0.7152 * Linear[Green]) + (0.0722 * Linear[Blue]);

    /// <summary><c>#rrggbb</c> in lower case.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");
}
