using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>
/// What the application provides for hubs to point at, each with the capability it needs. Documents choose from it and cannot add to it. Immutable: every <c>Add</c> returns a new set.
/// </summary>
public sealed class HubTargets
{
    /// <summary>Stands in place of a capability for a target that every subject with a hub may use. Write it out; leaving a capability empty is an error.</summary>
    public const string NoCapability = "(none)";

    private static readonly ImmutableDictionary<string, CapabilityId?> None = ImmutableDictionary.Create<string, CapabilityId?>(StringComparer.Ordinal);

    private HubTargets()
    {
    }

    private HubTargets(HubTargets of) => (Pages, DataSources, Actions, Icons, ClientSettings, Widgets, Navigation, PluginFlags) = (of.Pages, of.DataSources, of.Actions, of.Icons, of.ClientSettings, of.Widgets, of.Navigation, of.PluginFlags);

    /// <summary>The set without targets.</summary>
    public static HubTargets Empty { get; } = new();

    /// <summary>Pages by path; a value of <see langword="null"/> needs no capability.</summary>
    internal ImmutableDictionary<string, CapabilityId?> Pages { get; private init; } = None;

    /// <summary>Data sources by path; a value of <see langword="null"/> needs no capability.</summary>
    internal ImmutableDictionary<string, CapabilityId?> DataSources { get; private init; } = None;

    /// <summary>Actions by name; a value of <see langword="null"/> needs no capability.</summary>
    internal ImmutableDictionary<string, CapabilityId?> Actions { get; private init; } = None;

    /// <summary>Icons by name.</summary>
    internal ImmutableHashSet<string> Icons { get; private init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Settings of features that go to the browser.</summary>
    internal ImmutableHashSet<(string Feature, string Setting)> ClientSettings { get; private init; } = [];

    /// <summary>Links that plugins contribute, to pages that are among <see cref="Pages"/>.</summary>
    internal ImmutableList<HubNavigationItem> Navigation { get; private init; } = [];

    /// <summary>The flags of each plugin that has some, below all documents.</summary>
    internal ImmutableList<HubLayer> PluginFlags { get; private init; } = [];

    /// <summary>Widget types.</summary>
    public WidgetTypes Widgets { get; private init; } = WidgetTypes.Empty;

    /// <summary>Adds a page that sidebar items may link to.</summary>
    /// <param name="path">Path, as <see cref="HubPath"/> reads it.</param>
    /// <param name="capability"><c>resource:action</c>, or <see cref="NoCapability"/>.</param>
    /// <exception cref="CksConfigurationException">CKS109: the path or capability is not well formed, or the page is there already.</exception>
    public HubTargets AddPage(string path, [StringSyntax("CksCapability", NoCapability)] string capability) => new(this) { Pages = With(Pages, PathOf(path), capability) };

    /// <summary>Adds an address that widgets and <c>dataFetching.endpoints</c> may read from.</summary>
    /// <param name="path">Path, as <see cref="HubPath"/> reads it.</param>
    /// <param name="capability"><c>resource:action</c>, or <see cref="NoCapability"/>.</param>
    /// <exception cref="CksConfigurationException">CKS109: the path or capability is not well formed, or the data source is there already.</exception>
    public HubTargets AddDataSource(string path, [StringSyntax("CksCapability", NoCapability)] string capability) => new(this) { DataSources = With(DataSources, PathOf(path), capability) };

    /// <summary>Adds something that quick actions may start.</summary>
    /// <param name="name">A name such as <c>createJob</c>.</param>
    /// <param name="capability"><c>resource:action</c>, or <see cref="NoCapability"/>.</param>
    /// <exception cref="CksConfigurationException">CKS109: the name or capability is not well formed, or the action is there already.</exception>
    public HubTargets AddAction(string name, [StringSyntax("CksCapability", NoCapability)] string capability)
    {
        ArgumentNullException.ThrowIfNull(name);
        return HubName.IsWellFormed(name) ? new(this) { Actions = With(Actions, name, capability) } : throw Mistake($"\"{name}\" is not the name of an action.", HubName.Form);
    }

    /// <summary>Adds icons that documents may name. Where none is added, icons are not checked.</summary>
    /// <param name="names">Names such as <c>home</c>; one that is there already stays.</param>
    /// <exception cref="CksConfigurationException">CKS109: a name is not well formed.</exception>
    public HubTargets AddIcons(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] icons = [.. names];
        return icons.FirstOrDefault(n => !HubName.IsWellFormed(n)) is { } wrong ? throw Mistake($"\"{wrong}\" is not the name of an icon.", HubName.Form) : new(this) { Icons = Icons.Union(icons) };
    }

