// What the readme takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static SchemaMigrator tables = null!;
    public static string connectionString = "", ownerConnectionString = "";
    public static CancellationToken ct;
}
