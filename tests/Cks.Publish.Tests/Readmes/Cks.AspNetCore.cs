// What the readme takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static string connectionString = "";
}

internal sealed class MySessionResolver : ISessionResolver
{
    public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
