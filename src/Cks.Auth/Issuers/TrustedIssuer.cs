using System.Collections.Frozen;

namespace Cks.Auth;

/// <summary>A configured issuer at work: its rules, frozen, and its keys. Another issuer's keys are not reachable from here, whatever the <c>kid</c>.</summary>
internal sealed class TrustedIssuer(IssuerOptions options, KeyRing keys)
{
    private const string MediaTypePrefix = "application/";

    private readonly string[] _algorithms = [.. options.Algorithms];
    private readonly string[] _types = [.. options.Types];
    private readonly string[]? _audiences = options.Audiences.Count > 0 ? [.. options.Audiences] : null;
    private readonly FrozenSet<string>? _parties = options.AuthorizedParties.Count > 0 ? options.AuthorizedParties.ToFrozenSet(StringComparer.Ordinal) : null;
    private readonly string[] _required = [.. options.RequiredClaims];
    private readonly bool _requireType = options.RequireType;
    private readonly bool _allowImpersonation = options.AllowImpersonation;
    private readonly bool _refuseIdTokens = options.Profile != IssuerProfile.Rfc9068 && options.IdTokenReason is null;
    private readonly ClerkRules? _clerk = options.Profile == IssuerProfile.Clerk ? new(options.AllowPendingSessions) : null;
    private readonly PartyRule _partyRule = options.PartyRule;
    private volatile bool _isRetired;

    public IssuerOptions Options => options;

    public string Name => options.Issuer;

    public KeyRing Keys => keys;

    public TokenLifetime Lifetime { get; } = TokenLifetime.Of(options);

    /// <summary>Whether it was removed or replaced: what was accepted under it holds no longer.</summary>
    public bool IsRetired => _isRetired;

    public void Retire() => _isRetired = true;

    /// <summary>The first rule that the header breaks, or <see langword="null"/> with the algorithm.</summary>
    public TokenRejectionReason? CheckHeader(CompactToken token, out string algorithm)
    {
        ref readonly var head = ref token.Head;
        algorithm = "";
        foreach (var allowed in _algorithms)
        {
            if (JsonText.Says(token.HeaderJson, head.Algorithm, allowed))
                algorithm = allowed;
        }

        if (algorithm.Length == 0)
            return TokenRejectionReason.UnsupportedAlgorithm;
        if (head.HasContentType || !AcceptsType(token.HeaderJson, head.Type))
            return TokenRejectionReason.UnsupportedType;
        return _clerk?.CheckHeader(token);
    }

    /// <summary>The first rule that the claims of a signed token break, or <see langword="null"/>.</summary>
    public TokenRejectionReason? CheckClaims(CompactToken token, TokenTransport transport, long now)
    {
        ref readonly var claims = ref token.Claims;
        if (Lifetime.Check(claims, now) is { } outOfTime)
            return outOfTime;
        if (!HasRequired(token))
            return TokenRejectionReason.MissingClaim;
        if (_audiences is not null && !TokenAudience.Matches(token.Payload, claims.Audience, _audiences))
            return TokenRejectionReason.AudienceInvalid;
        if (!AcceptsParty(token, transport))
            return TokenRejectionReason.PartyNotAllowed;
        if (_refuseIdTokens && claims.LooksLikeIdToken)
            return TokenRejectionReason.TokenClass;
        if (claims.HasConfirmation)
            return TokenRejectionReason.ProofRequired;
        if (claims.HasActor && !_allowImpersonation)
            return TokenRejectionReason.ImpersonationDenied;
        return _clerk?.CheckClaims(token);
    }

    private bool AcceptsType(ReadOnlySpan<byte> header, JsonSlice type)
    {
        if (!type.IsPresent)
            return !_requireType;
        // No type that is accepted is longer, with or without what may stand before it (RFC 7515 section 4.1.9).
        Span<char> text = stackalloc char[128];
        if (!JsonText.TryCopy(header, type, text, out var length))
            return false;
        ReadOnlySpan<char> name = text[..length];
        if (name.StartsWith(MediaTypePrefix, StringComparison.OrdinalIgnoreCase))
            name = name[MediaTypePrefix.Length..];
        foreach (var accepted in _types)
        {
            if (name.Equals(accepted, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private bool HasRequired(CompactToken token)
    {
        ref readonly var claims = ref token.Claims;
        foreach (var claim in _required)
        {
            var isThere = claim switch
            {
                "aud" => claims.Audience.IsPresent,
                "iat" => claims.IssuedAt is not null,
                "nbf" => claims.NotBefore is not null,
                "jti" => claims.TokenId.IsPresent,
                "sid" => claims.SessionId.IsPresent,
                "azp" => claims.AuthorizedParty.IsPresent,
                "client_id" => claims.ClientId is { Kind: JsonKind.String, Length: > 0 },
                "auth_time" => claims.AuthenticatedAt is not null,
                _ => PayloadMembers.Find(token.Payload, claim).IsPresent,
            };
            if (!isThere)
                return false;
        }

        return true;
    }

    private bool AcceptsParty(CompactToken token, TokenTransport transport)
    {
        if (_parties is null)
            return true;
        var party = token.Claims.AuthorizedParty;
        if (party.IsPresent)
            return _parties.Contains(JsonText.Read(token.Payload, party));
        return _partyRule == PartyRule.RequireIfPresent || (_partyRule == PartyRule.RequireForHeader && transport == TokenTransport.Cookie);
    }
}
