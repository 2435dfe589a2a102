using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

/// <summary>The credentials of a request, of every kind that the suite knows. There is at most one, or it is nobody's (S25).</summary>
/// <param name="Token">The bearer token or the API key, if there is one.</param>
/// <param name="Transport">How it came.</param>
/// <param name="AreMixed">Whether there are several, be it of one kind: which of them is meant is a guess.</param>
/// <param name="IsApiKey">Whether it is an API key.</param>
internal readonly record struct Credentials(ReadOnlyMemory<char> Token, TokenTransport Transport, bool AreMixed, bool IsApiKey = false)
{
    /// <param name="request">The request.</param>
    /// <param name="tokenCookie">The cookie in which a token may be.</param>
    /// <param name="cookies">Says how the cookie of a session is called.</param>
    /// <param name="keys">Where keys are, where there are any.</param>
    public static Credentials Read(HttpRequest request, string? tokenCookie, IOptionsMonitor<CookieAuthenticationOptions> cookies, ApiKeyHeader? keys)
    {
        var headers = request.Headers;
        var (header, cookie) = (headers.Authorization, headers.Cookie);
        if (!AuthorizationHeader.TryRead(header, out var token))
            return new(default, TokenTransport.Header, true);
        ReadOnlyMemory<char> key = default;
        var keyCount = keys?.Read(request, out key) ?? 0;
        var isKey = keyCount > 0 || (keys is not null && ApiKeyFormat.LooksLikeKey(token.Span));
        if (cookie.Count == 0)
            return keyCount == 0 ? new(token, TokenTransport.Header, false, isKey) : new(key, TokenTransport.Header, header.Count + keyCount > 1, isKey);
        ReadOnlyMemory<char> inCookie = default;
        var count = header.Count + keyCount;
        var transport = TokenTransport.Header;
        if (tokenCookie is not null && SessionCookie.Read(cookie, tokenCookie, out inCookie) is > 0 and var found)
            (count, transport) = (count + found, TokenTransport.Cookie);
        // Nameless where there is no cookie of ours at all.
        if (cookies.Get(CksAuthenticationDefaults.CookieScheme).Cookie.Name is { } session)
            count += SessionCookie.CountAsFramework(cookie, session);
        if (count > 1)
            return new(default, transport, true, isKey);
        return new(keyCount > 0 ? key : transport == TokenTransport.Cookie ? inCookie : token, transport, false, isKey);
    }
}
