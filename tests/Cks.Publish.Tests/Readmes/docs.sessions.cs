// With: Cks.Storage
// With: Cks.Auth.AspNetCore
// With: Cks.Rbac.AspNetCore
global using Portal;

// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static WebApplication app = null!;
    public static IBootstrap bootstrap = null!;
    public static SessionRecord person = null!;
    public static string connectionString = "";
    public static string issuer = "";
    public static string subject = "";
    public static string helper = "";
    public static string tenant = "";
    public static ISessionStore store = null!;
    public static CancellationToken cancellationToken;
}

namespace Portal
{
    // The page shows one of its own.
    internal sealed class PortalPeople : ISessionSource
    {
        public IReadOnlyCollection<string> KnownRoles => [];

        public ValueTask<IReadOnlyList<SessionRecord>> ReadAsync(string issuer, string subject, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
