using System.Data.Common;
using Cks.Auth;
using Cks.Core;
using Cks.Rbac;

/// <summary>Who is this? Tenant, team and role come from the table of people, whatever the token says about them.</summary>
internal sealed class People(DbDataSource database, SnapshotStore<Policy> policy) : ISessionResolver
{
    public async ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default)
    {
        // A person is issuer and subject together: another provider may have an "ann" too.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command("SELECT tenant, team, role, status FROM people WHERE issuer = $1 AND subject = $2", token.Issuer, token.Subject);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var record = !await row.ReadAsync(cancellationToken) ? null : new SessionRecord
        {
            Tenant = TenantId.Parse(row.GetString(0)),
            Code = row.GetString(1),
            Roles = [row.GetString(2)],
            Status = row.GetString(3),
        };
        return SessionResolution.From(token, record, [.. policy.Current.Value.Roles]);
    }
}
