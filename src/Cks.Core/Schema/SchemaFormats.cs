using System.Text;

namespace Cks.Core;

/// <summary>What <c>format</c> asks of a text, on its bytes.</summary>
internal static class SchemaFormats
{
    // In the order of the enumeration.
    private static readonly string[] Names = ["date-time", "date", "time", "duration", "email", "uri", "uri-reference", "uuid", "json-pointer", "ipv4", "ipv6", "regex"];

    /// <summary>The format of a name; none for one that is an annotation only.</summary>
    public static SchemaFormat Find(string name) => (SchemaFormat)(Array.IndexOf(Names, name) + 1);

    /// <summary>The name of a format.</summary>
    public static string NameOf(SchemaFormat format) => Names[(int)format - 1];

    /// <summary>Whether a text has a format.</summary>
    public static bool IsMatch(SchemaFormat format, ReadOnlySpan<byte> text) => format switch
    {
        SchemaFormat.DateTime => text.Length > 10 && IsDate(text[..10]) && text[10] is (byte)'T' or (byte)'t' && IsTime(text[11..]),
        SchemaFormat.Date => IsDate(text),
        SchemaFormat.Time => IsTime(text),
        SchemaFormat.Duration => IsDuration(text),
        SchemaFormat.Email => IsEmail(text),
        SchemaFormat.Uri => UriText.IsReference(text, relative: false),
        SchemaFormat.UriReference => UriText.IsReference(text, relative: true),
        SchemaFormat.Uuid => IsUuid(text),
        SchemaFormat.JsonPointer => IsPointer(text),
        SchemaFormat.Ipv4 => IsIpv4(text),
        SchemaFormat.Ipv6 => IsIpv6(text),
        SchemaFormat.Regex => EcmaPattern.Parse(Encoding.UTF8.GetString(text)).Error is null,
        _ => true,
    };

    /// <summary>RFC 4291, section 2.2.</summary>
    public static bool IsIpv6(ReadOnlySpan<byte> text)
    {
        var (groups, gap) = (0, false);
        if (text.StartsWith("::"u8))
        {
            text = text[2..];
            gap = true;
        }

        for (; text.Length > 0; groups++)
        {
            var end = text.IndexOf((byte)':') is >= 0 and var colon ? colon : text.Length;
            if (end == text.Length && text.Contains((byte)'.'))
            {
                groups += 2;
                return IsIpv4(text) && (gap ? groups < 8 : groups == 8);
            }

            if (end is 0 or > 4 || !AreHex(text[..end]))
                return false;
            text = text[end..];
            if (text.Length == 0)
                continue;
            if (!text.StartsWith("::"u8))
            {
                text = text[1..];
                if (text.Length == 0)
                    return false;
            }
            else if (gap)
            {
                return false;
            }
            else
            {
                text = text[2..];
                gap = true;
            }
        }

        return gap ? groups < 8 : groups == 8;
    }

    /// <summary>RFC 2673, section 3.2: four numbers without leading zeros.</summary>
    private static bool IsIpv4(ReadOnlySpan<byte> text)
    {
        for (var part = 0; part < 4; part++)
        {
            var end = text.IndexOf((byte)'.') is >= 0 and var dot ? dot : text.Length;
            if (end is 0 or > 3 || text[..end].ContainsAnyExceptInRange((byte)'0', (byte)'9') || (end > 1 && text[0] == (byte)'0') || Number(text[..end]) > 255)
                return false;
            if (part == 3)
                return end == text.Length;
            if (end == text.Length)
                return false;
            text = text[(end + 1)..];
        }

        return false;
    }

