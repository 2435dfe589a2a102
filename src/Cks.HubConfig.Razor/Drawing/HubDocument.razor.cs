using Microsoft.AspNetCore.Components;

namespace Cks.HubConfig.Razor;

/// <summary>A whole page: head, navigation, and what the application puts into it. No attribute holds style or script.</summary>
public sealed partial class HubDocument
{
    /// <summary>The page.</summary>
    [Parameter, EditorRequired]
    public required HubPage Page { get; set; }

    /// <summary>What stands in the head of the page beside the name of the hub, such as who is signed in and the way out.</summary>
    [Parameter]
    public RenderFragment? Header { get; set; }

    /// <summary>The content of the page below its heading.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
