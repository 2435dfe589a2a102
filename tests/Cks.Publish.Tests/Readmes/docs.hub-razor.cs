// With: Cks.HubConfig.Razor
// With: Cks.HubConfig.AspNetCore
// What the page takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static WebApplication app = null!;
    public static HubPage shown = null!;

    public static string NonceOf(HttpContext http) => (string)http.Items["nonce"]!;

    public static Microsoft.AspNetCore.Components.RenderFragment ContentOf(string? page) => builder => builder.AddContent(0, page);
}
