using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cks.Auth.AspNetCore;

/// <summary>Where a key may stand in a request. Registered where there are keys at all, so that every other scheme counts them among the credentials (S25).</summary>
internal sealed class ApiKeyHeader(IOptionsMonitor<CksApiKeySchemeOptions> options)
{
    /// <summary>How many keys stand in the header for keys, and the value of the last.</summary>
    public int Read(HttpRequest request, out ReadOnlyMemory<char> key)
    {
        key = default;
        if (options.Get(CksAuthenticationDefaults.ApiKeyScheme).HeaderName is not { } name)
            return 0;
        var count = 0;
        foreach (var value in request.Headers[name])
        {
            key = value.AsMemory().Trim();
            // No key has a comma in it, so a comma can only be the next one.
            count += key.Span.Contains(',') ? 2 : 1;
        }

        return count;
    }

    /// <summary>Whether there is a credential that says of itself that it is a key.</summary>
    public bool IsIn(HttpRequest request) =>
        Read(request, out _) > 0 || (AuthorizationHeader.TryRead(request.Headers.Authorization, out var token) && ApiKeyFormat.LooksLikeKey(token.Span));
}
