// With: Cks.Storage.Migrations
// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static string connectionString = "";
}
