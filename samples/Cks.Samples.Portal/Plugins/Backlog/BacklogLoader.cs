using System.Text.Json;
using Cks.HubConfig;

namespace Cks.Samples.Portal.Plugins.Backlog;

/// <summary>Counts the orders of whoever the view is for, once for all widgets that ask.</summary>
internal sealed class BacklogLoader(int newest) : IHubDataLoader
{
    private static readonly string[] Closed = ["delivered", "completed", "rejected", "cancelled"];

    public async ValueTask<IReadOnlyDictionary<string, JsonElement>> LoadAsync(HubDataRequest request, CancellationToken cancellationToken)
    {
        var (states, more) = await request.Reader<IMyOrders>().StatesAsync(newest, cancellationToken);
        var items = states.CountBy(s => s, StringComparer.Ordinal).OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => new { state = s.Key, count = s.Value, isClosed = Closed.Contains(s.Key) });
        var data = JsonSerializer.SerializeToElement(new { items, more });
        return request.Widgets.ToDictionary(w => w.Id, _ => data);
    }
}
