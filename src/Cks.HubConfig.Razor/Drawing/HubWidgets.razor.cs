using Microsoft.AspNetCore.Components;

namespace Cks.HubConfig.Razor;

/// <summary>The widgets of the view, each where its area says.</summary>
public sealed partial class HubWidgets
{
    /// <summary>The page that it is part of, as <see cref="HubDocument"/> hands it down.</summary>
    [CascadingParameter]
    public required HubPage Page { get; set; }

    /// <summary>What the server draws of a widget, by its id, so that it is read without script; <see langword="null"/> for one that only the browser draws.</summary>
    [Parameter]
    public Func<string, RenderFragment?>? Content { get; set; }
}
