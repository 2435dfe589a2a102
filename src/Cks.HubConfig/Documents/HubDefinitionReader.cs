using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// Reads a hub document: <c>metadata</c>, <c>navigation</c>, <c>dashboard</c>, <c>permissions</c>, <c>features</c>, <c>flags</c>, <c>experiments</c> and <c>dataFetching</c>. Only <c>metadata</c> must be there.
/// A document of an older version is held to the rules of that version and carried to the current one; a newer one is refused (CKS406).
/// All mistakes are reported at once, with their place; a document with one of them is refused whole.
/// Whether its targets and permissions exist is the question of <see cref="HubValidator"/>.
/// </summary>
public sealed class HubDefinitionReader
{
    /// <summary>Most entries of one list or object, so that checking a document stays cheap.</summary>
    public const int MaxEntries = 500;

    internal const int MaxBytes = 1024 * 1024;

    private const int MaxOptions = 100;

    internal static readonly SourceDocumentOptions Options = SourceDocumentOptions.ForFiles with { MaxBytes = MaxBytes, MaxValues = 50_000 };

    private readonly DiagnosticBag _diagnostics;
    private IReadOnlyDictionary<string, HubPath> _endpoints = ReadOnlyDictionary<string, HubPath>.Empty;
    private IReadOnlyDictionary<string, HubFeature> _features = ReadOnlyDictionary<string, HubFeature>.Empty;
    private IReadOnlyDictionary<string, FeatureFlag> _flags = ReadOnlyDictionary<string, FeatureFlag>.Empty;

    private HubDefinitionReader(DiagnosticBag diagnostics) => _diagnostics = diagnostics;

    /// <summary>Reads one document.</summary>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="utf8">The document, 1 MiB at most; comments and trailing commas are allowed.</param>
    public static LoadResult<HubDefinition> Read(string file, ReadOnlyMemory<byte> utf8)
    {
        var diagnostics = new DiagnosticBag();
        return LoadResult<HubDefinition>.From(Read(file, utf8, diagnostics), diagnostics);
    }

    /// <summary>Reads as much as can be read, so that the validator can add its findings to the reader's. Faulty values are left at their defaults; no entry is skipped.</summary>
    internal static HubDefinition? Read(string file, ReadOnlyMemory<byte> utf8, DiagnosticBag diagnostics)
    {
        if (HubDocumentText.Read(file, utf8, diagnostics) is not { } written || HubVersion.Of(written, diagnostics) is not { } version)
            return null;
        if (version == HubSchema.CurrentVersion)
            return Read(written, diagnostics);
        if (!HubMigrations.HasRoom(written, diagnostics))
            return null;
        var (own, carried) = (new DiagnosticBag(), new DiagnosticBag());
        HubVersion1.Check(written, own);
        var hub = Read(HubMigrations.Carry(written, version, HubSchema.CurrentVersion, isPartial: false, carried), carried) with { SchemaVersion = version, Written = written };
        // What could not be carried is told once, by who knows most about it.
        var told = own.Concat(carried.Where(c => c.Code != CksCodes.HubMigration && !HubVersion1.Tells(c) && !own.Any(o => o.Location == c.Location))).ToList();
        foreach (var finding in told.Concat(carried.Where(c => c.Code == CksCodes.HubMigration && told.Count == 0)))
            diagnostics.Add(finding);
        return hub;
    }

    /// <summary>Reads a document of the current version, such as the one that layers made.</summary>
    internal static HubDefinition Read(SourceNode root, DiagnosticBag diagnostics) => new HubDefinitionReader(diagnostics).ReadRoot(root);

    private HubDefinition ReadRoot(SourceNode root)
    {
        var document = SourceReader.Of(root, _diagnostics);
        document.Optional(HubVersion.Property);
        if (root.TryGet(MigrationTree.Preserved, out _))
            document.Optional(MigrationTree.Preserved);
        // What others rest on is found by a misspelt name as well, when all other names are known.
        foreach (var section in (ReadOnlySpan<string>)["metadata", "navigation", "dashboard", "permissions", "features", "flags", "experiments", "dataFetching"])
            document.Optional(section);
        var dataFetching = ReadDataFetching(document.Section("dataFetching"));
        var features = ReadMap(document, "features", ReadFeature);
        var flags = ReadMap(document, "flags", (_, node) => FlagReader.Read(node, _diagnostics));
        (_endpoints, _features, _flags) = (dataFetching.Endpoints, features, flags);
        var definition = new HubDefinition
        {
            Metadata = ReadMetadata(document.Required("metadata")),
            Navigation = ReadNavigation(document.Optional("navigation")),
            Dashboard = ReadDashboard(document.Optional("dashboard")),
            Permissions = ReadMap(document, "permissions", ReadPermission),
            Features = features,
            Flags = flags,
            Experiments = ReadMap(document, "experiments", (_, node) => ExperimentReader.Read(node, _diagnostics)),
            DataFetching = dataFetching,
            Source = root,
            Written = root,
        };
        FlagReader.CheckPrerequisites(definition, _diagnostics);
        ExperimentReader.Check(definition, _diagnostics);
        document.Complete();
        return definition;
    }

