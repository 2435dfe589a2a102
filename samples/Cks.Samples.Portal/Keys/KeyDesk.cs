using System.Security.Claims;
using Cks.Auth;
using Cks.Rbac;
using Cks.Samples.Portal.Sessions;
using Cks.Samples.Portal.Work;

namespace Cks.Samples.Portal.Keys;

/// <summary>Keys of the people of a tenant, by their codes. Whoever is of another tenant or test class is not there, and a key is there for its owner's code alone.</summary>
internal sealed class KeyDesk(IApiKeys keys, People people)
{
    /// <summary>The keys of somebody, those that are over as well.</summary>
    public async Task<Outcome<IReadOnlyList<ListedKey>>> ListAsync(Subject me, string code, CancellationToken cancellationToken)
    {
        if (await FindAsync(me, code, cancellationToken) is not { } owner)
            return Refusal.Outside;
        return (await keys.ListAsync(owner, cancellationToken))
            .Select(k => new ListedKey(k.Id, k.Name, k.Capabilities, k.Networks, k.CreatedAt, k.ExpiresAt, k.RevokedAt, k.LastUsedAt)).ToList();
    }

    /// <summary>Makes a key.</summary>
    public async Task<Outcome<ShownKey>> CreateAsync(ClaimsPrincipal by, Subject me, string code, NewKeyBody asked, CancellationToken cancellationToken)
    {
        if (await FindAsync(me, code, cancellationToken) is not { } owner)
            return Refusal.Outside;
        var request = new ApiKeyRequest(owner, asked.Name ?? "", asked.Capabilities ?? [], asked.ExpiresAt) { Networks = asked.Networks ?? [] };
        return Shown(await keys.CreateAsync(by, request, cancellationToken));
    }

    /// <summary>Gives a key a new secret.</summary>
    public async Task<Outcome<ShownKey>> RotateAsync(ClaimsPrincipal by, Subject me, string code, string id, RotateKeyBody asked, CancellationToken cancellationToken) =>
        await IsThereAsync(me, code, id, cancellationToken) ? Shown(await keys.RotateAsync(by, new(id, TimeSpan.FromMinutes(asked.OverlapMinutes), asked.ExpiresAt), cancellationToken)) : Refusal.Outside;

    /// <summary>Ends a key.</summary>
    public async Task<Outcome<EndedKey>> RevokeAsync(ClaimsPrincipal by, Subject me, string code, string id, string? reason, CancellationToken cancellationToken)
    {
        if (!await IsThereAsync(me, code, id, cancellationToken))
            return Refusal.Outside;
        var outcome = await keys.RevokeAsync(by, id, reason ?? "", cancellationToken);
        return outcome.IsDone ? new EndedKey(id) : RefusalOf(outcome);
    }

    private async Task<ApiKeyOwner?> FindAsync(Subject me, string code, CancellationToken cancellationToken) =>
        await people.FindOursAsync(me, code, cancellationToken) is { } person ? new(me.Tenant, person.Issuer, person.Subject) : null;

    private async Task<bool> IsThereAsync(Subject me, string code, string id, CancellationToken cancellationToken) =>
        await FindAsync(me, code, cancellationToken) is { } owner && (await keys.ListAsync(owner, cancellationToken)).Any(k => k.Id == id);

    private static Outcome<ShownKey> Shown(ApiKeyChangeOutcome outcome) =>
        outcome is { IsDone: true, New: { Key: var key } issued } ? new ShownKey(key.Id, issued.TakeText(), key.Capabilities, key.ExpiresAt) : RefusalOf(outcome);

    private static Refusal RefusalOf(ApiKeyChangeOutcome outcome) => new(
        outcome.Reason switch
        {
            ApiKeyRefusalReason.Over or ApiKeyRefusalReason.TooMany or ApiKeyRefusalReason.OwnerRefused => StatusCodes.Status409Conflict,
            ApiKeyRefusalReason.BeyondHolding or ApiKeyRefusalReason.BorrowedRights or ApiKeyRefusalReason.NotPermitted or ApiKeyRefusalReason.NoIdentity or ApiKeyRefusalReason.OtherTenant or ApiKeyRefusalReason.TestClass => StatusCodes.Status403Forbidden,
            ApiKeyRefusalReason.UnknownKey => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status400BadRequest,
        },
        outcome.Reason!.Value.ToText(),
        outcome.ToString());
}
