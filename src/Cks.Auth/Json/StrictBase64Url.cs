using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Cks.Auth;

/// <summary>Base64url as RFC 7515 section 2 wants it: no padding, no white space, and exactly one way to write the same bytes.</summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<byte> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>Decodes, or says no; empty text is zero bytes.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var ascii = new byte[text.Length];
        if (Ascii.FromUtf16(text, ascii, out _) != OperationStatus.Done || !IsCanonical(ascii))
            return false;
        bytes = Base64Url.DecodeFromUtf8(ascii);
        return true;
    }

    /// <summary>Whether this is what encoding some bytes gives.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyExcept(Allowed))
            return false;
        // The last character of a partial group carries bits that no byte uses; they must be zero, or the same signature could be written in several ways.
        return (text.Length % 4) switch
        {
            0 => true,
            2 => (Value(text[^1]) & 0b1111) == 0,
            3 => (Value(text[^1]) & 0b11) == 0,
            _ => false,
        };
    }

    private static int Value(byte character) => character switch
    {
        >= (byte)'a' => character - 'a' + 26,
        (byte)'_' => 63,
        >= (byte)'A' => character - 'A',
        (byte)'-' => 62,
        _ => character - '0' + 52,
    };
}
