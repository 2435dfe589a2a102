using System.Buffers;

namespace Cks.Auth;

/// <summary>What a holder of tokens asks its provider for (RFC 6749 section 6). Never prints the token.</summary>
public sealed class RefreshRequest
{
    private const int LongestToken = 16 * 1024;

    // RFC 6749 section 3.3: scope-token. So a list of them, ordered and divided by spaces, is one text for one set.
    private static readonly SearchValues<char> ScopeCharacters =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(character => (char)character).Where(character => character is not ('"' or '\\'))]);

    /// <summary>A request.</summary>
    /// <param name="issuer">Whose token it is (S02).</param>
    /// <param name="refreshToken">The refresh token that the caller holds.</param>
    /// <param name="scopes">The scopes to ask for, a set; none for those of the refresh token.</param>
    /// <param name="resource">The resource to ask for (RFC 8707), if any.</param>
    /// <exception cref="ArgumentException">The issuer is empty, the token is empty or longer than 16 KiB, or a scope is none.</exception>
    public RefreshRequest(string issuer, string refreshToken, IEnumerable<string>? scopes = null, string? resource = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentException.ThrowIfNullOrEmpty(refreshToken);
        if (refreshToken.Length > LongestToken)
            throw new ArgumentException("The refresh token is too long.", nameof(refreshToken));
        (Issuer, RefreshToken, Resource) = (issuer, refreshToken, resource);
        Scopes = [.. (scopes ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (Scopes.Any(scope => string.IsNullOrEmpty(scope) || scope.AsSpan().ContainsAnyExcept(ScopeCharacters)))
            throw new ArgumentException("A scope is 1 or more visible ASCII characters but for \" and \\ (RFC 6749 section 3.3).", nameof(scopes));
    }

    /// <summary>Whose token it is.</summary>
    public string Issuer { get; }

    /// <summary>The refresh token. In an exchange it is the newest one known, which may not be the one that the caller held.</summary>
    public string RefreshToken { get; }

    /// <summary>The scopes, each once and ordered.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>The resource, if any.</summary>
    public string? Resource { get; }

    /// <summary>What is asked for, whatever the token.</summary>
    internal (string Scopes, string? Resource) Target => (string.Join(' ', Scopes), Resource);

    /// <summary>The issuer alone.</summary>
    public override string ToString() => $"refresh at {Issuer}";

    internal RefreshRequest With(string refreshToken) => refreshToken == RefreshToken ? this : new(Issuer, refreshToken, Scopes, Resource);
}
