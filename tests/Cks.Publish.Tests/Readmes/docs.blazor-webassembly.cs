// With: Cks.Rbac.AspNetCore
// With: Cks.Rbac.WebAssembly
// What the page takes as given.
internal static class Given
{
    public static WebApplication app = null!;
    public static HostApplicationBuilder client = null!;

    public static Order[] ListOrders() => [];
}

internal sealed record Order(string Code);
