// With: Cks.Auth.AspNetCore
// With: Cks.Rbac.AspNetCore
global using Portal;

// What the page takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static WebApplication app = null!;
    public static Secret<byte[]> pepper = null!;
    public static byte[] next = [];
}

namespace Portal
{
    internal sealed class PortalDb
    {
        public Task<SessionRecord?> FindAccountAsync(TenantId tenant, string issuer, string subject, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    internal static class PortalRoles
    {
        public static IReadOnlyList<string> All => [];
    }

    internal sealed record NewKey(string Account, string Name, IReadOnlyList<string> Capabilities, DateTimeOffset ExpiresAt, IReadOnlyList<string> Networks);

    // The page shows one of its own.
    internal sealed class Accounts : IApiKeyOwnerResolver
    {
        public ValueTask<SessionResolution> ResolveAsync(ApiKeyOwner owner, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
