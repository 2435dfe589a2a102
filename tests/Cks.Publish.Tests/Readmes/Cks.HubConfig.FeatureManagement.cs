global using Microsoft.FeatureManagement;
global using Microsoft.FeatureManagement.FeatureFilters;

// What the readme takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static IServiceScope scope = null!;
    public static HubCatalog catalog = null!;
    public static TimeProvider clock = null!;
    public static Subject me = null!;
    public static CancellationToken cancellationToken;
}
