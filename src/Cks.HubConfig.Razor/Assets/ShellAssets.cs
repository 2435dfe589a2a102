using System.Collections.Frozen;
using System.Collections.ObjectModel;
using System.Text.Json;
using Cks.Core;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;

namespace Cks.HubConfig.Razor;

/// <summary>All files that pages get, read once. What is missing or not usable stops the host.</summary>
internal sealed class ShellAssets
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>What modules of widgets call the shell.</summary>
    public const string ShellName = "cks-hub";

    /// <summary>What stands before the key of a renderer where the page imports its module.</summary>
    public const string WidgetPrefix = "cks-widget/";

    private readonly string _path;
    private readonly FrozenDictionary<string, ShellAsset> _byAddress;
    private readonly FrozenDictionary<string, ShellAsset> _modules;
    private readonly FrozenSet<string> _whole;

    public ShellAssets(IOptions<HubShellOptions> options, IWebHostEnvironment host, HubPluginModules? plugins = null)
    {
        var (shell, findings) = (options.Value, new List<Diagnostic>());
        (_path, PluginDataPath) = (shell.AssetPath.TrimEnd('/'), shell.PluginDataPath);
        if (!HubPath.TryParse(_path, out _))
            findings.Add(Mistake(nameof(HubShellOptions.AssetPath), $"\"{shell.AssetPath}\" is no path.", "Write segments such as /_cks/hub."));
        if (shell.ViewPath is { } view && !HubPath.TryParse(view, out _))
            findings.Add(Mistake(nameof(HubShellOptions.ViewPath), $"\"{view}\" is no path.", "Write the path of MapCksHub."));
        if (shell.PluginDataPath is { } data && !HubPath.TryParse(data, out _))
            findings.Add(Mistake(nameof(HubShellOptions.PluginDataPath), $"\"{data}\" is no path.", "Write the path of MapCksHubData, or null."));
        if (shell.ViewInterval < HubShellOptions.MinViewInterval || shell.ViewInterval > TimeSpan.FromDays(1))
            findings.Add(Mistake(nameof(HubShellOptions.ViewInterval), $"{shell.ViewInterval} is out of range.", "Take one second to one day."));
        Script = Read(Own("hub.js"), ShellAsset.Script);
        Styles = [Read(Own("hub.css"), ShellAsset.Style), .. shell.Styles.Select(f => Read(f, ShellAsset.Style))];
        var modules = new Dictionary<string, ShellAsset>(StringComparer.Ordinal);
        foreach (var file in shell.Modules)
            if (!modules.TryAdd(file.Name, Read(file, ShellAsset.Script)))
                findings.Add(Mistake("AddModule", $"The renderer \"{file.Name}\" has two modules.", "Add one."));
        // What the application says of a renderer counts.
        foreach (var (renderer, script) in plugins?.ByRenderer ?? ReadOnlyDictionary<string, ReadOnlyMemory<byte>>.Empty)
            modules.TryAdd(renderer, ShellAsset.Script(renderer, script.ToArray()));
        foreach (var renderer in shell.WholeSources.Where(r => !modules.ContainsKey(r) && plugins?.IsOfPlugin(r) != true))
            findings.Add(Mistake(nameof(HubShellOptions.ReadWhole), $"The renderer \"{renderer}\" has no module.", "Add one by AddModule."));
        _whole = shell.WholeSources.ToFrozenSet(StringComparer.Ordinal);
        _modules = modules.ToFrozenDictionary(StringComparer.Ordinal);
        if (findings.Count > 0)
            throw new CksConfigurationException(findings);
        _byAddress = Styles.Append(Script).Concat(_modules.Values).DistinctBy(Key).ToFrozenDictionary(Key, StringComparer.Ordinal);
        Imports = WriteImports("");

        ShellAsset Read(ShellFile file, Func<string, byte[], ShellAsset> make)
        {
            if (!IsName(file.Name))
                findings.Add(Mistake("AddCksHubShell", $"\"{file.Name}\" cannot be the name of a file of pages.", "Use 1 to 64 letters a-z, digits, -, _ and ., starting with a letter."));
            using var stream = file.Open(host.ContentRootPath);
            var content = new byte[stream is null || stream.Length > MaxLength ? 0 : stream.Length];
            stream?.ReadExactly(content);
            if (content.Length == 0)
                findings.Add(Mistake("AddCksHubShell", $"{file.Source(host.ContentRootPath)} is not there, is empty, or is larger than {MaxLength} bytes.", "Put it there; a relative path starts from the content root."));
            return make(file.Name, content);
        }
    }

    /// <summary>Where the data of plugins is answered.</summary>
    public string? PluginDataPath { get; }

    /// <summary>The script of the shell.</summary>
    public ShellAsset Script { get; }

    /// <summary>The style sheets, in the order in which they count.</summary>
    public IReadOnlyList<ShellAsset> Styles { get; }

    /// <summary>Which address stands behind the name of a module, and with which content (an import map).</summary>
    public string Imports { get; }

    /// <summary>Whether the widgets of a renderer have a module.</summary>
    public bool Draws(string renderer) => _modules.ContainsKey(renderer);

    /// <summary>Whether the module of a renderer gets all that its source answers.</summary>
    public bool ReadsAll(string renderer) => _whole.Contains(renderer);

    /// <summary>Where a file is answered.</summary>
    public string AddressOf(ShellAsset asset, string pathBase = "") => $"{pathBase}{_path}/{Key(asset)}";

    /// <summary>The file of an address; <see langword="null"/> where there is none.</summary>
    public ShellAsset? Find(string hash, string name) => _byAddress.GetValueOrDefault($"{hash}/{name}");

    /// <summary>The import map of a page below a path base.</summary>
    public string ImportsOf(string pathBase) => pathBase.Length == 0 ? Imports : WriteImports(pathBase);

    private string WriteImports(string pathBase)
    {
        var named = _modules.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (Name: WidgetPrefix + m.Key, Asset: m.Value)).Prepend((Name: ShellName, Asset: Script)).ToArray();
        // The encoder of JSON leaves nothing that HTML would read.
        return JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, string>>
        {
            ["imports"] = named.ToDictionary(m => m.Name, m => AddressOf(m.Asset, pathBase)),
            ["integrity"] = named.DistinctBy(m => Key(m.Asset)).ToDictionary(m => AddressOf(m.Asset, pathBase), m => m.Asset.Integrity),
        });
    }

    private static string Key(ShellAsset asset) => $"{asset.Hash}/{asset.Name}";

    private static ShellFile Own(string name) => ShellFile.OfAssembly(Path.GetFileNameWithoutExtension(name), typeof(ShellAssets).Assembly, name);

    private static bool IsName(string name) => name.Length is > 0 and <= 64 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static Diagnostic Mistake(string where, string message, string fix) => new(CksCodes.InvalidSetting, SourceLocation.Whole(where), message, fix);
}
