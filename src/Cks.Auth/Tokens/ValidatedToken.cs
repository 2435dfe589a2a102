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

    internal ValidatedToken(string issuer, CompactToken parts)
    {
        var claims = parts.Claims;
        _payload = parts.Payload.ToArray();
        Issuer = issuer;
        Subject = JsonText.Read(_payload, claims.Subject);
        SessionId = Text(claims.SessionId);
        TokenId = Text(claims.TokenId);
        AuthorizedParty = Text(claims.AuthorizedParty);
        IssuedAt = Time(claims.IssuedAt);
        NotBefore = Time(claims.NotBefore);
        AuthenticatedAt = Time(claims.AuthenticatedAt);
        ExpiresAt = Time(claims.ExpiresAt)!.Value;
        IsImpersonated = claims.HasActor;
    }

    private ValidatedToken(string issuer, string subject, string? sessionId, DateTimeOffset issuedAt, DateTimeOffset expiresAt)
    {
        _payload = "{}"u8.ToArray();
        (Issuer, Subject, SessionId, IssuedAt, ExpiresAt) = (issuer, subject, sessionId, WholeSeconds(issuedAt), WholeSeconds(expiresAt));
    }

    /// <summary><c>iss</c>: a configured issuer.</summary>
    public string Issuer { get; }

    /// <summary><c>sub</c>: the person at that issuer; 1 to 255 characters, compared ordinally and only together with <see cref="Issuer"/>.</summary>
    public string Subject { get; }

    /// <summary><c>sid</c>: the session at the identity provider, if it says so.</summary>
    public string? SessionId { get; }

    /// <summary><c>jti</c>: the id of this token, if it has one.</summary>
    public string? TokenId { get; private init; }

    /// <summary><c>azp</c>: the application for which the token was made, if it says so.</summary>
    public string? AuthorizedParty { get; }

    /// <summary><c>iat</c>, if present.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary><c>nbf</c>, if present.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary><c>auth_time</c>: when the person signed in, if the token says so.</summary>
    public DateTimeOffset? AuthenticatedAt { get; private init; }

    /// <summary><c>exp</c>.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Whether somebody acts for the subject (<c>act</c>); such tokens pass only with <see cref="IssuerOptions.AllowImpersonation"/>.</summary>
    public bool IsImpersonated { get; }

    /// <summary>The claims as they were signed: a JSON object in UTF-8 whose members are unique.</summary>
    internal ReadOnlySpan<byte> Payload => _payload;

    /// <summary>Whether it was made by <see cref="TryRestore"/>, with times of our own clock; a token that was signed says at least who and until when.</summary>
    internal bool IsRestored => _payload.Length == 2;

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
        token = !string.IsNullOrEmpty(issuer) && subject is not null && TokenClaims.IsId(subject) && (sessionId is null || TokenClaims.IsId(sessionId))
            ? new(issuer, subject, sessionId, issuedAt, expiresAt)
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
        var slice = PayloadMembers.Find(_payload, claim);
        value = slice.Kind == JsonKind.String ? JsonText.Read(_payload, slice) : null;
        return value is not null;
    }

    /// <summary>Who acts for the subject; <see langword="false"/> where that is nobody, or somebody for whom another acts in turn, or cannot be read.</summary>
    /// <param name="actor">Who acts.</param>
    /// <param name="own">The actor as a token of theirs, by which is asked whether they are barred or their session has ended: of their own session if the token names it, and otherwise as old as the token.</param>
    internal bool TryReadActor([NotNullWhen(true)] out SessionActor? actor, [NotNullWhen(true)] out ValidatedToken? own)
    {
        (actor, own) = (null, null);
        if (!IsImpersonated)
            return false;
        using var claims = JsonDocument.Parse(_payload);
        if (!claims.RootElement.TryGetProperty("act", out var act) || act.ValueKind != JsonValueKind.Object || act.TryGetProperty("act", out _))
            return false;
        try
        {
            var issuer = act.TryGetProperty("iss", out var iss) ? iss.GetString() : Issuer;
            if (!act.TryGetProperty("sub", out var sub) || sub.GetString() is not { } subject || !TokenClaims.IsId(subject) || string.IsNullOrEmpty(issuer))
                return false;
            var sessionId = act.TryGetProperty("sid", out var sid) ? sid.GetString() : null;
            var since = sessionId is null ? IssuedAt ?? DateTimeOffset.MinValue : DateTimeOffset.MaxValue;
            if (TryRestore(issuer, subject, sessionId, since, DateTimeOffset.MaxValue, out own))
                actor = new(issuer, subject);
            return actor is not null;
        }
        catch (InvalidOperationException)
        {
            // Another kind than a string, or half of a character.
            return false;
        }
    }

    /// <summary>The issuer alone, so that a token written into a log by accident names nobody.</summary>
    public override string ToString() => $"token of {Issuer}";

    /// <summary>The same restored token with what else was kept of it.</summary>
    internal ValidatedToken With(string? tokenId, DateTimeOffset? authenticatedAt) =>
        new(Issuer, Subject, SessionId, IssuedAt!.Value, ExpiresAt) { TokenId = tokenId, AuthenticatedAt = authenticatedAt };

    private string? Text(JsonSlice claim) => claim.IsPresent ? JsonText.Read(_payload, claim) : null;

    private static DateTimeOffset? Time(long? seconds) => seconds is { } value ? DateTimeOffset.FromUnixTimeSeconds(value) : null;

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
