using System.Diagnostics.CodeAnalysis;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Takes what a plugin contributes, and holds it to its manifest. One thing that is wrong refuses them all.</summary>
public sealed class HubPluginContributions
{
    private const int MaxLabel = 200;
    private const int MaxModule = 1024 * 1024;
    private const int MaxModules = 4 * 1024 * 1024;

    private readonly Lock _adding = new();
    private readonly HubPluginManifest _manifest;
    private readonly DiagnosticBag _findings;
    private readonly PluginParts _parts = new();
    private bool _isClosed;

    internal HubPluginContributions(HubPluginManifest manifest, IReadOnlyDictionary<string, string> settings, DiagnosticBag findings) => (_manifest, Settings, _findings) = (manifest, settings, findings);

    /// <summary>The settings of this plugin and no other, as they were when the host started: those below <c>Cks:Hub:PluginSettings:ID</c>, by their keys from there, such as <c>Source:Most</c>; the case of a key does not count.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Contributes a widget type.</summary>
    /// <param name="type">Its name is one of the manifest; it requires nothing, or the capability that the application asks for the plugin.</param>
    public HubPluginContributions AddWidget(WidgetType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(type.Name);
        ArgumentNullException.ThrowIfNull(type.Version);
        ArgumentNullException.ThrowIfNull(type.Renderer);
        // Read here, on the plugin's own thread: its lists are its own code.
        type = type with { Requires = [.. type.Requires], DataSources = [.. type.DataSources], Migrations = [.. type.Migrations] };
        if (type.Requires.Concat(type.DataSources).Any(t => t is null) || type.Migrations.Any(m => m is null))
            throw new ArgumentException("A list of the type holds nothing where a text or migration should be.", nameof(type));
        return Add(() =>
        {
            if (IsDeclared("widget type", type.Name, _manifest.WidgetTypes) && _parts.Widgets.Any(w => w.Name == type.Name))
                Refuse($"The widget type \"{type.Name}\" is contributed twice.");
            _parts.Widgets.Add(type);
        });
    }

    /// <summary>Contributes a link to a page of the plugin, which follows the links of every hub for who has the capability of the plugin.</summary>
    /// <param name="id">One of the manifest's <see cref="HubPluginManifest.Navigation"/>.</param>
    /// <param name="label">What the link says, 1 to 200 characters, not blank; plain text.</param>
    /// <param name="page">The page below <c>/plugins/ID/</c>, such as <c>board</c>, which the application serves.</param>
    /// <param name="icon">Name of an icon; <see langword="null"/> for none.</param>
    public HubPluginContributions AddNavigation(string id, string label, string page, string? icon = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(page);
        return Add(() =>
        {
            if (!IsDeclared("navigation item", id, _manifest.Navigation))
                return;
            if (!HubPath.TryParse(PluginName.PathOf(_manifest.Id, page), out var path) || PluginName.OwnerOfPath(path.Value) != _manifest.Id)
                Refuse($"The navigation item \"{id}\" leads to what is no page below {PluginName.PathOf(_manifest.Id, "")}.");
            else if (string.IsNullOrWhiteSpace(label) || label.Length > MaxLabel || (icon is not null && !HubName.IsWellFormed(icon)))
                Refuse($"The navigation item \"{id}\" has no label, one that is too long, or an icon that is no name.");
            else if (_parts.Navigation.Any(n => n.Id == id || n.Path == path))
                Refuse($"The navigation item \"{id}\" or its page is contributed twice.");
            else
                _parts.Navigation.Add(new(id, label, icon, path));
        });
    }

    /// <summary>Contributes what loads data for widgets that read from <c>/plugins/ID/NAME</c>.</summary>
    /// <param name="name">One of the manifest's <see cref="HubPluginManifest.DataLoaders"/>.</param>
    /// <param name="loader">Is asked by several threads at once.</param>
    public HubPluginContributions AddDataLoader(string name, IHubDataLoader loader)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(loader);
        return Add(() =>
        {
            if (!_manifest.DataLoaders.Contains(name, StringComparer.Ordinal))
                Refuse($"The data loader \"{name}\" is not in the manifest.");
            else if (!_parts.Loaders.TryAdd(name, loader))
                Refuse($"The data loader \"{name}\" is contributed twice.");
        });
    }

    /// <summary>
    /// Contributes a flag, which stands below all documents: they say more of it, or say it otherwise by the rules of layers. While the plugin is not in use it is off, whatever a document says.
    /// It rests on flags of the plugin and on features and flags of documents alone; in a hub that does not have one of those, all flags of the plugin are off.
    /// </summary>
    /// <param name="name">One of the manifest's <see cref="HubPluginManifest.Flags"/>.</param>
    /// <param name="json">The flag as documents write it, such as <c>{ "enabled": false }</c>; <c>{}</c> is on for everybody. All flags of a plugin have 65,536 characters at most.</param>
    public HubPluginContributions AddFlag(string name, [StringSyntax(StringSyntaxAttribute.Json)] string json)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(json);
        return Add(() =>
        {
            if (IsDeclared("flag", name, _manifest.Flags) && !_parts.Flags.TryAdd(name, json))
                Refuse($"The flag \"{name}\" is contributed twice.");
        });
    }

    /// <summary>Contributes the script that draws the widgets of a renderer in a browser, for who serves pages; where the application has one for that renderer, its own counts.</summary>
    /// <param name="renderer">One of the manifest's <see cref="HubPluginManifest.Modules"/>: the name of a widget type, or its <see cref="WidgetType.Renderer"/>.</param>
    /// <param name="script">An ES module, UTF-8, 1 byte to 1 MiB, and 4 MiB of all together; with a default export <c>(data, widget) => Node</c> for <c>Cks.HubConfig.Razor</c>.</param>
    public HubPluginContributions AddModule(string renderer, ReadOnlyMemory<byte> script)
    {
        ArgumentNullException.ThrowIfNull(renderer);
        // Copied here, on the plugin's own thread and outside of the lock: what is behind the memory is its code.
        var copy = script.Length <= MaxModule ? script.ToArray() : [];
        return Add(() =>
        {
            if (copy.Length is 0 || copy.Length + _parts.Modules.Values.Sum(m => (long)m.Length) > MaxModules)
                Refuse($"The script of \"{renderer}\" is empty, or has more than {MaxModule} bytes, or all have more than {MaxModules}.");
            else if (IsDeclared("module", renderer, _manifest.Modules) && !_parts.Modules.TryAdd(renderer, copy))
                Refuse($"The script of \"{renderer}\" is contributed twice.");
        });
    }

    /// <summary>Takes nothing more; what was contributed.</summary>
    internal PluginParts Close()
    {
        lock (_adding)
        {
            _isClosed = true;
            return _parts;
        }
    }

    private HubPluginContributions Add(Action add)
    {
        lock (_adding)
        {
            if (_isClosed)
                throw new InvalidOperationException("Nothing is taken any more: the time to contribute is over.");
            add();
        }

        return this;
    }

    private bool IsDeclared(string kind, string name, IReadOnlyList<string> declared)
    {
        if (declared.Contains(name, StringComparer.Ordinal))
            return true;
        Refuse($"The {kind} \"{name}\" is not in the manifest.");
        return false;
    }

    private void Refuse(string message) => _findings.Add(CksCodes.InvalidSetting, SourceLocation.Whole($"AddPlugin {_manifest.Id}"), message, "Contribute what the manifest declares, and nothing of anybody else.");
}
