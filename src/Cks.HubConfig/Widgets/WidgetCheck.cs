using System.Globalization;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Holds the widgets of a document to the types that the application provides, and what they require to the policy.</summary>
/// <param name="hub">The document.</param>
/// <param name="types">The types.</param>
/// <param name="policy">The policy; <see langword="null"/> where it is not known.</param>
/// <param name="diagnostics">Receives what is wrong.</param>
internal sealed class WidgetCheck(HubDefinition hub, WidgetTypes types, Policy? policy, DiagnosticBag diagnostics)
{
    public void Run()
    {
        foreach (var (i, definition) in hub.Dashboard.Definitions.Index())
            CheckDefinition(definition, ["dashboard", "definitions", Step(i)]);
        CheckAll(hub.Dashboard.Widgets, ["dashboard", "widgets"]);
    }

    private void CheckAll(IReadOnlyList<HubWidget> widgets, string[] list)
    {
        foreach (var (i, widget) in widgets.Index())
        {
            string[] path = [.. list, Step(i)];
            CheckCondition(widget.Condition, path);
            foreach (var misfit in WidgetFit.Of(widget, types).Faults)
                // What is wrong with the type of a definition is told there.
                if (widget.Use is null || misfit.Fault is not (WidgetFault.UnknownType or WidgetFault.IncompatibleVersion))
                    Report(widget, misfit, path);
            CheckAll(widget.Children, [.. path, "children"]);
        }
    }

    // What its options and its data source are is not whole before a widget uses it.
    private void CheckDefinition(HubWidget definition, string[] path)
    {
        CheckCondition(definition.Condition, path);
        foreach (var misfit in WidgetFit.Of(definition, types).Faults.Where(m => m.Fault is WidgetFault.UnknownType or WidgetFault.IncompatibleVersion))
            Report(definition, misfit, path);
    }

    private void CheckCondition(HubCondition condition, string[] path)
    {
        if (policy is not null && condition.Requires is { } needed && !policy.TryFind(needed, out _))
            diagnostics.AddUnknown(CksCodes.HubUnknownPermission, hub.Locate([.. path, "requires"]), $"The policy knows no capability or alias \"{needed}\".", needed, [.. policy.Aliases, .. policy.Capabilities.Select(c => c.Name)]);
    }

    private void Report(HubWidget widget, WidgetMisfit misfit, string[] path)
    {
        var place = hub.Locate([.. path, misfit.Property]);
        if (misfit.Finding is { Location.Pointer.Length: > 0 } finding)
            diagnostics.Add(finding with { Code = CodeOf(widget, misfit), Message = MessageOf(widget, misfit) });
        else
            diagnostics.Add(CodeOf(widget, misfit), place, MessageOf(widget, misfit), misfit.Fix);
    }

    private static CksCode CodeOf(HubWidget widget, WidgetMisfit misfit) => widget.Plugin is not null || misfit.Fault >= WidgetFault.PluginOff ? CksCodes.HubWidgetFallback : misfit.Fault == WidgetFault.UnusableOptions ? CksCodes.HubWidgetOptions : CksCodes.HubWidgetType;

    private static string MessageOf(HubWidget widget, WidgetMisfit misfit) =>
        widget.Plugin is { } plugin ? $"The fallback stands in place of \"{widget.Id}\" of the plugin \"{plugin}\": {misfit.Message}"
        : misfit.Fault == WidgetFault.UnusableOptions ? $"The options of \"{widget.Id}\" do not fit the widget type \"{widget.Type}\": {misfit.Message}" : misfit.Message;

    private static string Step(int index) => index.ToString(CultureInfo.InvariantCulture);
}
