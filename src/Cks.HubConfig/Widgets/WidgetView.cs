namespace Cks.HubConfig;

/// <summary>A widget as one subject may see it. What the subject may not see is not there, and so is no trace of it. Immutable.</summary>
/// <param name="Id">Name, unique among the widgets of the hub.</param>
/// <param name="Type">Which type it is of.</param>
/// <param name="GridArea">Where it stands: on the dashboard, or in the container around it.</param>
public sealed record WidgetView(string Id, string Type, GridArea GridArea)
{
    /// <summary>Heading; plain text; <see langword="null"/> for the component's own.</summary>
    public string? Title { get; init; }

    /// <summary>Name of the endpoint that its data comes from; <see langword="null"/> where it reads none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The path of that endpoint, which the subject may read; <see cref="HubPath.IsNone"/> where it reads none.</summary>
    public HubPath DataSource { get; init; }

    /// <summary>How often the data is read again; <see langword="null"/> for never.</summary>
    public TimeSpan? RefreshInterval { get; init; }

    /// <summary>How many items it shows, 1 to 500; <see langword="null"/> for the component's own number.</summary>
    public int? MaxItems { get; init; }

    /// <summary>Its options, as far as the type lets them go to a browser: a JSON object, UTF-8; empty where there are none.</summary>
    public ReadOnlyMemory<byte> Options { get; init; }

    /// <summary>Key by which a page finds what draws it, from code; <see langword="null"/> where the application has no widget types, and the type tells.</summary>
    public string? Renderer { get; init; }

    /// <summary>What stands in it, in the order of the document.</summary>
    public IReadOnlyList<WidgetView> Children { get; init; } = [];

    /// <summary>Why the fallback stands in its place, without its data, options and children; <see langword="null"/> when the widget is whole.</summary>
    public WidgetFault? Fault { get; init; }

    /// <summary>Whether its data is that of a plugin, which has no address of its own: <c>MapCksHubData</c> answers it by the id of the widget.</summary>
    public bool HasPluginData => !DataSource.IsNone && PluginName.IsPath(DataSource.Value);

    internal static WidgetView Of(HubWidget widget, WidgetFit fit, WidgetFitter fitter, string fallback, PlannedWidget[] children)
    {
        var view = new WidgetView(widget.Id, widget.Type, widget.GridArea);
        // Whoever reads the heading of a type that is not there may not be who that type would show it to.
        return fit.Faults is [var first, ..] ? view with { Title = first is WidgetFault.UnknownType or >= WidgetFault.PluginOff ? null : widget.Title, Renderer = fallback, Fault = first } : view with
        {
            Title = widget.Title,
            Endpoint = widget.DataSource.IsNone ? null : widget.Endpoint,
            DataSource = widget.DataSource,
            RefreshInterval = widget.RefreshInterval,
            MaxItems = widget.MaxItems,
            Options = fit.Type is { } type ? fitter.ClientOptions(fit.Widget, type) : default,
            Renderer = fit.Type?.Type.Renderer,
            Children = children.Length == 0 ? [] : [.. children.Select(c => c.View)],
        };
    }
}
