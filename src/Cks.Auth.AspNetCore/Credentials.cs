using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

/// <summary>The credentials of a request, of every kind that the suite knows. There is at most one, or it is nobody's (S25).</summary>
/// <param name="Token">The bearer token, if there is one.</param>
/// <param name="Transport">How it came.</param>
/// <param name="AreMixed">Whether there are several, be it of one kind: which of them is meant is a guess.</param>
internal readonly record struct Credentials(ReadOnlyMemory<char> Token, TokenTransport Transport, bool AreMixed)
{
    public static Credentials Read(HttpRequest request, string? tokenCookie, IOptionsMonitor<CookieAuthenticationOptions> cookies)
    {
        var headers = request.Headers;
        var (header, cookie) = (headers.Authorization, headers.Cookie);
        if (!AuthorizationHeader.TryRead(header, out var token))
            return new(default, TokenTransport.Header, true);
        if (cookie.Count == 0)
            return new(token, TokenTransport.Header, false);
        ReadOnlyMemory<char> inCookie = default;
        var count = header.Count;
        var transport = TokenTransport.Header;
        if (tokenCookie is not null && SessionCookie.Read(cookie, tokenCookie, out inCookie) is > 0 and var found)
            (count, transport) = (count + found, TokenTransport.Cookie);
        // Nameless where there is no cookie of ours at all.
        if (cookies.Get(CksAuthenticationDefaults.CookieScheme).Cookie.Name is { } session)
            count += SessionCookie.CountAsFramework(cookie, session);
        return count > 1 ? new(default, transport, true) : new(transport == TokenTransport.Cookie ? inCookie : token, transport, false);
    }
}