    /// <summary>RFC 3339, full-date.</summary>
    private static bool IsDate(ReadOnlySpan<byte> text)
    {
        if (text.Length != 10 || text[4] != (byte)'-' || text[7] != (byte)'-' || !AreDigits(text[..4]) || !AreDigits(text[5..7]) || !AreDigits(text[8..]))
            return false;
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..]));
        var leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        var days = month switch { 2 => leap ? 29 : 28, 4 or 6 or 9 or 11 => 30, >= 1 and <= 12 => 31, _ => 0 };
        return day >= 1 && day <= days;
    }

    /// <summary>RFC 3339, full-time; a leap second is the last one of a day in UTC.</summary>
    private static bool IsTime(ReadOnlySpan<byte> text)
    {
        if (text.Length < 9 || text[2] != (byte)':' || text[5] != (byte)':' || !AreDigits(text[..2]) || !AreDigits(text[3..5]) || !AreDigits(text[6..8]))
            return false;
        var (hour, minute, second) = (Number(text[..2]), Number(text[3..5]), Number(text[6..8]));
        text = text[8..];
        if (text[0] == (byte)'.')
        {
            var end = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') + 1;
            if (end < 2)
                return false;
            text = text[end..];
        }

        var offset = 0;
        if (text is not ([(byte)'Z' or (byte)'z']))
        {
            if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != (byte)':' || !AreDigits(text[1..3]) || !AreDigits(text[4..]) || Number(text[1..3]) > 23 || Number(text[4..]) > 59)
                return false;
            offset = (Number(text[1..3]) * 60 + Number(text[4..])) * (text[0] == (byte)'-' ? -1 : 1);
        }

        const int day = 24 * 60;
        var utc = (hour * 60 + minute - offset + 2 * day) % day;
        return hour < 24 && minute < 60 && (second < 60 || (second == 60 && utc == day - 1));
    }

    /// <summary>RFC 3339, appendix A: units in order, none left out between two.</summary>
    private static bool IsDuration(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3 || text[0] != (byte)'P')
            return false;
        text = text[1..];
        if (text[^1] == (byte)'W')
            return AreDigits(text[..^1]);
        var time = text.IndexOf((byte)'T');
        if (time < 0)
            return HasUnits(text, "YMD"u8);
        return (time == 0 || HasUnits(text[..time], "YMD"u8)) && HasUnits(text[(time + 1)..], "HMS"u8);
    }

    private static bool HasUnits(ReadOnlySpan<byte> text, ReadOnlySpan<byte> units)
    {
        for (var last = -1; text.Length > 0;)
        {
            var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            var unit = end > 0 ? units.IndexOf(text[end]) : -1;
            if (unit < 0 || (last >= 0 && unit != last + 1))
                return false;
            last = unit;
            text = text[(end + 1)..];
            if (text.Length == 0)
                return true;
        }

        return false;
    }

    /// <summary>RFC 5321, Mailbox.</summary>
    private static bool IsEmail(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at < 1)
            return false;
        var local = text[..at];
        var domain = text[(at + 1)..];
        return (local[0] == (byte)'"' ? IsQuoted(local) : AreParts(local, IsAtom)) && (domain is [(byte)'[', .., (byte)']'] ? IsAddress(domain[1..^1]) : AreParts(domain, IsLabel));
    }

    private static bool IsAddress(ReadOnlySpan<byte> text) => text.StartsWith("IPv6:"u8) ? IsIpv6(text[5..]) : IsIpv4(text);

    private static bool IsQuoted(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == (byte)'"')
                return i == text.Length - 1;
            if (text[i] == (byte)'\\')
                i++;
            if (i == text.Length || text[i] is < 32 or > 126)
                return false;
        }

        return false;
    }

    private static bool AreParts(ReadOnlySpan<byte> text, Func<ReadOnlySpan<byte>, bool> isPart)
    {
        foreach (var part in text.Split((byte)'.'))
        {
            if (!isPart(text[part]))
                return false;
        }

        return true;
    }

    private static bool IsAtom(ReadOnlySpan<byte> text) =>
        text.Length > 0 && !text.ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~"u8);

    private static bool IsLabel(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and < 64 && text[0] != (byte)'-' && text[^1] != (byte)'-' && !text.ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"u8);

    private static bool IsUuid(ReadOnlySpan<byte> text)
    {
        if (text.Length != 36)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != (byte)'-' : !char.IsAsciiHexDigit((char)text[i]))
                return false;
        }

        return true;
    }

    private static bool IsPointer(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text[0] != (byte)'/')
            return false;
        for (; text.IndexOf((byte)'~') is >= 0 and var at; text = text[(at + 1)..])
        {
            if (at + 1 == text.Length || text[at + 1] is not ((byte)'0' or (byte)'1'))
                return false;
        }

        return true;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => text.Length > 0 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool AreHex(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit((char)c))
                return false;
        }

        return true;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var c in digits)
            value = value * 10 + (c - '0');
        return value;
    }
}
