// With: Cks.Scope
// The page takes nothing as given.
internal static class Given;
