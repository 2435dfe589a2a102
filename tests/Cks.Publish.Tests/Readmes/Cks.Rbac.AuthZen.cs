// What the readme takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static WebApplication app = null!;
}

internal sealed record Order(string Code, TenantId Tenant, string Status, string? Owner);

internal sealed class OrderStore
{
    public Task<IReadOnlyList<Order>> WithIdsAsync(TenantId tenant, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Order>> BehindAsync(TenantId tenant, string? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal sealed class People : ISubjectSource
{
    public ValueTask<IReadOnlyList<StoredSubject>> FindAsync(TenantId tenant, string type, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StoredSubject>> ListAsync(TenantId tenant, string type, string? after, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
