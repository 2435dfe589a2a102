// With: Cks.HubConfig.AspNetCore
// What the page takes as given.
internal static class Given
{
    public static IServiceCollection services = null!;
    public static HubCatalog catalog = null!;
    public static RevisionPublisher publisher = null!;
    public static RevisionAuthor me;
    public static long seen;
    public static string environment = "production";
    public static ReadOnlyMemory<byte> contractor, acme;
    public static CancellationToken ct;
}

/// <summary>The application.</summary>
internal sealed class Program;
