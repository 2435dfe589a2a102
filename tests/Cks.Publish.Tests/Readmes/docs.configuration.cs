// With: Cks.Storage
// With: Cks.Scope
// With: Cks.HubConfig
global using Microsoft.Extensions.Configuration;

// What the page takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static string connectionString = "";
}

internal sealed class PortalOptions
{
    public int PageSize { get; set; }
}
