// With: Cks.Auth.AspNetCore
// What the page takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static IServiceCollection services = null!;
    public static string secret = "";
}

internal sealed class People
{
    public Task RenameAsync(string issuer, string subject, JsonElement data, CancellationToken cancellationToken) => throw new NotSupportedException();
}
