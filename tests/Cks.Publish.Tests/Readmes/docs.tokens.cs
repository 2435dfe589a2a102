// With: Cks.Auth.AspNetCore
// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static IIssuerRegistry registry = null!;
}
