using System.Text.Json;

namespace Cks.Auth;

/// <summary>The registered claims of a payload, checked for shape only: nothing here is trusted before the signature is.</summary>
internal sealed class TokenClaims
{
    private const int LongestText = 255;

    // Doubles are exact up to here, and far beyond it lies no date; a larger number is a mistake or an attempt to overflow.
    private const long FarthestSecond = 1L << 53;

    public string Issuer { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public string? SessionId { get; private set; }

    public string? TokenId { get; private set; }

    /// <summary>Seconds since 1970, like the other times.</summary>
    public long ExpiresAt { get; private set; }

    public long? NotBefore { get; private set; }

    public long? IssuedAt { get; private set; }

    /// <summary>Where the value of <c>aud</c> begins in the payload; -1 without one.</summary>
    public int AudienceAt { get; private set; } = -1;

    /// <summary>Reads claims whose syntax the caller guards: bad JSON throws <see cref="JsonException"/> or <see cref="InvalidOperationException"/>.</summary>
    public static TokenRejectionReason? Read(ReadOnlySpan<byte> json, MemberNames names, out TokenClaims claims)
    {
        claims = new();
        string? issuer = null, subject = null;
        long? expiresAt = null;
        var malformed = false;
        var reader = new Utf8JsonReader(json, TokenJson.Strict);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return TokenRejectionReason.Malformed;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (names.Add(ref reader, out var name) is { } twin)
                return twin;
            reader.Read();
            malformed |= !claims.TryTake(name, ref reader, ref issuer, ref subject, ref expiresAt);
            reader.Skip();
        }

        if (reader.BytesConsumed != json.Length)
            return TokenRejectionReason.Malformed;
        if (malformed)
            return TokenRejectionReason.MalformedClaim;
        if (issuer is null || subject is null || expiresAt is null)
            return TokenRejectionReason.MissingClaim;
        (claims.Issuer, claims.Subject, claims.ExpiresAt) = (issuer, subject, expiresAt.Value);
        return null;
    }

    /// <summary>The claims of a token that was read before; <see langword="null"/> when they are none that <see cref="Read"/> would have accepted.</summary>
    public static TokenClaims? Restore(string issuer, string subject, string? sessionId, DateTimeOffset issuedAt, DateTimeOffset expiresAt) =>
        issuer.Length > 0 && IsId(subject) && (sessionId is null || IsId(sessionId))
            ? new() { Issuer = issuer, Subject = subject, SessionId = sessionId, IssuedAt = issuedAt.ToUnixTimeSeconds(), ExpiresAt = expiresAt.ToUnixTimeSeconds() }
            : null;

    private bool TryTake(scoped ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref string? issuer, ref string? subject, ref long? expiresAt)
    {
        var wellFormed = true;
        if (name.SequenceEqual("iss"u8))
            wellFormed = TokenJson.TryGetString(ref reader, out issuer) && issuer.Length > 0;
        else if (name.SequenceEqual("sub"u8))
            wellFormed = TryId(ref reader, out subject);
        else if (name.SequenceEqual("exp"u8))
            wellFormed = TryTime(ref reader, out expiresAt);
        else if (name.SequenceEqual("nbf"u8))
            (wellFormed, NotBefore) = (TryTime(ref reader, out var time), time);
        else if (name.SequenceEqual("iat"u8))
            (wellFormed, IssuedAt) = (TryTime(ref reader, out var time), time);
        else if (name.SequenceEqual("sid"u8))
            (wellFormed, SessionId) = (TryId(ref reader, out var id), id);
        else if (name.SequenceEqual("jti"u8))
            (wellFormed, TokenId) = (TryId(ref reader, out var id), id);
        else if (name.SequenceEqual("aud"u8))
            AudienceAt = (int)reader.TokenStartIndex;
        return wellFormed;
    }

    /// <summary>Ids go into look-ups and stores, where a control character such as NUL would be somebody else's error.</summary>
    private static bool IsId(string id) => id.Length is > 0 and <= LongestText && !HasControl(id);

    private static bool TryId(ref Utf8JsonReader reader, out string? id) => TokenJson.TryGetString(ref reader, out id) && IsId(id);

    private static bool HasControl(ReadOnlySpan<char> id) => id.ContainsAnyInRange('\0', '\u001F') || id.ContainsAnyInRange('\u007F', '\u009F');

    /// <summary>A NumericDate (RFC 7519 section 2): a JSON number, fractions of a second cut off downwards.</summary>
    private static bool TryTime(ref Utf8JsonReader reader, out long? seconds)
    {
        seconds = null;
        if (reader.TokenType != JsonTokenType.Number)
            return false;
        if (reader.TryGetInt64(out var whole))
            seconds = whole;
        else if (reader.TryGetDouble(out var real) && Math.Abs(real) <= FarthestSecond)
            seconds = (long)Math.Floor(real);
        return seconds is >= -FarthestSecond and <= FarthestSecond;
    }
}
