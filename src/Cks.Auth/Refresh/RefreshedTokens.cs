namespace Cks.Auth;

/// <summary>What a provider gave for a refresh token (RFC 6749 section 5.1). Never prints a token.</summary>
/// <param name="AccessToken">The new access token.</param>
/// <param name="ExpiresAt">When it expires.</param>
/// <param name="RefreshToken">
/// The refresh token to use from now on. In the answer of an exchange <see langword="null"/> where the provider gave none, so that the old one goes on; what
/// <see cref="TokenRefresher"/> gives out always has one.
/// </param>
/// <param name="Scopes">The scopes that were granted, if the provider says so.</param>
public sealed record RefreshedTokens(string AccessToken, DateTimeOffset ExpiresAt, string? RefreshToken, IReadOnlyList<string>? Scopes = null)
{
    /// <summary>When it expires, and nothing of the tokens.</summary>
    public override string ToString() => $"tokens until {ExpiresAt:O}";
}
