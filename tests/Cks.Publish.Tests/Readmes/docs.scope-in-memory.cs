// With: Cks.Scope
// What the page takes as given.
internal static class Given
{
    public static IScopeChecker checker = null!;
    public static Subject me = null!;
}
