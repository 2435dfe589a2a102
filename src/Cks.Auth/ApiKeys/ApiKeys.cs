using System.Security.Claims;
using Cks.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cks.Auth;

/// <summary>Judges changes of keys, and writes them with their audit rows.</summary>
internal sealed class ApiKeys(
    IApiKeyStore store, IHoldings holdings, ApiKeyMemory memory, ApiKeyHasher hasher, ApiKeyClasses classes, IOptions<CksApiKeyOptions> options, TimeProvider time, IRevocationCheck? revocations = null,
    ILogger<ApiKeys>? logger = null, SecurityEvents? events = null) : IApiKeys
{
    private const int MostEnded = 100;

    public async ValueTask<ApiKeyChangeOutcome> CreateAsync(ClaimsPrincipal by, ApiKeyRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(request);
        var owner = request.Owner;
        var networks = new List<string>();
        if ((FaultOf(owner) ?? FaultOf(request.Name) ?? FaultOf(request.ExpiresAt) ?? FaultOf(request.Networks, networks)) is { } fault)
            return Refuse(fault.Reason, fault.Detail);
        var (holding, session, refused) = await AskAsync(by, owner, request.Capabilities, request.ExpiresAt, cancellationToken).ConfigureAwait(false);
        if (refused is not null)
            return refused;
        var now = time.GetUtcNow();
        var key = new ApiKey(ApiKeyFormat.NewId(), owner)
        {
            Name = request.Name.Trim(),
            IsTest = session!.IsTest,
            Capabilities = holding!.Held,
            Networks = networks,
            CreatedAt = now,
            CreatedByIssuer = holding.Issuer,
            CreatedBySubject = holding.Subject,
            ExpiresAt = request.ExpiresAt.ToUniversalTime(),
        };
        var text = ApiKeyFormat.NewText(key.Id, key.IsTest);
        var record = new ApiKeyRecord(now, ApiKeyAction.Created, holding.Issuer, holding.Subject, owner, [key.Id], $"{key.Name}: {string.Join(' ', key.Capabilities)}");
        var stored = new StoredApiKey(key, new(1, hasher.HashOf(text), key.ExpiresAt));
        var isFull = false;
        await ChangeAsync(owner, [key.Id], held =>
        {
            isFull = held.Count(s => !s.Key.IsOver(now)) >= options.Value.MostKeys;
            return isFull ? null : new([stored], Outdated(held, now), record);
        }, cancellationToken).ConfigureAwait(false);
        return isFull ? Refuse(ApiKeyRefusalReason.TooMany, "keys") : Finish(SecurityEventKinds.ApiKeyCreated, record, new(key, text));
    }

    public async ValueTask<ApiKeyChangeOutcome> RotateAsync(ClaimsPrincipal by, ApiKeyRotation rotation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(rotation);
        if (FaultOf(rotation.ExpiresAt) is { } fault)
            return Refuse(fault.Reason, fault.Detail);
        if (rotation.Overlap < TimeSpan.Zero || rotation.Overlap > options.Value.MaxOverlap)
            return Refuse(ApiKeyRefusalReason.InvalidTime, "overlap");
        if (await FindAsync(by, CksApiKeys.Create, rotation.KeyId, cancellationToken).ConfigureAwait(false) is not { Key: var found } seen)
            return Refuse(ApiKeyRefusalReason.UnknownKey);
        var (holding, _, refused) = await AskAsync(by, found.Owner, found.Capabilities, rotation.ExpiresAt, cancellationToken).ConfigureAwait(false);
        if (refused is not null)
            return refused;
        var now = time.GetUtcNow();
        var (text, until) = (ApiKeyFormat.NewText(found.Id, found.IsTest), rotation.ExpiresAt.ToUniversalTime());
        var record = new ApiKeyRecord(now, ApiKeyAction.Rotated, holding!.Issuer, holding.Subject, found.Owner, [found.Id], $"The secret before it ends {now + rotation.Overlap:u}");
        StoredApiKey? next = null;
        await ChangeAsync(found.Owner, [found.Id], held =>
        {
            next = null;
            // What was judged is what is rotated.
            if (held.FirstOrDefault(s => s.Key.Id == found.Id) is not { } stored || stored.Key.IsOver(now) || stored.Current.Number != seen.Current.Number)
                return null;
            var end = now + rotation.Overlap;
            var previous = rotation.Overlap == TimeSpan.Zero ? null : stored.Current with { Until = end < stored.Key.ExpiresAt ? end : stored.Key.ExpiresAt };
            next = new(stored.Key with { ExpiresAt = until }, new(stored.Current.Number + 1, hasher.HashOf(text), until), previous);
            return new([next], Outdated(held, now), record);
        }, cancellationToken).ConfigureAwait(false);
        return next is null ? Refuse(ApiKeyRefusalReason.Over) : Finish(SecurityEventKinds.ApiKeyRotated, record, new(next.Key, text));
    }

    public async ValueTask<ApiKeyChangeOutcome> RevokeAsync(ClaimsPrincipal by, string keyId, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(keyId);
        if (FaultOf(reason) is { } fault)
            return Refuse(fault.Reason, fault.Detail);
        if (await FindAsync(by, CksApiKeys.Revoke, keyId, cancellationToken).ConfigureAwait(false) is not { Key: var found })
            return Refuse(ApiKeyRefusalReason.UnknownKey);
        return await EndAsync(by, found.Owner, ApiKeyAction.Revoked, k => k.Id == keyId, reason, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<ApiKeyChangeOutcome> RevokeAllAsync(ClaimsPrincipal by, ApiKeyOwner owner, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        return (FaultOf(owner) ?? FaultOf(reason)) is { } fault ? new(Refuse(fault.Reason, fault.Detail)) : EndAsync(by, owner, ApiKeyAction.AllRevoked, _ => true, reason, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<ApiKey>> ListAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return [.. (await store.OfAsync(owner, cancellationToken).ConfigureAwait(false)).Select(s => s.Key)];
    }

    public ValueTask OwnerChangedAsync(string issuer, string subject, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return new(memory.OwnerChangedAsync(issuer, subject));
    }

    private async ValueTask<ApiKeyChangeOutcome> EndAsync(ClaimsPrincipal by, ApiKeyOwner owner, ApiKeyAction action, Func<ApiKey, bool> which, string reason, CancellationToken cancellationToken)
    {
        var holding = await holdings.AskAsync(new(by, CksApiKeys.Revoke), cancellationToken).ConfigureAwait(false);
        var isOwn = (holding.Tenant, holding.Issuer, holding.Subject) == (owner.Tenant, owner.Issuer, owner.Subject);
        if (Refuse(holding, owner, isOwn) is { } refused)
            return refused;
        var now = time.GetUtcNow();
        ApiKeyRecord? record = null;
        var ids = new List<string>();
        await ChangeAsync(owner, ids, held =>
        {
            StoredApiKey[] ended = [.. held.Where(s => which(s.Key) && !s.Key.IsOver(now)).Select(s => s with { Key = s.Key with { RevokedAt = now }, Previous = null })];
            ids.Clear();
            ids.AddRange(ended.Select(s => s.Key.Id));
            if (ended.Length == 0 && action == ApiKeyAction.Revoked)
                return null;
            record = new(now, action, holding.Issuer, holding.Subject, owner, [.. ids], reason);
            return new(ended, [], record);
        }, cancellationToken).ConfigureAwait(false);
        return record is null ? Refuse(ApiKeyRefusalReason.Over) : Finish(SecurityEventKinds.ApiKeyRevoked, record, null);
    }

    /// <summary>A key of the tenant of whoever asks; another's is unknown to them.</summary>
    private async ValueTask<StoredApiKey?> FindAsync(ClaimsPrincipal by, string act, string keyId, CancellationToken cancellationToken)
    {
        var holding = await holdings.AskAsync(new(by, act), cancellationToken).ConfigureAwait(false);
        if (!ApiKeyFormat.IsId(keyId))
            return null;
        var stored = await store.FindAsync(keyId, cancellationToken).ConfigureAwait(false);
        return stored?.Key.Owner.Tenant == holding.Tenant ? stored : null;
    }

    private async ValueTask<(Holding? Holding, UserSession? Owner, ApiKeyChangeOutcome? Refused)> AskAsync(
        ClaimsPrincipal by, ApiKeyOwner owner, IReadOnlyList<string>? capabilities, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (capabilities is null or { Count: 0 })
            return (null, null, Refuse(ApiKeyRefusalReason.NoCapability));
        if (capabilities.Count > CksApiKeys.MostCapabilities)
            return (null, null, Refuse(ApiKeyRefusalReason.TooMany, "capabilities"));
        if (capabilities.Any(string.IsNullOrEmpty))
            return (null, null, Refuse(ApiKeyRefusalReason.UnknownCapability));
        // First who asks: what an owner is nobody learns who may make no key.
        var first = await holdings.AskAsync(new(by, CksApiKeys.Create), cancellationToken).ConfigureAwait(false);
        if (Refuse(first, owner, isOwn: false) is { } refused)
            return (null, null, refused);
        var resolution = await memory.ResolveAsync(owner).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!resolution.IsActive)
            return (null, null, Refuse(ApiKeyRefusalReason.OwnerRefused, resolution.Reason.Value.ToText()));
        if (new KnownApiKeyOwner(owner, resolution).IsBarred(revocations, allowUnknown: false))
            return (null, null, Refuse(ApiKeyRefusalReason.OwnerRefused, ApiKeyRejectionReason.Revoked.ToText()));
        var session = resolution.Session;
        var question = new HoldingQuestion(by, CksApiKeys.Create) { Receiver = session.ToPrincipal(), Capabilities = capabilities, Until = until };
        var holding = await holdings.AskAsync(question, cancellationToken).ConfigureAwait(false);
        refused = Refuse(holding, owner, isOwn: false)
            ?? (holding.IsTest && !session.IsTest ? Refuse(ApiKeyRefusalReason.TestClass)
            : session.IsTest && !classes.HasTestKeys ? Refuse(ApiKeyRefusalReason.TestClass, "development_only")
            : holding.Unknown.Length > 0 ? Refuse(ApiKeyRefusalReason.UnknownCapability, holding.Unknown)
            : holding.Beyond.Length > 0 || holding.Held.Count == 0 ? Refuse(ApiKeyRefusalReason.BeyondHolding, holding.Beyond)
            : holding.Held.Count > CksApiKeys.MostCapabilities ? Refuse(ApiKeyRefusalReason.TooMany, "capabilities") : null);
        return (holding, session, refused);
    }

    private ApiKeyChangeOutcome? Refuse(Holding holding, ApiKeyOwner owner, bool isOwn) =>
        holding.Subject.Length == 0 || holding.Issuer.Length == 0 || holding.Tenant.IsNone ? Refuse(ApiKeyRefusalReason.NoIdentity)
        : holding.IsBorrowed ? Refuse(ApiKeyRefusalReason.BorrowedRights)
        : !holding.IsPermitted && !isOwn ? Refuse(ApiKeyRefusalReason.NotPermitted)
        : holding.Tenant != owner.Tenant ? Refuse(ApiKeyRefusalReason.OtherTenant) : null;

    private async Task ChangeAsync(ApiKeyOwner owner, IReadOnlyList<string> ids, Func<IReadOnlyList<StoredApiKey>, ApiKeyChange?> decide, CancellationToken cancellationToken)
    {
        try
        {
            await store.ChangeAsync(owner, decide, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also where the store could not say what became of it.
            await memory.ChangedAsync([.. ids]).ConfigureAwait(false);
        }
    }

    // Long over, or one of too many that are: whoever makes and ends keys all day would have every change read all of them (S30).
    private string[] Outdated(IReadOnlyList<StoredApiKey> held, DateTimeOffset now)
    {
        static DateTimeOffset EndOf(StoredApiKey stored) => stored.Key.RevokedAt is { } at && at < stored.Key.ExpiresAt ? at : stored.Key.ExpiresAt;
        return [.. held.Where(s => s.Key.IsOver(now)).OrderByDescending(EndOf).Where((s, i) => i >= MostEnded || EndOf(s) + options.Value.KeepEnded < now).Select(s => s.Key.Id)];
    }

    private ApiKeyChangeOutcome Finish(SecurityEventKind kind, ApiKeyRecord record, NewApiKey? issued)
    {
        events?.Report(kind, string.Join(' ', record.KeyIds), record.BySubject, record.Owner.Tenant.Value);
        return ApiKeyChangeOutcome.Done(record, issued);
    }

    private ApiKeyChangeOutcome Refuse(ApiKeyRefusalReason reason, string detail = "")
    {
        AuthLog.ApiKeyChangeRefused(logger ?? NullLogger<ApiKeys>.Instance, reason.ToText());
        return ApiKeyChangeOutcome.Refused(reason, detail);
    }

    private static Fault? FaultOf(ApiKeyOwner? owner) => owner is null || owner.Tenant.IsNone || !IsText(owner.Issuer) || !IsText(owner.Subject) ? new(ApiKeyRefusalReason.InvalidOwner) : null;

    private static Fault? FaultOf(string? name) => string.IsNullOrWhiteSpace(name) || name.Length > CksApiKeys.LongestName ? new(ApiKeyRefusalReason.InvalidName) : null;

    private Fault? FaultOf(DateTimeOffset expiresAt) =>
        time.GetUtcNow() is var now && (expiresAt <= now || expiresAt > now + options.Value.MaxLifetime) ? new(ApiKeyRefusalReason.InvalidTime, "expires") : null;

    private static Fault? FaultOf(IReadOnlyList<string>? asked, List<string> networks)
    {
        // Not the same as from everywhere.
        if (asked is null)
            return new(ApiKeyRefusalReason.InvalidNetwork);
        if (asked.Count > CksApiKeys.MostNetworks)
            return new(ApiKeyRefusalReason.TooMany, "networks");
        foreach (var text in asked)
        {
            if (!NetworkList.TryRead(text, out var canonical))
                return new(ApiKeyRefusalReason.InvalidNetwork, text ?? "");
            networks.Add(canonical);
        }

        return null;
    }

    private static bool IsText(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= CksApiKeys.LongestOwner && TokenClaims.IsId(text);

    private sealed record Fault(ApiKeyRefusalReason Reason, string Detail = "");
}
