using System.Buffers;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What stands below all documents of a hub: the flags of plugins in use, and that those of the other plugins are off for good wherever a document names them.</summary>
internal sealed class PluginFlagLayers(HubTargets targets)
{
    public bool IsEmpty => targets.Widgets.Plugins.IsEmpty;

    /// <summary>The plugins whose flags there are.</summary>
    public IEnumerable<string> Contributors => targets.PluginFlags.Select(l => l.Name);

    /// <summary>The layers.</summary>
    /// <param name="mentions">What the documents name.</param>
    /// <param name="leftOut">Plugins in use whose flags do not fit this hub.</param>
    public HubLayer[] Below(IReadOnlyDictionary<string, SourcePlace> mentions, IReadOnlyCollection<string> leftOut) =>
        [.. targets.PluginFlags.Where(l => !leftOut.Contains(l.Name)), .. Off([.. mentions.Keys], leftOut)];

    /// <summary>The flags of some plugins.</summary>
    public IEnumerable<string> FlagsOf(IEnumerable<string> plugins) => plugins.SelectMany(FlagsOf);

    /// <summary>Of these layers those alone that switch off.</summary>
    /// <param name="names">Names of flags.</param>
    /// <param name="leftOut">Plugins in use whose flags do not fit this hub.</param>
    public HubLayer[] Off(IReadOnlyCollection<string> names, IReadOnlyCollection<string> leftOut) =>
        [.. OffIn(names, leftOut).GroupBy(m => m.Plugin, m => m.Flag, StringComparer.Ordinal).Select(p => HubLayers.Read(FileOf(p.Key, Written(p)), [])).OfType<HubLayer>()];

    /// <summary>A layer of a document without what it says of flags that are off for good: that may be whole only together with what the plugin says. Whatever is cut must be among <see cref="Off"/>, or a kill switch would be lost.</summary>
    public HubLayer Cut(HubLayer layer, IReadOnlyCollection<string> leftOut)
    {
        if (!layer.Root.TryGet("flags", out var flags) && !layer.Root.TryGet(LayerDirectives.Lock, out _))
            return layer;
        if (flags?.Properties.Keys.Any(n => IsOff(n, leftOut)) != true && LocksOf(layer).All(l => !IsLockOfOff(l, leftOut)))
            return layer;
        var root = SourceNode.ObjectOf(layer.Root, [.. layer.Root.Properties.Values.Select(s => s switch
        {
            { Name: "flags", Kind: JsonValueKind.Object } => SourceNode.ObjectOf(s, [.. s.Properties.Values.Where(f => !IsOff(f.Name, leftOut))]),
            { Name: LayerDirectives.Lock, Kind: JsonValueKind.Array } => SourceNode.ArrayOf(s, [.. s.Items.Where(l => !IsLockOfOff(l, leftOut))]),
            _ => s,
        })]);
        return layer.IsHeld ? layer.With(root).AsHeld() : layer.With(root);
    }

    /// <summary>Tells of every flag that is off because its plugin is not in use or does not have it.</summary>
    public void Report(IReadOnlyDictionary<string, SourcePlace> mentions, DiagnosticBag findings)
    {
        foreach (var (plugin, flag) in OffIn(mentions.Keys, []))
            if (IsInUse(plugin))
                findings.AddUnknown(CksCodes.HubWidgetFallback, mentions[flag], $"The flag \"{flag}\" is off: the plugin \"{plugin}\" has none of that name.", flag, [.. FlagsOf(plugin)]);
            else
                findings.Add(CksCodes.HubWidgetFallback, mentions[flag], $"The flag \"{flag}\" is off: its plugin \"{plugin}\" is not in use.", "Switch the plugin on, or take the name out.");
    }

    /// <summary>Names the layer of a plugin in findings and explanations.</summary>
    public static string NameOf(string id) => $"plugin {id}";

    public static HubFile FileOf(string id, byte[] utf8) => new(id, NameOf(id), utf8) { Kind = HubLayerKind.Defaults };

    private IEnumerable<(string Plugin, string Flag)> OffIn(IEnumerable<string> names, IReadOnlyCollection<string> leftOut) =>
        from name in names
        let owner = PluginName.OwnerOf(name)
        where owner is not null && IsOff(name, leftOut)
        select (owner, name);

    private bool IsOfPlugin(string name) => PluginName.OwnerOf(name) is { } owner && PluginName.Owns(owner, name) && targets.Widgets.Plugins.ContainsKey(owner);

    private bool IsOff(string name, IReadOnlyCollection<string> leftOut) => IsOfPlugin(name) && PluginName.OwnerOf(name) is { } owner && (!IsInUse(owner) || leftOut.Contains(owner) || !FlagsOf(owner).Contains(name));

    private bool IsLockOfOff(SourceNode pointer, IReadOnlyCollection<string> leftOut) =>
        pointer.Text is { } text && HubPointer.Parse(text) is [{ Text: "flags" }, { IsItem: false } name, ..] && IsOff(name.Text, leftOut);

    private static IReadOnlyList<SourceNode> LocksOf(HubLayer layer) => layer.Root.TryGet(LayerDirectives.Lock, out var locks) ? locks.Items : [];

    private bool IsInUse(string plugin) => targets.Widgets.Plugins[plugin].Fault is null;

    private IEnumerable<string> FlagsOf(string plugin) => targets.PluginFlags.Find(l => l.Name == plugin)?.Root.Properties["flags"].Properties.Keys ?? [];

    // A kill switch that is thrown stays thrown, whatever documents say.
    private static byte[] Written(IEnumerable<string> flags)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber(HubVersion.Property, HubSchema.CurrentVersion);
            json.WriteStartObject("flags");
            foreach (var flag in flags)
            {
                json.WriteStartObject(flag);
                json.WriteBoolean(LayerMerge.Kill, true);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
