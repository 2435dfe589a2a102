namespace Cks.HubConfig;

/// <summary>The parts of one kind.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="IsOrdered">Whether their order says something.</param>
/// <param name="Parts">The parts, as the hub has them.</param>
internal sealed record HubPartList(HubPartKind Kind, bool IsOrdered, IReadOnlyList<HubPart> Parts)
{
    /// <summary>What people call one of them.</summary>
    public string Noun => Kind switch
    {
        HubPartKind.SidebarItem => "sidebar item",
        HubPartKind.QuickAction => "quick action",
        HubPartKind.CacheRule => "cache rule",
        HubPartKind.Delegable => "delegable permission",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
