using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Whether a widget of a document can be what it says it is.</summary>
/// <param name="Type">Its type; <see langword="null"/> where there is none.</param>
/// <param name="Faults">Why it cannot be shown, the first reason first, each with the property that says so, what is wrong and what to do; of options the finding itself.</param>
internal sealed record WidgetFit(RegisteredWidget? Type, IReadOnlyList<WidgetMisfit> Faults)
{
    private static readonly WidgetFit Unchecked = new(null, []);

    public static WidgetFit Of(HubWidget widget, WidgetTypes types)
    {
        foreach (var (id, plugin) in types.PluginsOf(widget))
            if (plugin.Fault is { } fault)
                return new(null, [new(fault, "type", $"The plugin \"{id}\" is not in use ({WidgetViewWriter.TextOf(fault)}).", "Look at the health of the hubs, and at the log of the start.")]);
        if (!types.AreChecked(widget))
            return Unchecked;
        if (types.Find(widget.Type) is not { } type)
            return new(null, [new(WidgetFault.UnknownType, "type", $"The application provides no widget type \"{widget.Type}\".", DidYouMean.Sentence(widget.Type, [.. types.Names]))]);
        var faults = new List<WidgetMisfit>();
        if (widget.Compatible is { } text && VersionRange.TryParse(text, out var range) && !range.Admits(type.Version))
            faults.Add(new(WidgetFault.IncompatibleVersion, "compatible", $"The widget type \"{widget.Type}\" is provided in version {type.Version}, which \"{text}\" leaves out.", "Look through its options, and write the range of versions that they fit."));
        if (!type.Reads(widget.DataSource))
            faults.Add(new(WidgetFault.UnusableDataSource, "endpoint", MessageOf(widget, type), type.Type.DataSources.Count == 0 ? "Take the endpoint out." : $"Name an endpoint of one of these: {string.Join(", ", type.Type.DataSources)}."));
        if (widget.Children.Count > 0 && !type.Type.IsContainer)
            faults.Add(new(WidgetFault.NoContainer, "children", $"The widget type \"{widget.Type}\" is no container.", "Take the children out, or write a type that is one."));
        faults.AddRange(WidgetOptions.Check(widget, type).Select(f => new WidgetMisfit(WidgetFault.UnusableOptions, "options", f.Message, f.Fix) { Finding = f }));
        return new(type, faults);
    }

    private static string MessageOf(HubWidget widget, RegisteredWidget type) => widget.DataSource.IsNone
        ? $"The widget type \"{type.Type.Name}\" reads data, and no endpoint is named."
        : $"The widget type \"{type.Type.Name}\" may not read {widget.DataSource.Value}.";
}
