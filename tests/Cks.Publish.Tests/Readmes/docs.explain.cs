// With: Cks.Rbac
// What the page takes as given.
internal static class Given
{
    public static IPolicyExplainer explainer = null!;
    public static Subject subject = null!;
    public static Order order = null!;
    public static CancellationToken ct;
}

internal sealed record Order(string Status);
