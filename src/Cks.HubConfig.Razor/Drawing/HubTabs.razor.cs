using Microsoft.AspNetCore.Components;

namespace Cks.HubConfig.Razor;

/// <summary>Parts of a page of which one is shown at a time. Without script all stand below each other, with links to them.</summary>
public sealed partial class HubTabs
{
    /// <summary>What the tabs are of, for those who hear it.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The tabs.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<HubTab> Tabs { get; set; }
}
