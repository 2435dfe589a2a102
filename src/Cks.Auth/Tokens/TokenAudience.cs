namespace Cks.Auth;

/// <summary>Reads <c>aud</c>: a string or an array of strings (RFC 7519 section 4.1.3), compared ordinally.</summary>
internal static class TokenAudience
{
    /// <summary>Whether the claim names one of the accepted audiences; a value of any other shape names none.</summary>
    public static bool Matches(ReadOnlySpan<byte> payload, JsonSlice audience, IReadOnlyList<string> accepted)
    {
        if (audience.Kind != JsonKind.Array)
            return IsOneOf(payload, audience, accepted);
        var array = audience.In(payload);
        var found = false;
        var scanner = new JsonScanner(array);
        scanner.TryOpen((byte)'[');
        for (var isFirst = true; scanner.TryNext(ref isFirst, (byte)']', out var isEnd) && !isEnd;)
        {
            if (!scanner.TryValue(out var value) || value.Kind != JsonKind.String)
                return false;
            found = found || IsOneOf(array, value, accepted);
        }

        return found;
    }

    private static bool IsOneOf(ReadOnlySpan<byte> json, JsonSlice value, IReadOnlyList<string> accepted)
    {
        for (var i = 0; i < accepted.Count; i++)
        {
            if (JsonText.Says(json, value, accepted[i]))
                return true;
        }

        return false;
    }
}
