// What the readme takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static ITokenValidator validator = null!;
    public static ISessionResolver sessions = null!;
    public static IRevocations revocations = null!;
    public static ValidatedToken token = null!;
    public static TokenOutcome outcome = null!;
    public static string text = "";
    public static Microsoft.Extensions.Configuration.IConfiguration configuration = null!;
    public static CancellationToken ct;
}

internal sealed class PortalStore
{
    public Task<SessionRecord?> FindLinkedAsync(string issuer, string subject, CancellationToken cancellationToken) => throw new NotSupportedException();
}
