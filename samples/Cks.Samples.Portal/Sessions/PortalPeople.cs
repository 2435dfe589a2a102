using Cks.Auth;
using Cks.Core;
using Cks.Rbac;

namespace Cks.Samples.Portal.Sessions;

/// <summary>Who is this? One query; role, code, tenant and status come from the database, whatever the token says. Remembered until <see cref="PersonChanges"/> says that it changed.</summary>
internal sealed class PortalPeople(People people, SnapshotStore<Policy> policy) : ISessionSource
{
    private KnownRolesOf? _roles;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> KnownRoles
    {
        get
        {
            var current = policy.Current;
            if (_roles is not { } known || !ReferenceEquals(known.Policy, current))
                _roles = known = new(current, [.. current.Value.Roles]);
            return known.Roles;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SessionRecord>> ReadAsync(string issuer, string subject, CancellationToken cancellationToken = default) => await people.AllAsync(issuer, subject, cancellationToken);

    private sealed record KnownRolesOf(Snapshot<Policy> Policy, IReadOnlyCollection<string> Roles);
}
