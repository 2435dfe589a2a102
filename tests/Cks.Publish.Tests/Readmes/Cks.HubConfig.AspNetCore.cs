// What the readme takes as given.
internal static class Given
{
    public static WebApplicationBuilder builder = null!;
    public static WebApplication app = null!;
    public static string[] args = [];
}
