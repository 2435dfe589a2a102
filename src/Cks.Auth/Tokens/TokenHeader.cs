namespace Cks.Auth;

/// <summary>The members of a JOSE header that matter. Key material in the header (<c>jwk</c>, <c>jku</c>, <c>x5u</c>, <c>x5c</c>) is never looked at.</summary>
internal struct TokenHeader
{
    private const int LongestText = 512;

    /// <summary><c>alg</c>.</summary>
    public JsonSlice Algorithm;

    /// <summary><c>kid</c>.</summary>
    public JsonSlice KeyId;

    /// <summary><c>typ</c>.</summary>
    public JsonSlice Type;

    /// <summary><c>cat</c>, by which Clerk tells its kinds of tokens apart.</summary>
    public JsonSlice Category;

    /// <summary>Whether <c>cty</c> is there, as in a nested token.</summary>
    public bool HasContentType;

    public TokenRejectionReason? Read(ReadOnlySpan<byte> json)
    {
        Span<JsonSlice> places = stackalloc JsonSlice[MemberNames.Limit];
        var scanner = new JsonScanner(json);
        var names = new MemberNames(json, places, stackalloc byte[MemberNames.PlainLength]);
        if (!scanner.TryOpen((byte)'{'))
            return TokenRejectionReason.Malformed;
        for (var isFirst = true; scanner.TryNext(ref isFirst, (byte)'}', out var isEnd);)
        {
            if (isEnd)
                return scanner.IsAtEnd && Algorithm.IsPresent ? null : TokenRejectionReason.Malformed;
            if (!scanner.TryName(out var name))
                return TokenRejectionReason.Malformed;
            if (names.Add(name) is { } twin)
                return twin;
            if (!scanner.TryValue(out var value))
                return TokenRejectionReason.Malformed;
            if (Take(json, name, value) is { } refused)
                return refused;
        }

        return TokenRejectionReason.Malformed;
    }

    private TokenRejectionReason? Take(ReadOnlySpan<byte> json, JsonSlice name, JsonSlice value)
    {
        Span<char> text = stackalloc char[4];
        if (!JsonText.TryCopy(json, name, text, out var length))
            return null;
        switch (text[..length])
        {
            case "alg":
                Algorithm = value;
                break;
            case "kid":
                KeyId = value;
                break;
            case "typ":
                Type = value;
                break;
            case "cat":
                Category = value;
                break;
            case "cty":
                HasContentType = true;
                return null;
            case "crit" or "b64":
                return TokenRejectionReason.CriticalHeader;
            default:
                return null;
        }

        return value.Kind == JsonKind.String && value.Length <= LongestText ? null : TokenRejectionReason.Malformed;
    }
}
