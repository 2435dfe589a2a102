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
    // To say what is wrong costs more than to know that something is.
    private const int MostExplained = 50;

    private readonly WidgetFitter _fitter = new(types);
    private int _explained;

    public void Run()
    {
        foreach (var (i, definition) in hub.Dashboard.Definitions.Index())
        {
            string[] path = ["dashboard", "definitions", Step(i)];
            CheckCondition(definition.Condition, path);
            // What its options and its data source are is not whole before a widget uses it.
            Check(definition, _fitter.OfType(definition), path);
        }

        CheckAll(hub.Dashboard.Widgets, ["dashboard", "widgets"]);
    }

    private void CheckAll(IReadOnlyList<HubWidget> widgets, string[] list)
    {
        foreach (var (i, widget) in widgets.Index())
        {
            string[] path = [.. list, Step(i)];
            CheckCondition(widget.Condition, path);
            Check(widget, _fitter.Of(widget), path);
            CheckAll(widget.Children, [.. path, "children"]);
        }
    }

    private void CheckCondition(HubCondition condition, string[] path)
    {
        if (policy is not null && condition.Requires is { } needed && !policy.TryFind(needed, out _))
            diagnostics.AddUnknown(CksCodes.HubUnknownPermission, hub.Locate([.. path, "requires"]), $"The policy knows no capability or alias \"{needed}\".", needed, [.. policy.Aliases, .. policy.Capabilities.Select(c => c.Name)]);
    }

    // What is wrong with the type of a definition is told there.
    private void Check(HubWidget widget, WidgetFit fit, string[] path)
    {
        if (widget.Use is null && widget.Plugin is { } plugin && fit.Type is { Type: var type } && type.Plugin != plugin)
            diagnostics.Add(CksCodes.HubWidgetType, hub.Locate([.. path, "plugin"]), $"The widget type \"{type.Name}\" does not come with the plugin \"{plugin}\".", type.Plugin is { } own ? $"Write \"{own}\"." : "Take \"plugin\" out.");
        foreach (var fault in fit.Faults)
            if (widget.Use is null || fault is not (WidgetFault.UnknownType or WidgetFault.IncompatibleVersion or >= WidgetFault.PluginOff))
                Report(widget, fit, fault, path);
    }

    private void Report(HubWidget widget, WidgetFit fit, WidgetFault fault, string[] path)
    {
        var type = fit.Type;
        switch (fault)
        {
            case WidgetFault.UnknownType:
                diagnostics.AddUnknown(CodeOf(widget, type, fault), hub.Locate([.. path, "type"]), MessageOf(widget, type, $"The application provides no widget type \"{widget.Type}\"."), widget.Type, [.. types.Names]);
                break;
            case WidgetFault.IncompatibleVersion:
                Add("compatible", $"The widget type \"{widget.Type}\" is provided in version {type!.Version}, which \"{widget.Compatible}\" leaves out.", "Look through its options, and write the range of versions that they fit.");
                break;
            case WidgetFault.UnusableDataSource:
                Add("endpoint", widget.DataSource.IsNone ? $"The widget type \"{widget.Type}\" reads data, and no endpoint is named." : $"The widget type \"{widget.Type}\" may not read {widget.DataSource.Value}.",
                    type!.Type.DataSources.Count == 0 ? "Take the endpoint out." : $"Name an endpoint of one of these: {string.Join(", ", type.Type.DataSources)}.");
                break;
            case WidgetFault.NoContainer:
                Add("children", $"The widget type \"{widget.Type}\" is no container.", "Take the children out, or write a type that is one.");
                break;
            case >= WidgetFault.PluginOff:
                Add("type", $"The plugin is not in use ({WidgetViewWriter.TextOf(fault)}).", "Look at the health of the hubs, and at the log of the start.");
                break;
            default:
                Explain();
                break;
        }

        void Add(string property, string message, string fix) => diagnostics.Add(CodeOf(widget, type, fault), hub.Locate([.. path, property]), MessageOf(widget, type, message), fix);

        void Explain()
        {
            if (_explained++ == MostExplained)
                Add("options", "More options do not fit than are explained.", "Mend those that are, and look again.");
            else if (_explained <= MostExplained)
                foreach (var finding in fit.Conflicts.Select(Conflict).Concat(WidgetOptions.Explain(fit.Widget, type!)))
                    if (finding.Location.Pointer.Length > 0)
                        diagnostics.Add(finding with { Code = CodeOf(widget, type, fault), Message = MessageOf(widget, type, OptionsMessage(finding)) });
                    else
                        Add("options", OptionsMessage(finding), finding.Fix);
        }

        Diagnostic Conflict(SourceNode option) => new(CksCodes.HubWidgetOptions, option.Location, $"\"{option.Name}\" has another name in version {type!.Version}, and an option of that name is written as well.", "Take one of the two out.");

        string OptionsMessage(Diagnostic finding) => IsForgiven(widget, type) ? finding.Message : $"The options of \"{widget.Id}\" do not fit the widget type \"{widget.Type}\": {finding.Message}";
    }

    // A plugin may be absent, or another one than the document was written for; what comes with none, or with another, may not.
    private bool IsForgiven(HubWidget widget, RegisteredWidget? type) => PluginOf(widget) is { } plugin && (type is null || type.Type.Plugin == plugin);

    // A type whose name is that of a plugin of the application comes with it, also where the document does not say so.
    private string? PluginOf(HubWidget widget) => widget.Plugin ?? (PluginName.OwnerOf(widget.Type) is { } owner && types.Plugins.ContainsKey(owner) ? owner : null);

    private CksCode CodeOf(HubWidget widget, RegisteredWidget? type, WidgetFault fault) =>
        fault >= WidgetFault.PluginOff || IsForgiven(widget, type) ? CksCodes.HubWidgetFallback : fault == WidgetFault.UnusableOptions ? CksCodes.HubWidgetOptions : CksCodes.HubWidgetType;

    private string MessageOf(HubWidget widget, RegisteredWidget? type, string message) =>
        IsForgiven(widget, type) ? $"The fallback stands in place of \"{widget.Id}\" of the plugin \"{PluginOf(widget)}\": {message}" : message;

    private static string Step(int index) => index.ToString(CultureInfo.InvariantCulture);
}
