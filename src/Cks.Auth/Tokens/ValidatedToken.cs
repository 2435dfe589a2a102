using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cks.Auth;

/// <summary>
/// The claims of a token that passed every check. It says who somebody is and nothing about what they may do: role and tenant come from the session
/// (<see cref="ISessionResolver"/>), and no part of the suite reads them from here.
/// </summary>
public sealed class ValidatedToken
{
    private readonly byte[] _payload;

    internal ValidatedToken(TokenClaims claims, byte[] payload)
    {
        _payload = payload;
        Issuer = claims.Issuer;
        Subject = claims.Subject;
        SessionId = claims.SessionId;
        TokenId = claims.TokenId;
        IssuedAt = claims.IssuedAt is { } issuedAt ? DateTimeOffset.FromUnixTimeSeconds(issuedAt) : null;
        ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(claims.ExpiresAt);
    }

    /// <summary><c>iss</c>: a configured issuer.</summary>
    public string Issuer { get; }

    /// <summary><c>sub</c>: the person at that issuer; 1 to 255 characters, compared ordinally and only together with <see cref="Issuer"/>.</summary>
    public string Subject { get; }

    /// <summary><c>sid</c>: the session at the identity provider, if it says so.</summary>
    public string? SessionId { get; }

    /// <summary><c>jti</c>: the id of this token, if it has one.</summary>
    public string? TokenId { get; }

    /// <summary><c>iat</c>, if present.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary><c>exp</c>.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>
    /// The token with which somebody signed in earlier, made again from what a protected store of the application, such as an encrypted cookie, kept of it. It
    /// has no further claims.
    /// <see langword="false"/> when what was kept is nothing that a good token says. Nothing is verified here: pass only what came out of a validated token.
    /// </summary>
    /// <param name="issuer">Its <c>iss</c>.</param>
    /// <param name="subject">Its <c>sub</c>.</param>
    /// <param name="sessionId">Its <c>sid</c>, if it had one.</param>
    /// <param name="issuedAt">When the person signed in.</param>
    /// <param name="expiresAt">When that ends.</param>
    /// <param name="token">The token.</param>
    public static bool TryRestore(
        string? issuer, string? subject, string? sessionId, DateTimeOffset issuedAt, DateTimeOffset expiresAt, [NotNullWhen(true)] out ValidatedToken? token)
    {
        token = issuer is not null && subject is not null && TokenClaims.Restore(issuer, subject, sessionId, issuedAt, expiresAt) is { } claims
            ? new(claims, "{}"u8.ToArray())
            : null;
        return token is not null;
    }

    /// <summary>
    /// Reads another top-level claim that is a JSON string, such as <c>email</c> for a first sign-in. Claims of other kinds are not found. A <c>role</c>
    /// here is what the
    /// identity provider thinks, not an authority.
    /// </summary>
    public bool TryGetString(string claim, [NotNullWhen(true)] out string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(claim);
        value = null;
        var reader = new Utf8JsonReader(_payload, TokenJson.Strict);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(claim);
            reader.Read();
            if (found)
                return reader.TokenType == JsonTokenType.String && TokenJson.TryGetString(ref reader, out value);
            reader.Skip();
        }

        return false;
    }

    /// <summary>The issuer alone, so that a token written into a log by accident names nobody.</summary>
    public override string ToString() => $"token of {Issuer}";
}
