namespace Cks.HubConfig;

/// <summary>The widgets of a dashboard, each with its type, its fault and what a browser may see of it. Made once for a dashboard; immutable.</summary>
internal sealed class WidgetPlan
{
    private WidgetPlan(PlannedWidget[] widgets) => Widgets = widgets;

    public PlannedWidget[] Widgets { get; }

    public static WidgetPlan Of(HubDashboard dashboard, WidgetTypes types) => new([.. dashboard.Widgets.Select(w => Of(w, types))]);

    private static PlannedWidget Of(HubWidget widget, WidgetTypes types)
    {
        var fit = WidgetFit.Of(widget, types);
        var requires = fit.Type?.Requires ?? [];
        var view = new WidgetView(widget.Id, widget.Type, widget.GridArea) { Title = widget.Title };
        if (fit.Faults is [var first, ..])
            return new(widget, requires, view with { Renderer = types.Fallback, Fault = first.Fault }, []);
        PlannedWidget[] children = [.. widget.Children.Select(c => Of(c, types))];
        return new(widget, requires, view with
        {
            Endpoint = widget.DataSource.IsNone ? null : widget.Endpoint,
            DataSource = widget.DataSource,
            RefreshInterval = widget.RefreshInterval,
            MaxItems = widget.MaxItems,
            Options = fit.Type is { } type ? WidgetOptions.WriteClient(widget, type) : default,
            Renderer = fit.Type?.Type.Renderer,
            Children = [.. children.Select(c => c.View)],
        }, children);
    }
}
