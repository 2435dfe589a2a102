// With: Cks.Rbac.AspNetCore
// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static WebApplication app = null!;
    public static IChangeBus bus = null!;
    public static IGrants grants = null!;
    public static Subject me = null!;
    public static CancellationToken ct;
}

internal sealed class PortalGrants : IGrantLedger
{
    public ValueTask<IReadOnlyList<Grant>> OfAsync(string issuer, string subjectId, TenantId tenant, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<Grant> InAsync(TenantId tenant, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<TenantId>> TenantsOfAsync(string issuer, string subjectId, DateTimeOffset at, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<GrantRecord> HistoryAsync(TenantId tenant, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask ChangeAsync(TenantId tenant, PersonId grantor, PersonId grantee, Func<GrantsHeld, GrantChange?> decide, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
