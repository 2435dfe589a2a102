using System.Text.Json;

namespace Cks.HubConfig;

/// <summary>Loads the data of widgets that read from one data source of a plugin. It keeps nothing between calls that is somebody's: what is kept, the host keeps (S21).</summary>
public interface IHubDataLoader
{
    /// <summary>Loads the data of all such widgets of one view, on a thread of its own. What it throws, and what comes late, costs these widgets their data and nothing else.</summary>
    /// <param name="request">The widgets, and what reads for whoever the view is for.</param>
    /// <param name="cancellationToken">Is cancelled when its time is over or whoever asked has gone; what it gives after that counts for nothing.</param>
    /// <returns>The data by the id of the widget. Of a list, and of a list <c>items</c> in an object, no more is taken than the widget shows.</returns>
    ValueTask<IReadOnlyDictionary<string, JsonElement>> LoadAsync(HubDataRequest request, CancellationToken cancellationToken);
}
