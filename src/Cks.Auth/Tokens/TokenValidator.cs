using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>
/// The strict validator: remembered or shape, then issuer, header and end of life, then signature, then everything else, so that nothing unsigned learns what we accept.
/// </summary>
internal sealed class TokenValidator(
    IOptions<CksTokenOptions> options, IssuerRegistry issuers, IRevocationCheck revocations, TimeProvider time, AuthMetrics metrics, ILogger<TokenValidator>? logger = null) : ITokenValidator
{
    private const int LongestIssuer = 512;

    private readonly ILogger _log = logger ?? NullLogger<TokenValidator>.Instance;
    private readonly int _maxLength = options.Value.MaxTokenLength;
    private readonly TimeSpan _cacheLifetime = options.Value.TokenCacheLifetime;
    private readonly TokenCache _cache = new(options.Value.TokenCacheLifetime > TimeSpan.Zero ? options.Value.TokenCacheSize : 0);

    public ValueTask<TokenOutcome> ValidateAsync(ReadOnlyMemory<char> token, TokenPresentation presentation, CancellationToken cancellationToken = default)
    {
        var length = token.Length;
        if (length == 0)
            return new(Reject(TokenRejectionReason.Missing));
        if (length > _maxLength)
            return new(Reject(TokenRejectionReason.TooLarge));
        var memory = ArrayPool<byte>.Shared.Rent(CompactToken.MemoryFor(length));
        if (Ascii.FromUtf16(token.Span, memory, out _) != OperationStatus.Done)
            return new(Reject(TokenRejectionReason.Malformed, memory));
        var now = time.GetUtcNow();
        TokenKey? key = _cache.Accepts(length) ? TokenKey.Of(memory.AsSpan(0, length), presentation.Transport) : null;
        if (key is { } found && _cache.Find(found) is { } remembered && remembered.Holds(now))
        {
            ArrayPool<byte>.Shared.Return(memory);
            return new(Conclude(remembered, presentation, AuthMetrics.FromMemory));
        }

        if (CompactToken.Read(memory, length, out var parts) is { } malformed)
            return new(Reject(malformed, memory));
        return Judge(new(parts!, key, presentation), now, cancellationToken);
    }

    private ValueTask<TokenOutcome> Judge(Presented token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parts = token.Parts;
        Span<char> name = stackalloc char[LongestIssuer];
        if (!JsonText.TryCopy(parts.Payload, parts.Claims.Issuer, name, out var length) || issuers.Find(name[..length]) is not { } issuer)
            return new(Reject(TokenRejectionReason.IssuerUnknown, token));
        if (issuer.CheckHeader(parts, out var algorithm) is { } refused)
            return new(Reject(refused, token));
        if (issuer.Lifetime.IsOver(parts.Claims, now.ToUnixTimeSeconds()))
            return new(Reject(TokenRejectionReason.Expired, token));
        var head = parts.Head;
        // Read before the key: whatever changes in between makes the token be verified once more.
        var generation = issuer.Keys.Generation;
        Span<char> keyId = stackalloc char[LongestIssuer];
        var keyIdLength = 0;
        if (head.KeyId.IsPresent)
            JsonText.TryCopy(parts.HeaderJson, head.KeyId, keyId, out keyIdLength);
        var finding = issuer.Keys.Find(head.KeyId.IsPresent, keyId[..keyIdLength], algorithm);
        return finding.IsKnown
            ? Conclude(token, issuer, algorithm, finding, generation, now, cancellationToken)
            : FetchAndConcludeAsync(token, issuer, algorithm, head.KeyId.IsPresent ? new(keyId[..keyIdLength]) : null, cancellationToken);
    }

    private async ValueTask<TokenOutcome> FetchAndConcludeAsync(Presented token, TrustedIssuer issuer, string algorithm, string? keyId, CancellationToken cancellationToken)
    {
        var generation = issuer.Keys.Generation;
        KeyFinding finding = default;
        try
        {
            finding = await issuer.Keys.FindAsync(keyId, algorithm, cancellationToken).ConfigureAwait(false);
        }
        catch (SigningKeysUnavailableException) when (issuer.IsRetired)
        {
            // Whoever took its place may have keys.
        }
        catch (Exception e)
        {
            token.Parts.Dispose();
            if (e is SigningKeysUnavailableException)
                metrics.Unavailable();
            throw;
        }

        var now = time.GetUtcNow();
        var concluded = issuer.IsRetired ? Judge(token, now, cancellationToken) : Conclude(token, issuer, algorithm, finding, generation, now, cancellationToken);
        return await concluded.ConfigureAwait(false);
    }

    private ValueTask<TokenOutcome> Conclude(
        Presented token, TrustedIssuer issuer, string algorithm, KeyFinding finding, int generation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parts = token.Parts;
        if (finding.Key is not { } key)
            return new(Reject(finding.IsKnown ? TokenRejectionReason.KeyMismatch : TokenRejectionReason.KeyUnknown, token));
        if (!key.Verify(algorithm, parts.Signed, parts.Signature))
            return new(Reject(TokenRejectionReason.SignatureInvalid, token));
        if (issuer.CheckClaims(parts, token.Presentation.Transport, now.ToUnixTimeSeconds()) is { } refused)
            return new(Reject(refused, token));
        // Removed or replaced while this token was on its way: it is judged by what holds now (S02).
        if (issuer.IsRetired)
            return Judge(token, time.GetUtcNow(), cancellationToken);
        var outcome = TokenOutcome.Valid(new(issuer.Name, parts));
        var remembered = new RememberedToken(token.Key ?? default, outcome, issuer, generation, issuer.Lifetime.Window(parts.Claims), (now + _cacheLifetime).UtcTicks);
        parts.Dispose();
        var concluded = Conclude(remembered, token.Presentation, AuthMetrics.Verified);
        if (token.Key is { } place && concluded.IsValid)
            _cache.Add(place, remembered);
        return new(concluded);
    }

    /// <summary>The last question, asked at every use: was it revoked?</summary>
    private TokenOutcome Conclude(RememberedToken token, TokenPresentation presentation, string source)
    {
        switch (token.Revocation(revocations))
        {
            case RevocationState.Revoked:
                return Reject(TokenRejectionReason.Revoked);
            case RevocationState.Unknown when !presentation.AllowUnknownRevocation:
                metrics.Unavailable();
                throw new RevocationUnavailableException();
            default:
                metrics.Accepted(source);
                return token.Outcome;
        }
    }

    private TokenOutcome Reject(TokenRejectionReason reason, Presented token)
    {
        token.Parts.Dispose();
        return Reject(reason);
    }

    private TokenOutcome Reject(TokenRejectionReason reason, byte[] memory)
    {
        ArrayPool<byte>.Shared.Return(memory);
        return Reject(reason);
    }

    private TokenOutcome Reject(TokenRejectionReason reason)
    {
        var text = reason.ToText();
        metrics.Rejected(text);
        AuthLog.TokenRejected(_log, text);
        return TokenOutcome.Rejected(reason);
    }

    /// <summary>A token on its way through the checks.</summary>
    private readonly record struct Presented(CompactToken Parts, TokenKey? Key, TokenPresentation Presentation);
}