    private HubMetadata ReadMetadata(SourceNode? node)
    {
        if (node is null)
            return new("", "", "", null, new(default, default));
        var reader = SourceReader.Of(node, _diagnostics);
        var metadata = new HubMetadata(
            RequiredName(reader, "role"),
            reader.RequiredString("version"),
            reader.RequiredString("displayName"),
            OptionalName(reader, "icon"),
            ReadTheme(reader.Required("theme")));
        reader.Complete();
        return metadata;
    }

    private HubTheme ReadTheme(SourceNode? node)
    {
        if (node is null)
            return new(default, default);
        var reader = SourceReader.Of(node, _diagnostics);
        var theme = new HubTheme(ReadColor(reader, "primaryColor"), ReadColor(reader, "accentColor"));
        reader.Complete();
        return theme;
    }

    private HubNavigation ReadNavigation(SourceNode? node)
    {
        if (node is null)
            return new([], []);
        var reader = SourceReader.Of(node, _diagnostics);
        var navigation = new HubNavigation(
            ReadList(reader, "sidebarItems", item => new HubNavigationItem(RequiredName(item, "id"), item.RequiredString("label"), OptionalName(item, "icon"), ReadPath(item, "path")) { Condition = ReadCondition(item) }),
            ReadList(reader, "quickActions", item => new HubQuickAction(RequiredName(item, "id"), item.RequiredString("label"), OptionalName(item, "icon"), RequiredName(item, "action")) { Condition = ReadCondition(item) }));
        reader.Complete();
        return navigation;
    }

    private HubDashboard ReadDashboard(SourceNode? node)
    {
        if (node is null)
            return new(HubDashboard.Grid, []);
        var reader = SourceReader.Of(node, _diagnostics);
        if (reader.OptionalString("layout") is { } layout && layout != HubDashboard.Grid)
            _diagnostics.AddUnknown(CksCodes.HubDocument, reader.Optional("layout")!, $"The layout \"{layout}\" is not known.", layout, [HubDashboard.Grid]);
        var (definitions, taken) = (ReadList(reader, "definitions", ReadDefinition), new HashSet<string>(StringComparer.Ordinal));
        var widgets = ReadWidgets(reader, "widgets", definitions, taken, depth: 1);
        if (taken.Count > MaxEntries)
            Report(CksCodes.HubWidgetNesting, reader.Optional("widgets")!, $"There are {taken.Count} widgets in all; at most {MaxEntries} are shown.", "Take some out.");
        reader.Complete();
        if (new OptionsLength().Of(widgets) <= HubWidget.MaxOptionsLength)
            return new(HubDashboard.Grid, widgets) { Definitions = definitions };
        Report(CksCodes.HubWidgetNesting, reader.Optional("widgets")!, $"The options of all widgets are longer than {HubWidget.MaxOptionsLength} characters together, with what each takes from its definition.", "Take out what is not needed.");
        // Nobody weighs what they are.
        return new(HubDashboard.Grid, []) { Definitions = definitions };
    }

    private ImmutableArray<HubWidget> ReadWidgets(SourceReader reader, string name, IReadOnlyList<HubWidget> definitions, HashSet<string> taken, int depth)
    {
        var widgets = ReadList(reader, name, item => ReadWidget(item, definitions, taken, depth), taken);
        ReportOverlaps(reader.Optional(name)?.Items ?? [], widgets);
        return widgets;
    }

    private HubWidget ReadDefinition(SourceReader reader) => ReadParts(reader, new(RequiredName(reader, "id"), RequiredName(reader, "type"), default, "", default), isDefinition: true);

