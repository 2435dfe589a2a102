using Microsoft.Extensions.Primitives;

namespace Cks.Auth.AspNetCore;

/// <summary>Reads the one bearer credential of a request's headers (RFC 6750 section 2.1). The query is never looked at.</summary>
internal static class AuthorizationHeader
{
    private const string Scheme = "Bearer";

    /// <summary>
    /// The credential; empty when there is none, or only one of another scheme. <see langword="false"/> when there are several, be it as headers or as a
    /// list: which of them is meant is a guess.
    /// </summary>
    public static bool TryRead(StringValues header, out ReadOnlyMemory<char> token)
    {
        token = default;
        if (header.Count > 1)
            return false;
        var value = header.ToString().AsMemory().Trim();
        if (!IsBearer(value.Span))
            return !HoldsBearer(value.Span);
        // No token has a comma in it, so a comma can only be the next credential.
        if (value.Span.Contains(','))
            return false;
        token = value[Scheme.Length..].TrimStart(' ');
        return true;
    }

    private static bool HoldsBearer(ReadOnlySpan<char> value)
    {
        if (!value.Contains(','))
            return false;
        foreach (var part in value.Split(','))
        {
            if (IsBearer(value[part].Trim()))
                return true;
        }

        return false;
    }

    // A tab in the place of the space is no separator (RFC 6750 section 2.1): it stays with the token, which it makes malformed.
    private static bool IsBearer(ReadOnlySpan<char> value) =>
        value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && (value.Length == Scheme.Length || value[Scheme.Length] is ' ' or '\t');
}
