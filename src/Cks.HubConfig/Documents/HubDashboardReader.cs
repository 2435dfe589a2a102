using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Reads the dashboard of a hub document: definitions, widgets, and those that stand in others.</summary>
/// <param name="values">Reads values.</param>
/// <param name="conditions">Reads conditions.</param>
/// <param name="endpoints">The endpoints of the document.</param>
internal sealed class HubDashboardReader(HubValueReader values, HubConditionReader conditions, IReadOnlyDictionary<string, HubPath> endpoints)
{
    private const int MaxOptions = 100;

    public HubDashboard Read(SourceNode? node)
    {
        if (node is null)
            return new(HubDashboard.Grid, []);
        var reader = SourceReader.Of(node, values.Diagnostics);
        if (reader.OptionalString("layout") is { } layout && layout != HubDashboard.Grid)
            values.Diagnostics.AddUnknown(CksCodes.HubDocument, reader.Optional("layout")!, $"The layout \"{layout}\" is not known.", layout, [HubDashboard.Grid]);
        var (definitions, taken) = (values.List(reader, "definitions", ReadDefinition), new HashSet<string>(StringComparer.Ordinal));
        var widgets = ReadWidgets(reader, "widgets", definitions, taken, depth: 1);
        if (taken.Count > HubDefinitionReader.MaxEntries)
            values.Report(CksCodes.HubWidgetNesting, reader.Optional("widgets")!, $"There are {taken.Count} widgets in all; at most {HubDefinitionReader.MaxEntries} are shown.", "Take some out.");
        reader.Complete();
        if (new OptionsLength().Of(widgets) <= HubWidget.MaxOptionsLength)
            return new(HubDashboard.Grid, widgets) { Definitions = definitions };
        values.Report(CksCodes.HubWidgetNesting, reader.Optional("widgets")!, $"The options of all widgets are longer than {HubWidget.MaxOptionsLength} characters together, with what each takes from its definition.", "Take out what is not needed.");
        // Nobody weighs what they are.
        return new(HubDashboard.Grid, []) { Definitions = definitions };
    }

    private ImmutableArray<HubWidget> ReadWidgets(SourceReader reader, string name, IReadOnlyList<HubWidget> definitions, HashSet<string> taken, int depth)
    {
        var widgets = values.List(reader, name, item => ReadWidget(item, definitions, taken, depth), taken);
        ReportOverlaps(reader.Optional(name)?.Items ?? [], widgets);
        return widgets;
    }

    private HubWidget ReadDefinition(SourceReader reader) => ReadParts(reader, new(values.RequiredName(reader, "id"), values.RequiredName(reader, "type"), default, "", default), isDefinition: true);

    private HubWidget ReadWidget(SourceReader reader, IReadOnlyList<HubWidget> definitions, HashSet<string> taken, int depth)
    {
        var (id, area, use) = (values.RequiredName(reader, "id"), ReadArea(reader.Required("area")), values.OptionalName(reader, "use"));
        var definition = use is { Length: > 0 } ? definitions.FirstOrDefault(d => d.Id == use) : null;
        if (use is { Length: > 0 } && definition is null)
            values.Diagnostics.AddUnknown(CksCodes.HubDocument, reader.Optional("use")!, $"\"{use}\" is not one of the definitions.", use, [.. definitions.Select(d => d.Id)]);
        var widget = use is null ? new(id, values.RequiredName(reader, "type"), area, "", default) : OfDefinition(reader, definition, id, area) with { Use = use };
        widget = ReadParts(reader, widget, isDefinition: false);
        if (reader.Optional("children") is not { } children)
            return widget;
        if (depth < HubWidget.MaxDepth)
            return widget with { Children = ReadWidgets(reader, "children", definitions, taken, depth + 1) };
        values.Report(CksCodes.HubWidgetNesting, children, $"Widgets stand more than {HubWidget.MaxDepth} deep in each other.", "Move them to a container further up.");
        return widget;
    }

    // What belongs together is written in one place: what the definition has of it, a widget does not say again.
    private HubWidget OfDefinition(SourceReader reader, HubWidget? definition, string id, GridArea area)
    {
        foreach (var name in (ReadOnlySpan<string>)["type", "compatible", "plugin", .. definition?.Endpoint.Length > 0 ? (string[])["endpoint"] : []])
            if (reader.Optional(name) is { } written)
                values.Report(CksCodes.HubDocument, written.NamePlace, $"\"{name}\" is what the definition says.", "Take it out, or change it in the definition.");
        return definition is null ? new(id, "", area, "", default) : definition with { Id = id, GridArea = area, SharedCondition = definition.Condition, Condition = default };
    }

