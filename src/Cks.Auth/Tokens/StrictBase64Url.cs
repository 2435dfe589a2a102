using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Cks.Auth;

/// <summary>Base64url as RFC 7515 section 2 wants it: no padding, no white space, and exactly one way to write the same bytes.</summary>
internal static class StrictBase64Url
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    /// <summary>Decodes, or says no; empty text is zero bytes.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (!IsCanonical(text))
            return false;
        bytes = new byte[text.Length * 3 / 4];
        return Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == bytes.Length;
    }

    private static bool IsCanonical(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(Allowed))
            return false;
        // The last character of a partial group carries bits that no byte uses; they must be zero, or the same signature could be written in several ways.
        return (text.Length % 4) switch
        {
            0 => true,
            2 => (Alphabet.IndexOf(text[^1]) & 0b1111) == 0,
            3 => (Alphabet.IndexOf(text[^1]) & 0b11) == 0,
            _ => false,
        };
    }
}
