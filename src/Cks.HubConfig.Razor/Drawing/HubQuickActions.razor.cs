using Microsoft.AspNetCore.Components;

namespace Cks.HubConfig.Razor;

/// <summary>The quick actions of the view that the application has an address for.</summary>
public sealed partial class HubQuickActions
{
    /// <summary>The page that it is part of, as <see cref="HubDocument"/> hands it down.</summary>
    [CascadingParameter]
    public required HubPage Page { get; set; }

    private (string Label, string Address)[] Shown =>
        [.. Page.View.QuickActions.Select(a => (a.Label, Page.ActionLinkOf(a))).Where(a => a.Item2 is not null).Select(a => (a.Label, a.Item2!))];
}