    /// <summary>
    /// Lets settings of a feature go to the browser while it is on. All others stay on the server, whatever a document or a layer says (S22), and one with a <c>$secretRef</c> in it always does.
    /// </summary>
    /// <param name="feature">Name of the feature.</param>
    /// <param name="settings">Names of its settings, compared ordinally; one that is there already stays.</param>
    /// <exception cref="CksConfigurationException">CKS109: a name is not well formed.</exception>
    public HubTargets AddClientSettings(string feature, params IEnumerable<string> settings)
    {
        ArgumentNullException.ThrowIfNull(feature);
        ArgumentNullException.ThrowIfNull(settings);
        string[] names = [.. settings];
        return names.Prepend(feature).FirstOrDefault(n => !HubName.IsWellFormed(n)) is { } wrong
            ? throw Mistake($"\"{wrong}\" is not the name of a feature or setting.", HubName.Form)
            : new(this) { ClientSettings = ClientSettings.Union(names.Select(n => (feature, n))) };
    }

    /// <summary>Adds a widget type. With the first one, every widget of every document is held to the types.</summary>
    /// <exception cref="CksConfigurationException">What <see cref="WidgetTypes.Add"/> finds.</exception>
    public HubTargets AddWidget(WidgetType type) => new(this) { Widgets = Widgets.Add(type) };

    /// <summary>Names the renderer of the fallback.</summary>
    /// <exception cref="CksConfigurationException">CKS109: the name is not well formed.</exception>
    public HubTargets AddFallbackWidget(string renderer) => new(this) { Widgets = Widgets.WithFallback(renderer) };

    /// <summary>Reads what <see cref="WriteTo"/> wrote, so that tools which cannot see the application know what its targets need.</summary>
    /// <param name="file">Name for findings.</param>
    /// <param name="utf8">The targets, 4 MiB at most.</param>
    /// <returns>The targets, without widget types; else CKS101 to CKS106 for what is no such document, and CKS109 for a target that is not well formed.</returns>
    public static LoadResult<HubTargets> Read(string file, ReadOnlyMemory<byte> utf8) => TargetDocument.Read(file, utf8);

    /// <summary>Writes the targets as a JSON object: <c>pages</c>, <c>dataSources</c> and <c>actions</c> with the capability of each, <c>icons</c>, <c>clientSettings</c> by feature, and <c>plugins</c> where there are some, with what each needs, its flags and links, and why it is not in use, ordered by name. Widget types have a document of their own: <see cref="WidgetTypes.WriteTo"/>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        TargetDocument.Write(writer, this);
    }

    internal HubTargets AddNavigation(HubNavigationItem item) => new(this) { Navigation = Navigation.Add(item) };

    internal HubTargets AddFlags(HubLayer flags) => new(this) { PluginFlags = PluginFlags.Add(flags) };

    internal HubTargets AddPlugin(string id, KnownPlugin plugin) => new(this) { Widgets = Widgets.WithPlugin(id, plugin) };

    /// <summary>Every capability that some target needs.</summary>
    internal IEnumerable<CapabilityId> Capabilities => Pages.Values.Concat(DataSources.Values).Concat(Actions.Values).OfType<CapabilityId>().Concat(Widgets.Registered.SelectMany(w => w.Requires)).Concat(Widgets.Plugins.Values.Select(p => p.Capability).OfType<CapabilityId>()).Distinct();

    private static ImmutableDictionary<string, CapabilityId?> With(ImmutableDictionary<string, CapabilityId?> targets, string name, string capability)
    {
        if (capability != NoCapability && !CapabilityId.IsWellFormed(capability))
            throw Mistake($"The target \"{name}\" names no capability.", "Write resource:action in lower case, or HubTargets.NoCapability.");
        if (targets.ContainsKey(name))
            throw Mistake($"The target \"{name}\" is added twice.", "Take one of the two out.");
        return targets.Add(name, capability == NoCapability ? null : CapabilityId.Of(capability));
    }

    private static string PathOf(string path) =>
        HubPath.TryParse(path, out _) ? path : throw Mistake($"\"{path}\" is not a path of the application.", "Write a path such as /jobs/open.");

    private static CksConfigurationException Mistake(string message, string fix) => new(CksCodes.InvalidSetting, "AddTargets", message, fix);
}
