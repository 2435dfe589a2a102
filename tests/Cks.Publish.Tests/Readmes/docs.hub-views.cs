// With: Cks.AspNetCore
// What the page takes as given.
internal static class Given
{
    public static CksOptions o = null!;
    public static WebApplication app = null!;
    public static IHubComposer composer = null!;
    public static Subject me = null!;
    public static CancellationToken ct;
}

/// <summary>A service of the application.</summary>
internal sealed class Orders
{
    public IEnumerable<string> Take(int most) => Enumerable.Repeat("", most);
}
