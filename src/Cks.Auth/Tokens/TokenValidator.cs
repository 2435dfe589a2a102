using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>
/// The strict validator: shape, then issuer and header, then signature, then time and audience, so that nothing unsigned learns what we accept.
/// </summary>
internal sealed class TokenValidator : ITokenValidator
{
    private readonly FrozenDictionary<string, TrustedIssuer> _issuers;
    private readonly int _maxLength;
    private readonly TimeProvider _time;
    private readonly AuthMetrics _metrics;
    private readonly ILogger _logger;

    public TokenValidator(IOptions<CksTokenOptions> options, KeyEndpoint endpoint, TimeProvider time, AuthMetrics metrics, ILogger<TokenValidator> logger)
    {
        var settings = options.Value;
        (_maxLength, _time, _metrics, _logger) = (settings.MaxTokenLength, time, metrics, logger);
        _issuers = settings.Issuers.ToFrozenDictionary(
            issuer => issuer.Issuer,
            issuer => new TrustedIssuer(issuer, new(issuer.Issuer, KeySource.For(issuer, endpoint), settings.KeyLifetime, settings.KeyCooldown, time, logger)),
            StringComparer.Ordinal);
    }

    public ValueTask<TokenOutcome> ValidateAsync(ReadOnlyMemory<char> token, TokenPresentation presentation, CancellationToken cancellationToken = default)
    {
        if (CompactToken.Read(token.Span, _maxLength, out var parts) is { } malformed)
            return new(Reject(malformed));
        if (!_issuers.TryGetValue(parts!.Claims.Issuer, out var issuer))
            return new(Reject(TokenRejectionReason.IssuerUnknown));
        if (issuer.Check(parts.Header) is { } refused)
            return new(Reject(refused));
        var key = issuer.Keys.Find(parts.Header.KeyId is not null, parts.Header.KeyId, parts.Header.Algorithm);
        return key.IsKnown
            ? new(Conclude(token.Span, parts, issuer, key))
            : ConcludeAsync(token, parts, issuer, issuer.Keys.FindAsync(parts.Header.KeyId, parts.Header.Algorithm, cancellationToken));
    }

    private async ValueTask<TokenOutcome> ConcludeAsync(ReadOnlyMemory<char> token, CompactToken parts, TrustedIssuer issuer, ValueTask<KeyFinding> pending)
    {
        KeyFinding key;
        try
        {
            key = await pending.ConfigureAwait(false);
        }
        catch (SigningKeysUnavailableException)
        {
            _metrics.Unavailable();
            throw;
        }

        return Conclude(token.Span, parts, issuer, key);
    }

    private TokenOutcome Conclude(ReadOnlySpan<char> token, CompactToken parts, TrustedIssuer issuer, KeyFinding found)
    {
        if (found.Key is not { } key)
            return Reject(found.IsKnown ? TokenRejectionReason.KeyMismatch : TokenRejectionReason.KeyUnknown);
        if (!IsSigned(token, parts, key))
            return Reject(TokenRejectionReason.SignatureInvalid);
        if (issuer.Lifetime.Check(parts.Claims, _time.GetUtcNow().ToUnixTimeSeconds()) is { } outOfTime)
            return Reject(outOfTime);
        if (!issuer.Accepts(parts))
            return Reject(TokenRejectionReason.AudienceInvalid);
        _metrics.Accepted();
        return TokenOutcome.Valid(new(parts.Claims, parts.Payload));
    }

    private static bool IsSigned(ReadOnlySpan<char> token, CompactToken parts, SigningKey key)
    {
        var signed = ArrayPool<byte>.Shared.Rent(parts.SignedLength);
        try
        {
            var length = Encoding.ASCII.GetBytes(token[..parts.SignedLength], signed);
            return key.Verify(parts.Header.Algorithm, signed, length, parts.Signature);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(signed);
        }
    }

    private TokenOutcome Reject(TokenRejectionReason reason)
    {
        var text = reason.ToText();
        _metrics.Rejected(text);
        AuthLog.TokenRejected(_logger, text);
        return TokenOutcome.Rejected(reason);
    }
}
