namespace Cks.HubConfig;

/// <summary>The scripts that plugins in use bring to draw their widgets in a browser, for pages to serve. They are as much trusted as the plugins are (S21), and held to nothing but their size.</summary>
public sealed class HubPluginModules
{
    /// <summary>Creates the set; the services of hubs have that of the plugins in use.</summary>
    /// <param name="byRenderer">ES modules by the key of the renderer.</param>
    public HubPluginModules(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> byRenderer) => ByRenderer = byRenderer;

    /// <summary>ES modules, UTF-8, 1 byte to 1 MiB each, by the key of the renderer.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> ByRenderer { get; }
}