    private HubWidget ReadWidget(SourceReader reader, IReadOnlyList<HubWidget> definitions, HashSet<string> taken, int depth)
    {
        var (id, area, use) = (RequiredName(reader, "id"), ReadArea(reader.Required("area")), OptionalName(reader, "use"));
        var definition = use is { Length: > 0 } ? definitions.FirstOrDefault(d => d.Id == use) : null;
        if (use is { Length: > 0 } && definition is null)
            _diagnostics.AddUnknown(CksCodes.HubDocument, reader.Optional("use")!, $"\"{use}\" is not one of the definitions.", use, [.. definitions.Select(d => d.Id)]);
        var widget = use is null ? new(id, RequiredName(reader, "type"), area, "", default) : OfDefinition(reader, definition, id, area) with { Use = use };
        widget = ReadParts(reader, widget, isDefinition: false);
        if (reader.Optional("children") is not { } children)
            return widget;
        if (depth < HubWidget.MaxDepth)
            return widget with { Children = ReadWidgets(reader, "children", definitions, taken, depth + 1) };
        Report(CksCodes.HubWidgetNesting, children, $"Widgets stand more than {HubWidget.MaxDepth} deep in each other.", "Move them to a container further up.");
        return widget;
    }

    // What belongs together is written in one place: what the definition has of it, a widget does not say again.
    private HubWidget OfDefinition(SourceReader reader, HubWidget? definition, string id, GridArea area)
    {
        foreach (var name in (ReadOnlySpan<string>)["type", "compatible", "plugin", .. definition?.Endpoint.Length > 0 ? (string[])["endpoint"] : []])
            if (reader.Optional(name) is { } written)
                Report(CksCodes.HubDocument, written.NamePlace, $"\"{name}\" is what the definition says.", "Take it out, or change it in the definition.");
        return definition is null ? new(id, "", area, "", default) : definition with { Id = id, GridArea = area, SharedCondition = definition.Condition, Condition = default };
    }

    private HubWidget ReadParts(SourceReader reader, HubWidget of, bool isDefinition)
    {
        var isFree = isDefinition || of.Use is not null || reader.Optional("options") is not null || reader.Optional("children") is not null;
        var endpoint = isFree ? OptionalName(reader, "endpoint") : RequiredName(reader, "endpoint");
        HubPath path = default;
        if (endpoint is { Length: > 0 } && !_endpoints.TryGetValue(endpoint, out path))
            _diagnostics.AddUnknown(CksCodes.HubDocument, reader.Optional("endpoint")!, $"\"{endpoint}\" is not one of the endpoints.", endpoint, [.. _endpoints.Keys]);
        return of with
        {
            Endpoint = endpoint ?? of.Endpoint,
            DataSource = endpoint is null ? of.DataSource : path,
            Compatible = ReadVersions(reader) ?? of.Compatible,
            Plugin = OptionalName(reader, "plugin") ?? of.Plugin,
            Title = reader.OptionalString("title") ?? of.Title,
            RefreshInterval = ReadSeconds(reader, "refreshSeconds") ?? of.RefreshInterval,
            MaxItems = OptionalNumber(reader, "maxItems", 1, 500, "items") ?? of.MaxItems,
            Options = ReadOptions(reader, of.Options),
            Condition = ReadCondition(reader),
        };
    }

    private string? ReadVersions(SourceReader reader)
    {
        var text = reader.OptionalString("compatible");
        if (text is not null && !VersionRange.TryParse(text, out _))
            Report(CksCodes.HubDocument, reader.Optional("compatible")!, $"\"{text}\" is no range of versions.", VersionRange.Form);
        return text;
    }

    // What the type makes of them is the question of the validator.
    private IReadOnlyDictionary<string, SourceNode> ReadOptions(SourceReader reader, IReadOnlyDictionary<string, SourceNode> shared)
    {
        if (reader.Optional("options") is not { } node)
            return shared;
        var written = SourceReader.MembersOf(node, _diagnostics);
        if (written.Count > MaxOptions)
            Report(CksCodes.HubDocument, node, $"\"options\" has {written.Count} entries; at most {MaxOptions} are read.", "Take entries out.");
        var options = new SortedList<string, SourceNode>(StringComparer.Ordinal);
        foreach (var (name, value) in shared)
            options[name] = value;
        foreach (var option in written.Take(MaxOptions))
        {
            CheckKey(option);
            options[option.Name] = option;
        }

        return options.AsReadOnly();
    }

