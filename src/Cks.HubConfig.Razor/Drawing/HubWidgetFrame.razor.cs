using System.Text;
using Microsoft.AspNetCore.Components;

namespace Cks.HubConfig.Razor;

/// <summary>One widget with its heading, and what stands in it. What it shows first comes from the server where that draws it; where nothing can draw it, it says so.</summary>
public sealed partial class HubWidgetFrame
{
    /// <summary>Renderer of containers whose children are tabs; those of any other stand in a grid.</summary>
    public const string TabsRenderer = "tabs";

    /// <summary>The page that it is part of, as <see cref="HubDocument"/> hands it down.</summary>
    [CascadingParameter]
    public required HubPage Page { get; set; }

    /// <summary>The widget.</summary>
    [Parameter, EditorRequired]
    public required WidgetView Widget { get; set; }

    /// <summary>What the server draws of a widget, by its id; <see langword="null"/> for one that only the browser draws.</summary>
    [Parameter]
    public Func<string, RenderFragment?>? Content { get; set; }

    private string Renderer => Widget.Renderer ?? Widget.Type;

    private string Title => Widget.Title ?? Widget.Id;

    private string? Source => (Widget.HasPluginData ? Files.PluginDataPath : Widget.DataSource.IsNone ? null : Widget.DataSource.Value) is not { } path ? null
        : Page.PathBase + path + (Files.ReadsAll(Renderer) && !Widget.HasPluginData ? "" : "?widget=" + Uri.EscapeDataString(Widget.Id));

    private long? Refresh => Widget.RefreshInterval is { } time ? (long)time.TotalMilliseconds : null;

    private string? Options => Widget.Options.IsEmpty ? null : Encoding.UTF8.GetString(Widget.Options.Span);

    // What the application does for one widget costs no other, and what the browser can draw is drawn there.
    private RenderFragment? Draw(out bool hasFailed)
    {
        hasFailed = false;
        try
        {
            return Widget.Fault is null ? Content?.Invoke(Widget.Id) : null;
        }
#pragma warning disable CA1031 // whatever it is, the page stands
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ShellLog.DrawingFailed(Log, Widget.Id, exception);
            hasFailed = true;
            return null;
        }
    }

    private RenderFragment Guarded(RenderFragment drawn) => builder =>
    {
        builder.OpenComponent<DrawingBoundary>(0);
        builder.AddComponentParameter(1, nameof(DrawingBoundary.Id), Widget.Id);
        builder.AddComponentParameter(2, nameof(DrawingBoundary.ChildContent), drawn);
        builder.CloseComponent();
    };

    private string? FaultOf(RenderFragment? drawn, bool hasFailed) =>
        FaultText.CodeOf(Widget.Fault) ?? (drawn is not null || Files.Draws(Renderer) ? null : hasFailed ? FaultText.Drawing : Widget.Children.Count == 0 ? FaultText.NoRenderer : null);

    private HubTab[] Tabs() => [.. Widget.Children.Select(child => new HubTab($"p-{child.Id}", child.Title ?? child.Id, builder =>
    {
        builder.OpenComponent<HubWidgetFrame>(0);
        builder.AddComponentParameter(1, nameof(Widget), child);
        builder.AddComponentParameter(2, nameof(Content), Content);
        builder.CloseComponent();
    }))];
}
