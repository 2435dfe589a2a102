// With: Cks.HubConfig
// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static HubCatalog catalog = null!;
    public static TimeProvider clock = null!;
    public static Subject me = null!;
    public static Secret<byte[]> key = null!;
}
