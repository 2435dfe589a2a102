// With: Cks.AspNetCore
global using Cks.Rbac;
global using Elsewhere;
global using Microsoft.AspNetCore.Authentication.JwtBearer;

// What the page takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static string secret = "";
}

internal sealed record Person(string Tenant, string Code, string Role, string Status, string Name, DateTimeOffset? ArchivedAt, bool IsTest);

internal sealed class People
{
    public Task<Person?> FindAsync(string issuer, string subject, CancellationToken cancellationToken) => throw new NotSupportedException();
}

namespace Elsewhere
{
    /// <summary>The next block's, which wins there.</summary>
    internal sealed class PortalSessionResolver : ISessionResolver
    {
        public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
