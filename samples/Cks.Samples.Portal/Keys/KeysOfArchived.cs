using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Portal.Sessions;

namespace Cks.Samples.Portal.Keys;

/// <summary>Whoever is archived has no keys any more: they are refused from then on because of their owner, and ended for good, so that reviving somebody revives no key (S17).</summary>
internal sealed class KeysOfArchived(IHttpContextAccessor http, IApiKeyStore store, IChangeBus bus, TimeProvider time)
{
    private const string Reason = "archived";

    /// <summary>Ends the keys of somebody who is archived.</summary>
    /// <returns>Whether no key is left that would work once the person is revived. Where nobody can be asked whether keys may be ended, one that is not over is left.</returns>
    public async Task<bool> EndAsync(Subject me, Person person, CancellationToken cancellationToken)
    {
        var owner = new ApiKeyOwner(me.Tenant, person.Issuer, person.Subject);
        var context = http.HttpContext;
        var keys = context?.RequestServices.GetService<IApiKeys>();
        if ((await store.OfAsync(owner, cancellationToken)).All(k => k.Key.IsOver(time.GetUtcNow())))
            return true;
        if (context is null)
            return false;
        if (keys is not null)
            return (await keys.RevokeAllAsync(context.User, owner, Reason, cancellationToken)).IsDone;
        await EndStoredAsync(me, owner, cancellationToken);
        return true;
    }

    /// <summary>Where this host has no keys, another may have them, or may have had them or come to have them.</summary>
    private async Task EndStoredAsync(Subject me, ApiKeyOwner owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.ChangeAsync(owner, held =>
        {
            StoredApiKey[] ended = [.. held.Where(k => !k.Key.IsOver(now)).Select(k => k with { Key = k.Key with { RevokedAt = now }, Previous = null })];
            return new(ended, [], new(now, ApiKeyAction.AllRevoked, me.Issuer, me.Id, owner, [.. ended.Select(k => k.Key.Id)], Reason));
        }, cancellationToken);
        await bus.KeysChangedAsync();
    }
}
