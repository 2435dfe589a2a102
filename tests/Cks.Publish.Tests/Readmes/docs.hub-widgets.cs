// With: Cks.HubConfig.AspNetCore
// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static WebApplication app = null!;
    public const string options = "{}";
}
