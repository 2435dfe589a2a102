// What the readme takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static WebApplication app = null!;
    public static string signingSecret = "";

    public static Task WriteLongAsync(HttpContext http, CancellationToken ct) => throw new NotSupportedException();

    public static IResult ListOrders() => throw new NotSupportedException();
}

internal sealed class PortalSessions : ISessionResolver
{
    public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
