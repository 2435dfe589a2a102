using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Cks.Auth;

/// <summary>What strings say whose form <see cref="JsonScanner"/> has checked.</summary>
internal static class JsonText
{
    /// <summary>Copies what a string says; <see langword="false"/> when there is no room for it, which bounds the work.</summary>
    public static bool TryCopy(ReadOnlySpan<byte> json, JsonSlice text, Span<char> into, out int written)
    {
        written = 0;
        var raw = text.In(json);
        if (!text.IsEscaped)
            // A UTF-8 byte gives one character at most and a third of one at least.
            return raw.Length <= into.Length * 3 && TryCopyPlain(raw, into, out written);
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (!TryCopyPlain(plain < 0 ? raw : raw[..plain], into[written..], out var copied))
                return false;
            written += copied;
            if (plain < 0)
                break;
            if (written == into.Length)
                return false;
            raw = raw[plain..];
            into[written++] = Unescape(ref raw);
        }

        return true;
    }

    /// <summary>What a string says.</summary>
    public static string Read(ReadOnlySpan<byte> json, JsonSlice text)
    {
        if (!text.IsEscaped)
            return Encoding.UTF8.GetString(text.In(json));
        var characters = new char[text.Length];
        TryCopy(json, text, characters, out var written);
        return new(characters, 0, written);
    }

    /// <summary>Whether a string says exactly this.</summary>
    public static bool Says(ReadOnlySpan<byte> json, JsonSlice text, string what)
    {
        Span<char> characters = stackalloc char[256];
        if (what.Length > characters.Length)
            return text.Kind == JsonKind.String && Read(json, text) == what;
        return text.Kind == JsonKind.String && TryCopy(json, text, characters, out var written) && what.AsSpan().SequenceEqual(characters[..written]);
    }

    // Not an Encoding, which makes an object each time when there is no room.
    private static bool TryCopyPlain(ReadOnlySpan<byte> raw, Span<char> into, out int written) =>
        Utf8.ToUtf16(raw, into, out _, out written, replaceInvalidSequences: false) == OperationStatus.Done;

    /// <summary>One character of the text after a backslash; steps over it.</summary>
    private static char Unescape(ref ReadOnlySpan<byte> raw)
    {
        var kind = raw[1];
        if (kind == 'u')
        {
            var unit = (char)((HexDigit(raw[2]) << 12) | (HexDigit(raw[3]) << 8) | (HexDigit(raw[4]) << 4) | HexDigit(raw[5]));
            raw = raw[6..];
            return unit;
        }

        raw = raw[2..];
        return kind switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => (char)kind,
        };
    }

    /// <summary>The value of a hexadecimal digit; -1 for anything else.</summary>
    public static int HexDigit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}
