using System.Text.Json;

namespace Cks.HubConfig.Tests;

/// <summary>What is wrong with a bad plugin; by default nothing.</summary>
internal interface IMisdeed
{
    static virtual HubPluginManifest Manifest(HubPluginManifest whole) => whole;

    static virtual void Contribute(HubPluginContributions to, CancellationToken cancellationToken)
    {
    }

    static virtual ValueTask<IReadOnlyDictionary<string, JsonElement>> LoadAsync(HubDataRequest request, CancellationToken cancellationToken) =>
        new(request.Widgets.ToDictionary(w => w.Id, _ => JsonSerializer.SerializeToElement("bad")));
}

/// <summary>A plugin that is whole but for one thing.</summary>
internal sealed class BadPlugin<T> : IHubPlugin, IHubDataLoader
    where T : IMisdeed
{
    public HubPluginManifest Manifest => T.Manifest(PluginWorld.ManifestOf("bad"));

    public void Contribute(HubPluginContributions contributions, CancellationToken cancellationToken)
    {
        PluginWorld.Contribute("bad", contributions, this);
        T.Contribute(contributions, cancellationToken);
    }

    public ValueTask<IReadOnlyDictionary<string, JsonElement>> LoadAsync(HubDataRequest request, CancellationToken cancellationToken) => T.LoadAsync(request, cancellationToken);
}
