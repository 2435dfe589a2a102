using System.Text.Json;

namespace Cks.HubConfig.Tests;

/// <summary>A plugin that does what it says: five orders of whoever asks.</summary>
internal sealed class GoodPlugin : IHubPlugin, IHubDataLoader
{
    private int _most;

    public HubPluginManifest Manifest => PluginWorld.ManifestOf("good");

    public void Contribute(HubPluginContributions contributions, CancellationToken cancellationToken)
    {
        // Its own settings and no others.
        _most = int.Parse(Assert.Single(contributions.Settings, s => s.Key == "source:most" || s.Key == "Source:Most").Value, System.Globalization.CultureInfo.InvariantCulture);
        PluginWorld.Contribute("good", contributions, this);
    }

    public ValueTask<IReadOnlyDictionary<string, JsonElement>> LoadAsync(HubDataRequest request, CancellationToken cancellationToken)
    {
        var (who, called) = (request.Reader<IWho>().Id, string.Join(',', request.Widgets.Select(w => w.Id)));
        return new(request.Widgets.ToDictionary(w => w.Id, w => JsonSerializer.SerializeToElement(new { who, called, items = Enumerable.Range(1, _most) })));
    }
}
