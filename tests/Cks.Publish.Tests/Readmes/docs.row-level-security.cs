// With: Cks.Scope
// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static Table orders = null!;
    public static Column<string> code = null!;
    public static IScopeIdentity identity = null!;
    public static QueryReader reader = null!;
    public static SqlDatabase database = null!;
    public static Write write = null!;
    public static Subject me = null!;
    public static string connectionString = "";
    public static CancellationToken ct;
}
