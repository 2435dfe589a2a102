using System.Collections.Immutable;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// The widget types that the application provides. Where none is registered, types and options of documents are not checked, and no option goes to a browser; with the first one all are held to them.
/// Immutable: every call that adds returns a new set.
/// </summary>
public sealed class WidgetTypes
{
    /// <summary>The key of the renderer of the fallback, where no other is named.</summary>
    public const string DefaultFallback = "cks-fallback";

    private readonly ImmutableSortedDictionary<string, RegisteredWidget> _types;

    private WidgetTypes(ImmutableSortedDictionary<string, RegisteredWidget> types, string fallback) => (_types, Fallback) = (types, fallback);

    /// <summary>The set without types.</summary>
    public static WidgetTypes Empty { get; } = new(ImmutableSortedDictionary.Create<string, RegisteredWidget>(StringComparer.Ordinal), DefaultFallback);

    /// <summary>All types, ordered by name.</summary>
    public IEnumerable<WidgetType> All => _types.Values.Select(t => t.Type);

    /// <summary>Key of the renderer that stands in place of a widget that cannot be shown.</summary>
    public string Fallback { get; }

    /// <summary>Whether none is registered.</summary>
    public bool IsEmpty => _types.IsEmpty;

    /// <summary>The plugins that the application has, by id.</summary>
    internal ImmutableDictionary<string, KnownPlugin> Plugins { get; private init; } = ImmutableDictionary.Create<string, KnownPlugin>(StringComparer.Ordinal);

    internal IEnumerable<RegisteredWidget> Registered => _types.Values;

    internal IEnumerable<string> Names => _types.Keys;

    /// <summary>Adds a type.</summary>
    /// <exception cref="CksConfigurationException">All that is wrong with it: CKS109 for a name, version, capability, path or preview that is not well formed, for options that are no closed object or whose marks say nothing, for migrations that do not lead to its version, and for a type that is there already; CKS101 to CKS103 and CKS116 for a schema.</exception>
    public WidgetTypes Add(WidgetType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var diagnostics = new DiagnosticBag();
        var read = RegisteredWidget.Read(type, diagnostics);
        if (_types.ContainsKey(type.Name))
            diagnostics.Add(CksCodes.InvalidSetting, SourceLocation.Whole("AddWidget"), $"The widget type \"{type.Name}\" is added twice.", "Take one of the two out.");
        diagnostics.ThrowIfErrors();
        return new(_types.Add(type.Name, read!), Fallback) { Plugins = Plugins };
    }

    /// <summary>Names the renderer that stands in place of a widget that cannot be shown.</summary>
    /// <exception cref="CksConfigurationException">CKS109: the name is not well formed.</exception>
    public WidgetTypes WithFallback(string renderer)
    {
        ArgumentNullException.ThrowIfNull(renderer);
        return HubName.IsWellFormed(renderer) ? new(_types, renderer) { Plugins = Plugins } : throw new CksConfigurationException(CksCodes.InvalidSetting, "AddFallbackWidget", $"\"{renderer}\" is not the name of a renderer.", HubName.Form);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote, so that tools which cannot see the application can check documents.</summary>
    /// <param name="file">Name for findings.</param>
    /// <param name="utf8">The catalog, 4 MiB at most.</param>
    /// <returns>The types; else CKS101 to CKS106 for what is no catalog, and what <see cref="Add"/> finds.</returns>
    public static LoadResult<WidgetTypes> Read(string file, ReadOnlyMemory<byte> utf8) => WidgetCatalog.Read(file, utf8);

    /// <summary>Writes the catalog for who builds a hub, as a JSON object: <c>fallback</c> and <c>widgets</c>, ordered by name, each with <c>type</c>, <c>version</c>, <c>renderer</c>, <c>plugin</c>, <c>isContainer</c>, <c>requires</c>, <c>dataSources</c>, <c>options</c> (a JSON Schema), <c>preview</c> and <c>migrations</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WidgetCatalog.Write(writer, this);
    }

    /// <summary>The options of a type, in the order of its schema, with what of them goes to a browser; none where there is no such type, or it has none.</summary>
    /// <param name="type">Name of the type.</param>
    public IReadOnlyList<WidgetOption> OptionsOf(string type) => Find(type)?.Visibility is not { } options ? []
        : [.. options.Names.Select(n => new WidgetOption(n, options.Of(n).IsClient, options.Of(n).IsClientWithin()))];

    /// <summary>Holds the widgets of a document to the types, as the host does: CKS440, CKS441 and CKS443, each at its place. Without types there is nothing to hold them to.</summary>
    /// <param name="hub">A document that was read without a finding.</param>
    public IReadOnlyList<Diagnostic> Check(HubDefinition hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        var diagnostics = new DiagnosticBag();
        new WidgetCheck(hub, this, policy: null, diagnostics).Run();
        return [.. diagnostics];
    }

    internal WidgetTypes WithPlugin(string id, KnownPlugin plugin) => new(_types, Fallback) { Plugins = Plugins.SetItem(id, plugin) };

    /// <summary>The plugins that a widget depends on, of those that the application has: by what the document says, by its type, and by its data.</summary>
    internal IEnumerable<KeyValuePair<string, KnownPlugin>> PluginsOf(HubWidget widget)
    {
        if (Plugins.IsEmpty)
            yield break;
        foreach (var id in ((string?[])[widget.Plugin, PluginName.OwnerOf(widget.Type), widget.DataSource.IsNone ? null : PluginName.OwnerOfPath(widget.DataSource.Value)]).Distinct())
            if (id is not null && Plugins.TryGetValue(id, out var plugin))
                yield return new(id, plugin);
    }

    // Types of plugins hold nobody else's widgets to anything.
    internal bool AreChecked(HubWidget widget) => !_types.IsEmpty && (Plugins.IsEmpty || (PluginName.OwnerOf(widget.Type) is { } owner && Plugins.ContainsKey(owner)) || _types.Values.Any(t => t.Type.Plugin is not { } id || !Plugins.ContainsKey(id)));

    internal RegisteredWidget? Find(string name) => _types.GetValueOrDefault(name);
}