    private GridArea ReadArea(SourceNode? node)
    {
        if (node is null)
            return default;
        var reader = SourceReader.Of(node, _diagnostics);
        var (row, column, rows, columns) = (Line("row"), Line("column"), Line("rows"), Line("columns"));
        reader.Complete();
        if (row is not { } r || column is not { } c || rows is not { } height || columns is not { } width)
            return default;
        if (r + height <= GridArea.MaxLine && c + width <= GridArea.MaxLine)
            return new(r, c, r + height, c + width);
        Report(CksCodes.HubDocument, node, $"The area ends at row {r + height} and column {c + width}.", $"Let it end at {GridArea.MaxLine} at the latest.");
        return default;

        int? Line(string name) => reader.Required(name) is null ? null : OptionalNumber(reader, name, 1, GridArea.MaxLine - 1, name);
    }

    private TimeSpan? ReadSeconds(SourceReader reader, string name)
    {
        if (reader.Optional(name) is not { } node)
            return null;
        if (node.Kind == JsonValueKind.Number && decimal.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= int.MaxValue / 1000m && seconds * 1000 % 1 == 0)
            return TimeSpan.FromMilliseconds((double)(seconds * 1000));
        Report(node.Kind == JsonValueKind.Number ? CksCodes.HubDocument : CksCodes.WrongKind, node, $"{(node.Kind == JsonValueKind.Number ? node.Text : "This")} is no time in seconds.", "Write a number of seconds, 1 or more, with at most three decimals.");
        return null;
    }

    private HubCondition ReadCondition(SourceReader reader)
    {
        var (requires, feature) = (reader.OptionalString("requires"), OptionalName(reader, "feature"));
        if (requires is not null && !HubName.IsCapability(requires))
            Report(CksCodes.InvalidName, reader.Optional("requires")!, "This is neither a capability nor an alias.", "Write resource:action, or the name of an alias of the policy.");
        if (feature is { Length: > 0 } && !_features.ContainsKey(feature) && !_flags.ContainsKey(feature))
            _diagnostics.AddUnknown(CksCodes.HubDocument, reader.Optional("feature")!, $"\"{feature}\" is not one of the features.", feature, [.. _features.Keys, .. _flags.Keys]);
        return new(requires, feature);
    }

    private void ReportOverlaps(IReadOnlyList<SourceNode> nodes, ImmutableArray<HubWidget> widgets)
    {
        for (var i = 1; i < widgets.Length; i++)
        {
            var (area, first) = (widgets[i].GridArea, 0);
            while (!widgets[first].GridArea.Overlaps(area) && first < i)
                first++;
            if (first < i && nodes[i].TryGet("area", out var place))
                Report(CksCodes.HubDocument, place, $"The widget \"{widgets[i].Id}\" overlaps \"{widgets[first].Id}\" ({widgets[first].GridArea}).", "Move one of the two.");
        }
    }

    private bool ReadPermission(SourceReader parent, SourceNode node) => parent.Boolean(node.Name);

    private HubFeature ReadFeature(SourceReader parent, SourceNode node)
    {
        CheckKey(node);
        var reader = SourceReader.Of(node, _diagnostics);
        // All other properties are settings of the feature, so none of them is unknown; one that is nearly "enabled" is it.
        if (!node.TryGet("enabled", out _) && node.Properties.FirstOrDefault(p => DidYouMean.Closest(p.Key, ["enabled"]) is not null).Value is { } slip)
            _diagnostics.AddUnknown(CksCodes.UnknownProperty, slip.NamePlace, $"\"{slip.Name}\" is not known here.", slip.Name, ["enabled"]);
        else
            reader.Required("enabled");
        // A kill switch wins over everything that layers say.
        var (isOn, isKilled) = (reader.Boolean("enabled"), reader.Boolean(LayerMerge.Kill));
        var settings = new SortedList<string, SourceNode>(node.Children.Length, StringComparer.Ordinal);
        foreach (var member in node.Kind == JsonValueKind.Object ? node.Children : [])
            if (member.Name != "enabled")
                settings.Add(member.Name, member);
        return new(isOn && !isKilled, settings.AsReadOnly());
    }

    private HubDataFetching ReadDataFetching(SourceNode? node)
    {
        if (node is null)
            return new(ReadOnlyDictionary<string, HubPath>.Empty, ReadOnlyDictionary<string, HubCacheRule>.Empty);
        var reader = SourceReader.Of(node, _diagnostics);
        reader.Optional("caching");
        var endpoints = ReadMap(reader, "endpoints", (parent, endpoint) =>
        {
            CheckKey(endpoint);
            return ReadPath(parent, endpoint.Name);
        });
        string[] names = [.. endpoints.Keys];
        var caching = ReadMap(reader, "caching", (_, rule) => ReadCacheRule(rule, names));
        reader.Complete();
        return new(endpoints, caching);
    }

