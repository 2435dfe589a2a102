using Cks.Auth;
using Cks.Rbac;
using Cks.Samples.Portal.Sessions;

namespace Cks.Samples.Portal.Keys;

/// <summary>Whoever is archived has no keys any more: they are refused from then on because of their owner, and ended for good, so that reviving somebody revives no key (S17).</summary>
internal sealed class KeysOfArchived(IHttpContextAccessor http, People people, TimeProvider time)
{
    /// <summary>Ends the keys of the person with this code, if it is one and is archived.</summary>
    /// <returns>Whether no key is left that would work once the person is revived.</returns>
    public async Task<bool> EndAsync(Subject me, string code, CancellationToken cancellationToken)
    {
        if (http.HttpContext is not { } context || context.RequestServices.GetService<IApiKeys>() is not { } keys)
            return true;
        if (await people.FindByCodeAsync(me.Tenant, code, cancellationToken) is not { Record.ArchivedAt: not null } person || person.Record.IsTest != me.IsTest)
            return true;
        var owner = new ApiKeyOwner(me.Tenant, person.Issuer, person.Subject);
        await keys.OwnerChangedAsync(owner.Issuer, owner.Subject, cancellationToken);
        return (await keys.ListAsync(owner, cancellationToken)).All(k => k.IsOver(time.GetUtcNow())) || (await keys.RevokeAllAsync(context.User, owner, "archived", cancellationToken)).IsDone;
    }
}
