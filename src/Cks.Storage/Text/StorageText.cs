using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Cks.Storage;

/// <summary>
/// Any text of .NET as one that both databases keep, and back. Neither keeps U+0000 as a part of a text, and half of a surrogate pair has no UTF-8: an identifier of somebody else's making may have both, and must be
/// revocable all the same. <c>\0</c>, <c>\ud800</c> and <c>\\</c> stand for them; every other text stays as it is. No two texts have one form.
/// </summary>
internal static class StorageText
{
    private const char Escape = '\\';
    private const int UnitDigits = 4;
    private const int LongestKey = 255;

    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var span = text.AsSpan();
        if (span.IndexOfAny(Escape, '\0') < 0 && span.IndexOfAnyInRange('\ud800', '\udfff') < 0)
            return text;
        var encoded = new StringBuilder(text.Length + 8);
        while (!span.IsEmpty)
        {
            var isWhole = Rune.DecodeFromUtf16(span, out _, out var length) == System.Buffers.OperationStatus.Done;
            _ = (isWhole, span[0]) switch
            {
                (false, var unit) => encoded.Append(CultureInfo.InvariantCulture, $"{Escape}u{(int)unit:x4}"),
                (_, '\0') => encoded.Append(Escape).Append('0'),
                (_, Escape) => encoded.Append(Escape).Append(Escape),
                _ => encoded.Append(span[..length]),
            };
            span = span[length..];
        }

        return encoded.ToString();
    }

    /// <summary>The same for a key that is compared and never read: one that an index might not hold becomes its SHA-256, in a form that no other text has.</summary>
    public static string Key(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= LongestKey ? Encode(text) : $"{Escape}h{Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan())))}";
    }

    /// <exception cref="FormatException">Something else wrote the text.</exception>
    public static string Decode(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (!stored.Contains(Escape, StringComparison.Ordinal))
            return stored;
        var text = new StringBuilder(stored.Length);
        for (var i = 0; i < stored.Length; i++)
        {
            if (stored[i] != Escape)
                text.Append(stored[i]);
            else
                text.Append(Unit(stored, ref i));
        }

        return text.ToString();
    }

    private static char Unit(string stored, ref int at)
    {
        switch (++at < stored.Length ? stored[at] : ' ')
        {
            case '0':
                return '\0';
            case Escape:
                return Escape;
            case 'u' when at + UnitDigits < stored.Length && ushort.TryParse(stored.AsSpan(at + 1, UnitDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                at += UnitDigits;
                return (char)unit;
            default:
                throw new FormatException("A text in the database has an escape that nobody writes.");
        }
    }
}
