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

    internal static readonly SourceDocumentOptions Options = SourceDocumentOptions.ForFiles with { MaxBytes = MaxBytes, MaxValues = 50_000 };

    private readonly HubValueReader _values;

    private HubDefinitionReader(DiagnosticBag diagnostics) => _values = new(diagnostics);

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
    internal static HubDefinition Read(SourceNode root, DiagnosticBag diagnostics, bool withPrerequisites = true)
    {
        var hub = new HubDefinitionReader(diagnostics).ReadRoot(root);
        if (withPrerequisites)
            FlagReader.CheckPrerequisites(hub, diagnostics);
        return hub;
    }

    private HubDefinition ReadRoot(SourceNode root)
    {
        var document = SourceReader.Of(root, _values.Diagnostics);
        document.Optional(HubVersion.Property);
        if (root.TryGet(MigrationTree.Preserved, out _))
            document.Optional(MigrationTree.Preserved);
        // What others rest on is found by a misspelt name as well, when all other names are known.
        foreach (var section in (ReadOnlySpan<string>)["metadata", "navigation", "dashboard", "permissions", "features", "flags", "experiments", "dataFetching"])
            document.Optional(section);
        var dataFetching = new HubDataFetchingReader(_values).Read(document.Section("dataFetching"));
        var features = _values.Map(document, "features", ReadFeature);
        var flags = _values.Map(document, "flags", (_, node) => FlagReader.Read(node, _values.Diagnostics));
        var conditions = new HubConditionReader(_values, features, flags);
        var definition = new HubDefinition
        {
            Metadata = ReadMetadata(document.Required("metadata")),
            Navigation = ReadNavigation(document.Optional("navigation"), conditions),
            Dashboard = new HubDashboardReader(_values, conditions, dataFetching.Endpoints).Read(document.Optional("dashboard")),
            Permissions = _values.Map(document, "permissions", ReadPermission),
            Features = features,
            Flags = flags,
            Experiments = _values.Map(document, "experiments", (_, node) => ExperimentReader.Read(node, _values.Diagnostics)),
            DataFetching = dataFetching,
            Source = root,
            Written = root,
        };
        ExperimentReader.Check(definition, _values.Diagnostics);
        document.Complete();
        return definition;
    }

    private HubMetadata ReadMetadata(SourceNode? node)
    {
        if (node is null)
            return new("", "", "", null, new(default, default));
        var reader = SourceReader.Of(node, _values.Diagnostics);
        var metadata = new HubMetadata(
            _values.RequiredName(reader, "role"),
            reader.RequiredString("version"),
            reader.RequiredString("displayName"),
            _values.OptionalName(reader, "icon"),
            ReadTheme(reader.Required("theme")));
        reader.Complete();
        return metadata;
    }

    private HubTheme ReadTheme(SourceNode? node)
    {
        if (node is null)
            return new(default, default);
        var reader = SourceReader.Of(node, _values.Diagnostics);
        var theme = new HubTheme(_values.Color(reader, "primaryColor"), _values.Color(reader, "accentColor"));
        reader.Complete();
        return theme;
    }

    private HubNavigation ReadNavigation(SourceNode? node, HubConditionReader conditions)
    {
        if (node is null)
            return new([], []);
        var reader = SourceReader.Of(node, _values.Diagnostics);
        var navigation = new HubNavigation(
            _values.List(reader, "sidebarItems", item => new HubNavigationItem(_values.RequiredName(item, "id"), item.RequiredString("label"), _values.OptionalName(item, "icon"), _values.Path(item, "path")) { Condition = conditions.Read(item) }),
            _values.List(reader, "quickActions", item => new HubQuickAction(_values.RequiredName(item, "id"), item.RequiredString("label"), _values.OptionalName(item, "icon"), _values.RequiredName(item, "action")) { Condition = conditions.Read(item) }));
        reader.Complete();
        return navigation;
    }

    private bool ReadPermission(SourceReader parent, SourceNode node) => parent.Boolean(node.Name);

    private HubFeature ReadFeature(SourceReader parent, SourceNode node)
    {
        _values.CheckKey(node);
        var reader = SourceReader.Of(node, _values.Diagnostics);
        // All other properties are settings of the feature, so none of them is unknown; one that is nearly "enabled" is it.
        if (!node.TryGet("enabled", out _) && node.Properties.FirstOrDefault(p => DidYouMean.Closest(p.Key, ["enabled"]) is not null).Value is { } slip)
            _values.Diagnostics.AddUnknown(CksCodes.UnknownProperty, slip.NamePlace, $"\"{slip.Name}\" is not known here.", slip.Name, ["enabled"]);
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
}
