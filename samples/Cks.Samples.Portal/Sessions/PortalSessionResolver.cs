using Cks.Auth;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Samples.Portal.Sessions;

/// <summary>Who is this? One query; role, code, tenant and status come from the database, whatever the token says.</summary>
internal sealed class PortalSessionResolver(People people, SnapshotStore<Policy> policy) : ISessionResolver
{
    public async ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default)
    {
        var person = await people.FindAsync(token.Issuer, token.Subject, cancellationToken);
        return SessionResolution.From(token, person?.Record, [.. policy.Current.Value.Roles]);
    }
}
