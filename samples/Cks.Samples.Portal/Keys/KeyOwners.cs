using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Portal.Sessions;

namespace Cks.Samples.Portal.Keys;

/// <summary>Who the owner of a key is now: the record by which they would sign in.</summary>
internal sealed class KeyOwners(People people, SnapshotStore<Policy> policy) : IApiKeyOwnerResolver
{
    public async ValueTask<SessionResolution> ResolveAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default)
    {
        var person = await people.FindAsync(owner.Issuer, owner.Subject, cancellationToken);
        return SessionResolution.From(owner.Issuer, owner.Subject, person?.Record, [.. policy.Current.Value.Roles]);
    }
}
