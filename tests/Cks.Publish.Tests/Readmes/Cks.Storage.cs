global using Microsoft.Data.Sqlite;

// What the readme takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static IRevocations revocations = null!;
    public static IGrants grants = null!;
    public static IChangeBus bus = null!;
    public static Prices prices = null!;
    public static Subject me = null!;
    public static GrantRequest request = null!;
    public static string connectionString = "", issuer = "", sessionId = "";
    public static CancellationToken ct;
}

internal sealed class Prices
{
    public ValueTask ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
