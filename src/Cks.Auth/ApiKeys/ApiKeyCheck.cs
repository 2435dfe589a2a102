using System.Security.Cryptography;
using Cks.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>
/// Form, secret, record, owner. The secret is compared before anything is said of the key: with the same number of HMACs and of comparisons in fixed time whether there is such a key or not.
/// </summary>
internal sealed class ApiKeyCheck(
    ApiKeyMemory memory, ApiKeyHasher hasher, ApiKeyUpkeep upkeep, ApiKeyClasses classes, IOptions<CksApiKeyOptions> options, TimeProvider time, ApiKeyMetrics metrics, IRevocationCheck? revocations = null,
    ILogger<ApiKeyCheck>? logger = null, SecurityEvents? events = null) : IApiKeyCheck
{
    // Of an address alone, whatever keys it makes up.
    private const string AnyKey = "";

    // Of nobody's key: nothing hashes to it.
    private static readonly ApiKeyHash Nobodys = new(0, RandomNumberGenerator.GetBytes(ApiKeyHasher.Size), DateTimeOffset.MinValue);

    private readonly ApiKeyFailures _failures = new(options.Value.MaxFailures, time);
    private readonly ApiKeyFailures _madeUp = new(options.Value.MaxUnknown, time);
    private readonly Alarm _alarm = new(SecurityEventKinds.ApiKeyAttacked, time, events);
    private readonly ILogger _log = logger ?? NullLogger<ApiKeyCheck>.Instance;

    // What is in memory is answered without waiting, which is what nearly every request comes to.
    public ValueTask<ApiKeyOutcome> CheckAsync(ReadOnlyMemory<char> text, ApiKeyPresentation presentation, CancellationToken cancellationToken = default)
    {
        if (!ApiKeyFormat.TryRead(text.Span, out var id, out var isTest))
            return new(Conclude(ApiKeyOutcome.Rejected(ApiKeyRejectionReason.Malformed)));
        if (isTest && !classes.HasTestKeys)
            return new(Conclude(ApiKeyOutcome.Rejected(ApiKeyRejectionReason.TestKey)));
        if (memory.FindKey(id) is { } known)
            return JudgeAsync(known, id, text, presentation, cancellationToken);
        // For whoever makes keys up nothing is looked for any more but what was there before: it is as if there were none (S30).
        return !memory.HadKey(id) && _madeUp.WaitOf(AnyKey, presentation.Address) > TimeSpan.Zero
            ? JudgeAsync(KnownApiKey.None, id, text, presentation, cancellationToken)
            : ReadAsync(id, text, presentation, cancellationToken);
    }

    /// <summary>Why a key that was accepted is so no longer, or <see langword="null"/>; everything but its secret is asked again.</summary>
    public async ValueTask<string?> RecheckAsync(AcceptedApiKey accepted, ApiKeyPresentation presentation, CancellationToken cancellationToken)
    {
        var known = await memory.ReadKeyAsync(accepted.Key.Id, cancellationToken).ConfigureAwait(false);
        if (known.Refuse(accepted.SecretNumber, presentation.Address, time.GetUtcNow()) is { } reason)
            return reason.ToText();
        var owner = await memory.ReadOwnerAsync(known.Stored!.Key.Owner, cancellationToken).ConfigureAwait(false);
        try
        {
            var outcome = Accept(known, accepted.SecretNumber, owner, presentation);
            if (!outcome.IsValid)
                return outcome.OwnerReason?.ToText() ?? outcome.Reason.Value.ToText();
            return outcome.Accepted.Session.HasRightsOf(accepted.Session) ? null : "session_changed";
        }
        catch (RevocationUnavailableException)
        {
            // As for a token: not a question to be asked again, but the answer.
            return "unavailable";
        }
    }

    private async ValueTask<ApiKeyOutcome> ReadAsync(string id, ReadOnlyMemory<char> text, ApiKeyPresentation presentation, CancellationToken cancellationToken)
    {
        KnownApiKey known;
        try
        {
            known = await memory.ReadKeyAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            metrics.Unavailable();
            throw;
        }

        if (known.Stored is null && _madeUp.Add(AnyKey, presentation.Address).IsFirst)
            Attacked("Made-up keys", presentation);
        return await JudgeAsync(known, id, text, presentation, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<ApiKeyOutcome> JudgeAsync(KnownApiKey known, string id, ReadOnlyMemory<char> text, ApiKeyPresentation presentation, CancellationToken cancellationToken)
    {
        if (FindSecret(known, text.Span) is not { } secret)
            return new(Conclude(Fail(id, presentation)));
        if (known.Refuse(secret, presentation.Address, time.GetUtcNow()) is { } reason)
            return new(Conclude(ApiKeyOutcome.Rejected(reason)));
        return memory.FindOwner(known.Stored!.Key.Owner) is { } owner
            ? new(Conclude(AcceptNow(known, secret, owner, presentation)))
            : ReadOwnerAsync(known, secret, presentation, cancellationToken);
    }

    private async ValueTask<ApiKeyOutcome> ReadOwnerAsync(KnownApiKey known, int secret, ApiKeyPresentation presentation, CancellationToken cancellationToken)
    {
        KnownApiKeyOwner owner;
        try
        {
            owner = await memory.ReadOwnerAsync(known.Stored!.Key.Owner, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            metrics.Unavailable();
            throw;
        }

        return Conclude(AcceptNow(known, secret, owner, presentation));
    }

    /// <summary>The number of the secret that was presented; <see langword="null"/> when it is none of the key's, or there is no such key.</summary>
    private int? FindSecret(KnownApiKey known, ReadOnlySpan<char> text)
    {
        var (current, previous) = (known.Stored?.Current ?? Nobodys, known.Stored?.Previous ?? Nobodys);
        Span<byte> hashes = stackalloc byte[ApiKeyHasher.MostVersions * ApiKeyHasher.Size];
        var versions = hasher.Hash(text, hashes);
        var (isCurrent, isPrevious, version) = (false, false, 0);
        for (var i = 0; i < versions; i++)
        {
            var hash = hashes.Slice(i * ApiKeyHasher.Size, ApiKeyHasher.Size);
            var (fitsCurrent, fitsPrevious) = (CryptographicOperations.FixedTimeEquals(hash, current.Value.Span), CryptographicOperations.FixedTimeEquals(hash, previous.Value.Span));
            version = fitsCurrent | fitsPrevious ? i : version;
            (isCurrent, isPrevious) = (isCurrent | fitsCurrent, isPrevious | fitsPrevious);
        }

        if (known.Stored is null || !(isCurrent | isPrevious))
            return null;
        var secret = isCurrent ? current : previous;
        // Kept under the pepper before this one, which ends soon.
        if (version > 0 && known.BeginRenewal())
            upkeep.Renew(known.Stored.Key, secret, hashes[..ApiKeyHasher.Size].ToArray());
        return secret.Number;
    }

    private ApiKeyOutcome AcceptNow(KnownApiKey known, int secret, KnownApiKeyOwner owner, ApiKeyPresentation presentation)
    {
        var outcome = Accept(known, secret, owner, presentation);
        if (outcome.IsValid && time.GetUtcNow() is var now && known.Touch(now))
            upkeep.Use(known.Stored!.Key.Id, now);
        return outcome;
    }

    private ApiKeyOutcome Accept(KnownApiKey known, int secret, KnownApiKeyOwner owner, ApiKeyPresentation presentation)
    {
        var key = known.Stored!.Key;
        if (owner.IsBarred(revocations, presentation.AllowUnknownRevocation))
            return ApiKeyOutcome.Rejected(ApiKeyRejectionReason.Revoked);
        if (!owner.Resolution.IsActive)
            return ApiKeyOutcome.OfOwner(owner.Resolution.Reason.Value);
        var session = owner.Resolution.Session;
        // Who changed class is somebody else as far as rows go.
        return session.IsTest == key.IsTest ? ApiKeyOutcome.Valid(new(key, known.Secret(secret)!, session, known.Capabilities)) : ApiKeyOutcome.OfOwner(SessionRefusalReason.NotProvisioned);
    }

    private ApiKeyOutcome Fail(string id, ApiKeyPresentation presentation)
    {
        var (wait, isFirst) = _failures.Add(id, presentation.Address);
        if (isFirst)
            Attacked($"Wrong secrets of {id}", presentation);
        // Of a key that there is as well, or the answer would tell the two apart.
        var madeUp = _madeUp.WaitOf(AnyKey, presentation.Address);
        wait = madeUp > wait ? madeUp : wait;
        return wait == default ? ApiKeyOutcome.Rejected(ApiKeyRejectionReason.Unknown) : ApiKeyOutcome.TooMany(wait);
    }

    private void Attacked(string what, ApiKeyPresentation presentation)
    {
        if (_alarm.Takes(out var passedOver))
            _alarm.Report($"{what} from {presentation.Address?.ToString() ?? "nowhere"}", passedOver);
    }

    private ApiKeyOutcome Conclude(ApiKeyOutcome outcome)
    {
        if (outcome.IsValid)
        {
            metrics.Accepted();
            return outcome;
        }

        var reason = outcome.Reason.Value.ToText();
        metrics.Rejected(reason);
        AuthLog.ApiKeyRejected(_log, reason);
        return outcome;
    }
}
