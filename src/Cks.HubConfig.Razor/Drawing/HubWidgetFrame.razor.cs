using Microsoft.AspNetCore.Components;

namespace Cks.HubConfig.Razor;

/// <summary>One widget with its heading. What it shows first comes from the server where that draws it; where nothing can draw it, it says so.</summary>
public sealed partial class HubWidgetFrame
{
    /// <summary>The page that it is part of, as <see cref="HubDocument"/> hands it down.</summary>
    [CascadingParameter]
    public required HubPage Page { get; set; }

    /// <summary>The widget.</summary>
    [Parameter, EditorRequired]
    public required HubWidget Widget { get; set; }

    /// <summary>What the server draws of a widget, by its id; <see langword="null"/> for one that only the browser draws.</summary>
    [Parameter]
    public Func<string, RenderFragment?>? Content { get; set; }

    private static long? Milliseconds(TimeSpan? interval) => interval is { } time ? (long)time.TotalMilliseconds : null;
}
