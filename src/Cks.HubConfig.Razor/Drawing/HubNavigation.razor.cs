using Microsoft.AspNetCore.Components;

namespace Cks.HubConfig.Razor;

/// <summary>The links of the view. On a phone they stand behind a button, which needs no script.</summary>
public sealed partial class HubNavigation
{
    /// <summary>The page that it is part of, as <see cref="HubDocument"/> hands it down.</summary>
    [CascadingParameter]
    public required HubPage Page { get; set; }
}
