using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What a document of version 1 may hold where version 2 has other words, so that its mistakes are told in its own. All else is told by the reader, after it was carried over.</summary>
internal static class HubVersion1
{
    private static readonly string[] Lists = ["/navigation/sidebarItems/", "/navigation/quickActions/", "/dashboard/widgets/", "/dataFetching/caching/"];

    public static void Check(SourceNode root, DiagnosticBag diagnostics)
    {
        if (root.TryGet("flags", out var flags))
            diagnostics.Add(CksCodes.UnknownProperty, flags.NamePlace, "\"flags\" is not known in version 1.", "Carry the document to version 2 first: cks hub migrate --write.");
        if (root.TryGet("dashboard", out var dashboard) && dashboard.TryGet("definitions", out var definitions))
            diagnostics.Add(CksCodes.UnknownProperty, definitions.NamePlace, "\"definitions\" is not known in version 1.", "Carry the document to version 2 first: cks hub migrate --write.");
        foreach (var item in Objects(root, "navigation", "sidebarItems"))
            CheckNames(item, ["id", "label", "path"], ["icon"], diagnostics);
        foreach (var item in Objects(root, "navigation", "quickActions"))
            CheckNames(item, ["id", "label", "action"], ["icon"], diagnostics);
        foreach (var rule in Objects(root, "dataFetching", "caching"))
            CheckNames(rule, ["ttl"], ["staleWhileRevalidate"], diagnostics);
        foreach (var widget in Objects(root, "dashboard", "widgets"))
            CheckWidget(CheckNames(widget, ["id", "type", "gridArea", "dataSource"], ["title", "refreshInterval", "maxItems"], diagnostics), diagnostics);
    }

    /// <summary>Whether a finding about the carried document was told here, where the names are those that the author knows.</summary>
    public static bool Tells(Diagnostic finding) =>
        (finding.Code == CksCodes.MissingProperty || finding.Code == CksCodes.UnknownProperty) && Lists.Any(l => finding.Location.Pointer.StartsWith(l, StringComparison.Ordinal));

    private static SourceReader CheckNames(SourceNode node, string[] required, string[] optional, DiagnosticBag diagnostics)
    {
        var reader = SourceReader.Of(node, diagnostics);
        foreach (var name in required)
            reader.Required(name);
        foreach (var name in optional)
            reader.Optional(name);
        reader.Complete();
        return reader;
    }

    private static void CheckWidget(SourceReader widget, DiagnosticBag diagnostics)
    {
        widget.OptionalString("dataSource");
        if (widget.OptionalString("gridArea") is { } text && !GridArea.TryParse(text, out _))
        {
            var fix = $"Write \"row-start / column-start / row-end / column-end\" with lines from 1 to {GridArea.MaxLine}, each end after its start.";
            diagnostics.Add(CksCodes.HubDocument, widget.Optional("gridArea")!, $"\"{text}\" is not a grid area.", fix);
        }

        if (widget.OptionalInt32("refreshInterval") is < 1000 and var interval)
            diagnostics.Add(CksCodes.HubDocument, widget.Optional("refreshInterval")!, string.Create(CultureInfo.InvariantCulture, $"{interval} milliseconds is out of range."), "Write 1000 or more.");
    }

    // What is no object is told by the reader.
    private static IEnumerable<SourceNode> Objects(SourceNode root, string section, string list) =>
        root.TryGet(section, out var around) && around.TryGet(list, out var nodes) ? nodes.Items.Concat(nodes.Properties.Values).Where(n => n.Kind == JsonValueKind.Object) : [];
}
