using System.Buffers.Text;
using System.Globalization;

namespace Cks.Auth;

/// <summary>The claims of a payload that the suite reads, checked for shape only: nothing here is trusted before the signature is. Times are seconds since 1970.</summary>
internal struct TokenClaims
{
    private const int LongestText = 255;
    private const int LongestName = 9;

    // Doubles are exact up to here, and far beyond it lies no date; a larger number is a mistake or an attempt to overflow.
    private const long FarthestSecond = 1L << 53;

    // The years 1 and 9999, outside of which there is no DateTimeOffset. Times of validity may lie beyond, because then the token is refused for that.
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    public JsonSlice Issuer;
    public JsonSlice Subject;
    public JsonSlice SessionId;
    public JsonSlice TokenId;
    public JsonSlice AuthorizedParty;
    public JsonSlice Audience;
    public JsonSlice Status;
    public JsonSlice ClientId;
    public long? ExpiresAt;
    public long? NotBefore;
    public long? IssuedAt;
    public long? AuthenticatedAt;

    /// <summary>Whether somebody acts for the subject (<c>act</c>).</summary>
    public bool HasActor;

    /// <summary>Whether the token is bound to a key (<c>cnf</c>).</summary>
    public bool HasConfirmation;

    /// <summary>Whether it has a mark that only ID tokens should have.</summary>
    public bool LooksLikeIdToken;

    public TokenRejectionReason? Read(ReadOnlySpan<byte> json)
    {
        Span<JsonSlice> places = stackalloc JsonSlice[MemberNames.Limit];
        var scanner = new JsonScanner(json);
        var names = new MemberNames(json, places, stackalloc byte[MemberNames.PlainLength]);
        var malformed = false;
        if (!scanner.TryOpen((byte)'{'))
            return TokenRejectionReason.Malformed;
        for (var isFirst = true; scanner.TryNext(ref isFirst, (byte)'}', out var isEnd);)
        {
            if (isEnd)
                return !scanner.IsAtEnd ? TokenRejectionReason.Malformed
                    : malformed ? TokenRejectionReason.MalformedClaim
                    : Issuer.IsPresent && Subject.IsPresent && ExpiresAt is not null ? null : TokenRejectionReason.MissingClaim;
            if (!scanner.TryName(out var name))
                return TokenRejectionReason.Malformed;
            if (names.Add(name) is { } twin)
                return twin;
            if (!scanner.TryValue(out var value))
                return TokenRejectionReason.Malformed;
            malformed |= !TryTake(json, name, value);
        }

        return TokenRejectionReason.Malformed;
    }

    /// <summary>Ids go into look-ups and stores, where a control character such as NUL would be somebody else's error.</summary>
    public static bool IsId(ReadOnlySpan<char> id) =>
        id.Length is > 0 and <= LongestText && !id.ContainsAnyInRange('\0', '\u001F') && !id.ContainsAnyInRange('\u007F', '\u009F');

    private bool TryTake(ReadOnlySpan<byte> json, JsonSlice name, JsonSlice value)
    {
        Span<char> text = stackalloc char[LongestName];
        return !JsonText.TryCopy(json, name, text, out var length) || text[..length] switch
        {
            "iss" => TryText(value, ref Issuer),
            "sub" => TryId(json, value, ref Subject),
            "sid" => TryId(json, value, ref SessionId),
            "jti" => TryId(json, value, ref TokenId),
            "azp" => TryText(value, ref AuthorizedParty),
            "sts" => TryText(value, ref Status),
            "aud" => Keep(value, ref Audience),
            "client_id" => Keep(value, ref ClientId),
            "exp" => TryTime(json, value, ref ExpiresAt),
            "nbf" => TryTime(json, value, ref NotBefore),
            "iat" => TryTime(json, value, ref IssuedAt),
            "auth_time" => TryTime(json, value, ref AuthenticatedAt) && AuthenticatedAt <= LastSecond,
            "act" => HasActor = true,
            "cnf" => HasConfirmation = true,
            "nonce" or "at_hash" or "c_hash" => LooksLikeIdToken = true,
            "token_use" or "typ" => Mark(JsonText.Says(json, value, "id") || JsonText.Says(json, value, "ID")),
            _ => true,
        };
    }

    private bool Mark(bool isIdToken)
    {
        LooksLikeIdToken |= isIdToken;
        return true;
    }

    private static bool Keep(JsonSlice value, ref JsonSlice claim)
    {
        claim = value;
        return true;
    }

    private static bool TryText(JsonSlice value, ref JsonSlice claim)
    {
        claim = value;
        return value is { Kind: JsonKind.String, Length: > 0 };
    }

    private static bool TryId(ReadOnlySpan<byte> json, JsonSlice value, ref JsonSlice claim)
    {
        Span<char> id = stackalloc char[LongestText];
        claim = value;
        return value.Kind == JsonKind.String && JsonText.TryCopy(json, value, id, out var length) && IsId(id[..length]);
    }

    /// <summary>A NumericDate (RFC 7519 section 2): a JSON number, fractions of a second cut off downwards.</summary>
    private static bool TryTime(ReadOnlySpan<byte> json, JsonSlice value, ref long? seconds)
    {
        if (value.Kind != JsonKind.Number)
            return false;
        var text = value.In(json);
        if (Utf8Parser.TryParse(text, out long whole, out var read) && read == text.Length)
            seconds = whole;
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && Math.Abs(real) <= FarthestSecond)
            seconds = (long)Math.Floor(real);
        return seconds is >= FirstSecond and <= FarthestSecond;
    }
}
