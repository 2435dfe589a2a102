using System.Text.Json;

namespace Cks.Auth;

/// <summary>Reads <c>aud</c>: a string or an array of strings (RFC 7519 section 4.1.3), compared ordinally.</summary>
internal static class TokenAudience
{
    /// <summary>Whether the value at <paramref name="start"/> names one of the accepted audiences; a value of any other shape names none.</summary>
    public static bool Matches(ReadOnlySpan<byte> payload, int start, IReadOnlyList<string> accepted)
    {
        if (start < 0)
            return false;
        var reader = new Utf8JsonReader(payload[start..], TokenJson.Strict);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return IsOneOf(ref reader, accepted);
        var found = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
                return false;
            found |= IsOneOf(ref reader, accepted);
        }

        return found;
    }

    private static bool IsOneOf(ref Utf8JsonReader reader, IReadOnlyList<string> accepted)
    {
        if (reader.TokenType != JsonTokenType.String)
            return false;
        // Unescaping a lone surrogate throws, and only values with escapes can hold one.
        if (reader.ValueIsEscaped)
            return TokenJson.TryGetString(ref reader, out var text) && accepted.Contains(text, StringComparer.Ordinal);
        foreach (var audience in accepted)
        {
            if (reader.ValueTextEquals(audience))
                return true;
        }

        return false;
    }
}
