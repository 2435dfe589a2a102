// With: Cks.HubConfig
// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static HubCatalog catalog = null!;
    public const string environment = "production";
}
