// With: Cks.Auth.AspNetCore
// With: Cks.Scope
global using Microsoft.AspNetCore.DataProtection;

// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static System.Security.Cryptography.X509Certificates.X509Certificate2 current = null!;
    public static System.Security.Cryptography.X509Certificates.X509Certificate2 previous = null!;
}
