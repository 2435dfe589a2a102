// With: Cks.AspNetCore
// What the page takes as given.
internal static class Given
{
    public static CksOptions o = null!;
    public static WebApplication app = null!;
    public static Policy policy = null!;
}

/// <summary>What the application provides.</summary>
internal static class AppTargets
{
    public static HubTargets Add(HubTargets targets) => targets;
}
