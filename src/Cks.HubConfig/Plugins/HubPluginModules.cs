using System.Collections.Frozen;

namespace Cks.HubConfig;

/// <summary>What pages need to know of the plugins of the application, and the scripts that those in use bring. They are as much trusted as the plugins are (S21), and held to nothing but their size.</summary>
public sealed class HubPluginModules
{
    private readonly FrozenSet<string> _plugins;

    /// <summary>Creates the set; the services of hubs have that of the plugins in use.</summary>
    /// <param name="byRenderer">ES modules by the key of the renderer.</param>
    /// <param name="plugins">The ids of all plugins that the application has.</param>
    /// <param name="hasData">Whether one in use has data.</param>
    public HubPluginModules(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> byRenderer, IEnumerable<string> plugins, bool hasData)
    {
        ByRenderer = byRenderer.ToFrozenDictionary(StringComparer.Ordinal);
        (_plugins, HasData) = (plugins.ToFrozenSet(StringComparer.Ordinal), hasData);
    }

    /// <summary>ES modules, UTF-8, 1 byte to 1 MiB each, by the key of the renderer.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> ByRenderer { get; }

    /// <summary>Whether a plugin in use has data, which <c>MapCksHubData</c> answers.</summary>
    public bool HasData { get; }

    /// <summary>Whether a renderer is one that a plugin of the application may bring, in use or not.</summary>
    /// <param name="renderer">Its key.</param>
    public bool IsOfPlugin(string renderer)
    {
        ArgumentNullException.ThrowIfNull(renderer);
        return PluginName.OwnerOf(renderer) is { } owner && _plugins.Contains(owner);
    }
}
