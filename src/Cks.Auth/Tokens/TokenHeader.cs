using System.Text.Json;

namespace Cks.Auth;

/// <summary>The members of a JOSE header that matter. Key material in the header (<c>jwk</c>, <c>jku</c>, <c>x5u</c>, <c>x5c</c>) is never looked at.</summary>
/// <param name="Algorithm"><c>alg</c>.</param>
/// <param name="KeyId"><c>kid</c>.</param>
/// <param name="Type"><c>typ</c>.</param>
/// <param name="HasContentType">Whether <c>cty</c> is there, as in a nested token.</param>
internal readonly record struct TokenHeader(string Algorithm, string? KeyId, string? Type, bool HasContentType)
{
    private const int LongestText = 512;

    /// <summary>
    /// Reads a header whose syntax the caller guards: bad JSON throws <see cref="JsonException"/> or <see cref="InvalidOperationException"/>.
    /// </summary>
    public static TokenRejectionReason? Read(ReadOnlySpan<byte> json, MemberNames names, out TokenHeader header)
    {
        header = default;
        string? algorithm = null, keyId = null, type = null;
        var hasContentType = false;
        var reader = new Utf8JsonReader(json, TokenJson.Strict);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return TokenRejectionReason.Malformed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (names.Add(ref reader, out var name) is { } twin)
                return twin;
            reader.Read();
            if (name.SequenceEqual("crit"u8) || name.SequenceEqual("b64"u8))
                return TokenRejectionReason.CriticalHeader;
            var wellFormed = true;
            if (name.SequenceEqual("alg"u8))
                wellFormed = TryText(ref reader, out algorithm);
            else if (name.SequenceEqual("kid"u8))
                wellFormed = TryText(ref reader, out keyId);
            else if (name.SequenceEqual("typ"u8))
                wellFormed = TryText(ref reader, out type);
            else if (name.SequenceEqual("cty"u8))
                hasContentType = true;
            if (!wellFormed)
                return TokenRejectionReason.Malformed;
            reader.Skip();
        }

        if (reader.BytesConsumed != json.Length || algorithm is null)
            return TokenRejectionReason.Malformed;
        header = new(algorithm, keyId, type, hasContentType);
        return null;
    }

    private static bool TryText(ref Utf8JsonReader reader, out string? text) =>
        TokenJson.TryGetString(ref reader, out text) && text.Length <= LongestText;
}