    private HubWidget ReadParts(SourceReader reader, HubWidget of, bool isDefinition)
    {
        var isFree = isDefinition || of.Use is not null || reader.Optional("options") is not null || reader.Optional("children") is not null;
        var endpoint = isFree ? values.OptionalName(reader, "endpoint") : values.RequiredName(reader, "endpoint");
        HubPath path = default;
        if (endpoint is { Length: > 0 } && !endpoints.TryGetValue(endpoint, out path))
            values.Diagnostics.AddUnknown(CksCodes.HubDocument, reader.Optional("endpoint")!, $"\"{endpoint}\" is not one of the endpoints.", endpoint, [.. endpoints.Keys]);
        return of with
        {
            Endpoint = endpoint ?? of.Endpoint,
            DataSource = endpoint is null ? of.DataSource : path,
            Compatible = ReadVersions(reader) ?? of.Compatible,
            Plugin = values.OptionalName(reader, "plugin") ?? of.Plugin,
            Title = reader.OptionalString("title") ?? of.Title,
            RefreshInterval = Seconds(reader, "refreshSeconds") ?? of.RefreshInterval,
            MaxItems = values.Number(reader, "maxItems", 1, 500, "items") ?? of.MaxItems,
            Options = ReadOptions(reader, of.Options),
            Condition = conditions.Read(reader),
        };
    }

    private string? ReadVersions(SourceReader reader)
    {
        var text = reader.OptionalString("compatible");
        if (text is not null && !VersionRange.TryParse(text, out _))
            values.Report(CksCodes.HubDocument, reader.Optional("compatible")!, $"\"{text}\" is no range of versions.", VersionRange.Form);
        return text;
    }

    // What the type makes of them is the question of the validator.
    private IReadOnlyDictionary<string, SourceNode> ReadOptions(SourceReader reader, IReadOnlyDictionary<string, SourceNode> shared)
    {
        if (reader.Optional("options") is not { } node)
            return shared;
        var written = SourceReader.MembersOf(node, values.Diagnostics);
        if (written.Count > MaxOptions)
            values.Report(CksCodes.HubDocument, node, $"\"options\" has {written.Count} entries; at most {MaxOptions} are read.", "Take entries out.");
        var options = new SortedList<string, SourceNode>(StringComparer.Ordinal);
        foreach (var (name, value) in shared)
            options[name] = value;
        foreach (var option in written.Take(MaxOptions))
        {
            values.CheckKey(option);
            options[option.Name] = option;
        }

        return options.AsReadOnly();
    }

    private GridArea ReadArea(SourceNode? node)
    {
        if (node is null)
            return default;
        var reader = SourceReader.Of(node, values.Diagnostics);
        var (row, column, rows, columns) = (Line("row"), Line("column"), Line("rows"), Line("columns"));
        reader.Complete();
        if (row is not { } r || column is not { } c || rows is not { } height || columns is not { } width)
            return default;
        if (r + height <= GridArea.MaxLine && c + width <= GridArea.MaxLine)
            return new(r, c, r + height, c + width);
        values.Report(CksCodes.HubDocument, node, $"The area ends at row {r + height} and column {c + width}.", $"Let it end at {GridArea.MaxLine} at the latest.");
        return default;

        int? Line(string name) => reader.Required(name) is null ? null : values.Number(reader, name, 1, GridArea.MaxLine - 1, name);
    }

    private TimeSpan? Seconds(SourceReader reader, string name)
    {
        if (reader.Optional(name) is not { } node)
            return null;
        if (node.Kind == JsonValueKind.Number && decimal.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= int.MaxValue / 1000m && seconds * 1000 % 1 == 0)
            return TimeSpan.FromMilliseconds((double)(seconds * 1000));
        values.Report(node.Kind == JsonValueKind.Number ? CksCodes.HubDocument : CksCodes.WrongKind, node, $"{(node.Kind == JsonValueKind.Number ? node.Text : "This")} is no time in seconds.", "Write a number of seconds, 1 or more, with at most three decimals.");
        return null;
    }

    private void ReportOverlaps(IReadOnlyList<SourceNode> nodes, ImmutableArray<HubWidget> widgets)
    {
        for (var i = 1; i < widgets.Length; i++)
        {
            var (area, first) = (widgets[i].GridArea, 0);
            while (!widgets[first].GridArea.Overlaps(area) && first < i)
                first++;
            if (first < i && nodes[i].TryGet("area", out var place))
                values.Report(CksCodes.HubDocument, place, $"The widget \"{widgets[i].Id}\" overlaps \"{widgets[first].Id}\" ({widgets[first].GridArea}).", "Move one of the two.");
        }
    }
}
