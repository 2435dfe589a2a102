// With: Cks.Auth
// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static TokenClient client = null!;
    public static TokenRefresher refresher = null!;
    public static Tokens held = null!;
    public static Store session = null!;
    public static CancellationToken ct;
}

internal sealed record Tokens(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt);

internal sealed class TokenClient
{
    public Task<Tokens> RefreshAsync(string refreshToken, IReadOnlyCollection<string> scopes, string? resource, CancellationToken cancellationToken) => throw new NotSupportedException();
}

internal sealed class Store
{
    public Task KeepAsync(string accessToken, string? refreshToken, CancellationToken cancellationToken) => throw new NotSupportedException();
}
