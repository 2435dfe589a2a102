using Cks.Rbac;
using Cks.Samples.Portal.Sessions;

namespace Cks.Samples.Portal.Grants;

/// <summary>Whoever is archived has no rights of their own any more, and reviving somebody gives none back (S17). What is denied stays denied.</summary>
internal sealed class GrantsOfArchived(IGrants grants, IGrantLedger ledger, TimeProvider time)
{
    private const string Reason = "archived";

    /// <summary>Suspends what somebody was granted who is archived.</summary>
    /// <returns>Whether nothing is left that would count once the person is revived: not, where whoever asks may not revoke.</returns>
    public async Task<bool> EndAsync(Subject me, Person person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var held = await ledger.OfAsync(person.Issuer, person.Subject, me.Tenant, cancellationToken);
        return held.All(g => g.IsSuspended || g.Kind == GrantKind.Deny || g.Until <= now)
            || (await grants.SuspendAsync(me, new(person.Issuer, person.Subject), Reason, cancellationToken)).IsDone;
    }
}
