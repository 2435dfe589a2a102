using System.Collections.Frozen;

namespace Cks.Auth;

/// <summary>A configured issuer at work: its rules, frozen, and its keys.</summary>
internal sealed class TrustedIssuer(IssuerOptions options, KeyRing keys)
{
    private const string MediaTypePrefix = "application/";

    private readonly FrozenSet<string> _algorithms = options.Algorithms.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _types = options.Types.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly string[]? _audiences = options.AnyAudienceReason is null ? [.. options.Audiences] : null;
    private readonly bool _requireType = options.RequireType;
    private readonly TokenLifetime _lifetime = new((long)options.ClockSkew.TotalSeconds, (long)options.MaxLifetime.TotalSeconds);

    public TokenLifetime Lifetime => _lifetime;

    /// <summary>The issuer's signing keys. Another issuer's keys are not reachable from here, whatever the <c>kid</c>.</summary>
    public KeyRing Keys => keys;

    /// <summary>The first rule that the header breaks, or <see langword="null"/>.</summary>
    public TokenRejectionReason? Check(in TokenHeader header)
    {
        if (!_algorithms.Contains(header.Algorithm))
            return TokenRejectionReason.UnsupportedAlgorithm;
        return header.HasContentType || !AcceptsType(header.Type) ? TokenRejectionReason.UnsupportedType : null;
    }

    /// <summary>Whether the payload names one of the audiences, or any will do.</summary>
    public bool Accepts(CompactToken token) => _audiences is null || TokenAudience.Matches(token.Payload, token.Claims.AudienceAt, _audiences);

    private bool AcceptsType(string? type)
    {
        if (type is null)
            return !_requireType;
        return _types.Contains(type.StartsWith(MediaTypePrefix, StringComparison.OrdinalIgnoreCase) ? type[MediaTypePrefix.Length..] : type);
    }
}
