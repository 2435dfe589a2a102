// With: Cks.Scope
// What the page takes as given.
internal static class Given
{
    public static ScopeModel model = null!;
    public static ScopeEntity customer = null!;
    public static QueryReader reader = null!;
    public static SqlDatabase database = null!;
    public static CancellationToken ct;
}
