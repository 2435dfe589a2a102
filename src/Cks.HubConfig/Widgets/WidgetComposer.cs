using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Cuts the widgets of a hub down to what one subject may see.</summary>
/// <param name="mayRead">Whether the subject may read a data source.</param>
/// <param name="may">Whether a capability is permitted to the subject and the hub leaves it.</param>
/// <param name="holds">Whether what a part of the document needs is there for the subject.</param>
internal sealed class WidgetComposer(Func<HubPath, bool> mayRead, Func<CapabilityId, bool> may, Func<HubCondition, bool> holds)
{
    /// <summary>The widgets that are left, in the order of the document.</summary>
    public WidgetView[] Compose(WidgetPlan plan) => Compose(plan.Widgets);

    private WidgetView[] Compose(PlannedWidget[] widgets)
    {
        var (views, count) = (new WidgetView[widgets.Length], 0);
        foreach (var widget in widgets)
            if (Compose(widget) is { } view)
                views[count++] = view;
        return count == views.Length ? views : views[..count];
    }

    private WidgetView? Compose(PlannedWidget planned)
    {
        var widget = planned.Widget;
        // Also where the fallback stands in its place: who may not see the widget learns nothing of it.
        if ((!widget.DataSource.IsNone && !mayRead(widget.DataSource)) || !holds(widget.Condition) || !holds(widget.SharedCondition) || !Array.TrueForAll(planned.Requires, c => may(c)))
            return null;
        if (planned.Children.Length == 0)
            return planned.View;
        var children = Compose(planned.Children);
        // A frame around nothing would only tell that there is something that the subject may not see.
        return children.Length == 0 && widget.DataSource.IsNone ? null : planned.View with { Children = children };
    }
}
