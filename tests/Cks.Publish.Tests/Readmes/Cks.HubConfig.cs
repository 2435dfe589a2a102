// What the readme takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static IHubComposer composer = null!;
    public static HubCatalog catalog = null!;
    public static Subject subject = null!;
    public static CancellationToken cancellationToken;
}
