// With: Cks.Rbac.AuthZen
// What the page takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static WebApplication app = null!;
    public static AuthZenOptions o = null!;
}

internal sealed class People : ISubjectSource
{
    public ValueTask<IReadOnlyList<StoredSubject>> FindAsync(TenantId tenant, string type, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StoredSubject>> ListAsync(TenantId tenant, string type, string? after, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}

internal sealed class Orders : IResourceSource
{
    public ValueTask<IReadOnlyList<StoredResource>> FindAsync(TenantId tenant, string type, IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<StoredResource>> ListAsync(TenantId tenant, string type, string? after, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
