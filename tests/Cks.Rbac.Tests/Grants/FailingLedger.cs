using Cks.Core;

namespace Cks.Rbac.Tests.Grants;

/// <summary>A ledger whose database is down, at once or when it has written.</summary>
internal sealed class FailingLedger(IGrantLedger? behind = null) : IGrantLedger
{
    public ValueTask<IReadOnlyList<Grant>> OfAsync(string issuer, string subjectId, TenantId tenant, CancellationToken cancellationToken = default) =>
        behind?.OfAsync(issuer, subjectId, tenant, cancellationToken) ?? throw new TimeoutException();

    public IAsyncEnumerable<Grant> InAsync(TenantId tenant, CancellationToken cancellationToken = default) => throw new TimeoutException();

    public ValueTask<IReadOnlyList<TenantId>> TenantsOfAsync(string issuer, string subjectId, DateTimeOffset at, CancellationToken cancellationToken = default) => throw new TimeoutException();

    public IAsyncEnumerable<GrantRecord> HistoryAsync(TenantId tenant, CancellationToken cancellationToken = default) => throw new TimeoutException();

    public async ValueTask ChangeAsync(TenantId tenant, PersonId grantor, PersonId grantee, Func<GrantsHeld, GrantChange?> decide, CancellationToken cancellationToken = default)
    {
        if (behind is not null)
            await behind.ChangeAsync(tenant, grantor, grantee, decide, cancellationToken);
        throw new TimeoutException();
    }
}