    private HubCacheRule ReadCacheRule(SourceNode node, string[] endpoints)
    {
        if (!endpoints.Contains(node.Name))
            _diagnostics.AddUnknown(CksCodes.HubDocument, node.NamePlace, $"\"{node.Name}\" is not one of the endpoints.", node.Name, endpoints);
        var reader = SourceReader.Of(node, _diagnostics);
        reader.Required("ttlSeconds");
        var rule = new HubCacheRule(TimeSpan.FromSeconds(OptionalNumber(reader, "ttlSeconds", 0, int.MaxValue, "seconds") ?? 0), reader.Boolean("staleWhileRevalidate"));
        reader.Complete();
        return rule;
    }

    private ImmutableArray<T> ReadList<T>(SourceReader parent, string name, Func<SourceReader, T> read, HashSet<string>? taken = null)
    {
        var ids = taken ?? new(StringComparer.Ordinal);
        return [.. Within(parent.Optional(name), name, parent.Items(name)).Select(node =>
        {
            var reader = SourceReader.Of(node, _diagnostics);
            var item = read(reader);
            if (reader.Optional("id") is { Text: { } id } place && !ids.Add(id))
                Report(CksCodes.HubDuplicateId, place, $"The id \"{id}\" is taken in {(taken is null ? name : "widgets")}.", "Give each entry an id of its own.");
            reader.Complete();
            return item;
        })];
    }

    private IReadOnlyDictionary<string, T> ReadMap<T>(SourceReader parent, string name, Func<SourceReader, SourceNode, T> read)
    {
        if (parent.Section(name) is not { } node)
            return ReadOnlyDictionary<string, T>.Empty;
        var reader = SourceReader.Of(node, _diagnostics);
        var map = new SortedList<string, T>(StringComparer.Ordinal);
        foreach (var member in Within(node, name, [.. node.Properties.Values]))
            map.Add(member.Name, read(reader, member));
        return map.AsReadOnly();
    }

    private IEnumerable<SourceNode> Within(SourceNode? around, string name, IReadOnlyList<SourceNode> nodes)
    {
        if (nodes.Count > MaxEntries)
            Report(CksCodes.HubDocument, around!, $"\"{name}\" has {nodes.Count} entries; at most {MaxEntries} are read.", "Take entries out.");
        return nodes.Take(MaxEntries);
    }

    private HubColor ReadColor(SourceReader reader, string name)
    {
        var text = reader.RequiredString(name);
        if (!HubColor.TryParse(text, out var color) && text.Length > 0)
            Report(CksCodes.HubUnsafeValue, reader.Optional(name)!, "This is not a colour.", "Write #rgb or #rrggbb.");
        return color;
    }

    private HubPath ReadPath(SourceReader reader, string name)
    {
        var text = reader.RequiredString(name);
        if (!HubPath.TryParse(text, out var path) && text.Length > 0)
            Report(CksCodes.HubUnsafeValue, reader.Optional(name)!, "This is not a path of the application.", "Write segments of letters, digits, -, ., _ and ~, each after a single /, such as /jobs/open.");
        return path;
    }

    private int? OptionalNumber(SourceReader reader, string name, int least, int most, string unit)
    {
        if (reader.OptionalInt32(name) is not { } number)
            return null;
        if (number >= least && number <= most)
            return number;
        Report(CksCodes.HubDocument, reader.Optional(name)!, $"{number} {unit} is out of range.", most == int.MaxValue ? $"Write {least} or more." : $"Write {least} to {most}.");
        return null;
    }

    private string RequiredName(SourceReader reader, string name) => reader.Required(name) is { } node ? NameOf(node) ?? "" : "";

    private string? OptionalName(SourceReader reader, string name) => reader.Optional(name) is { } node ? NameOf(node) : null;

    private string? NameOf(SourceNode node)
    {
        var text = SourceReader.TextOf(node, _diagnostics);
        if (text is null || HubName.IsWellFormed(text))
            return text;
        Report(CksCodes.InvalidName, node, "This name is not allowed.", HubName.Form);
        return "";
    }

    private void CheckKey(SourceNode node)
    {
        if (!HubName.IsWellFormed(node.Name))
            Report(CksCodes.InvalidName, node.NamePlace, "The name of this property is not allowed.", HubName.Form);
    }

    private void Report(CksCode code, SourcePlace place, string message, string fix) => _diagnostics.Add(code, place, message, fix);
}
