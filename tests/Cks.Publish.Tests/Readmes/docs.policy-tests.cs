// With: Cks.Rbac
// What the page takes as given.
internal static class Given
{
    public static CancellationToken ct;
}
