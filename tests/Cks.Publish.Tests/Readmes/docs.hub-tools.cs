// With: Cks.HubConfig
// What the page takes as given.
internal static class Given;

/// <summary>What the application provides.</summary>
internal static class AppTargets
{
    public static HubTargets Add(HubTargets targets) => targets;
}
