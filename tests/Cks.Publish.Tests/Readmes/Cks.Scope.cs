// What the readme takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static IScopeService scopes = null!;
    public static IScopeQueries queries = null!;
    public static ScopedReader reader = null!;
    public static Table table = null!;
    public static Column<string> name = null!;
    public static IScopeInspector inspector = null!;
    public static IRowTransformers transformers = null!;
    public static RoleScope scope = null!;
    public static Subject subject = null!;
    public static string connectionString = "";
    public static CancellationToken cancellationToken;
}
