namespace Cks.HubConfig;

/// <summary>All that a plugin contributed, by the names that the manifest declares.</summary>
internal sealed class PluginParts
{
    public List<WidgetType> Widgets { get; } = [];

    public List<HubNavigationItem> Navigation { get; } = [];

    public Dictionary<string, IHubDataLoader> Loaders { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Flags { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ReadOnlyMemory<byte>> Modules { get; } = new(StringComparer.Ordinal);
}
