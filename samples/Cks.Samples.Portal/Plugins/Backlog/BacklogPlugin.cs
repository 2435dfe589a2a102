using System.Globalization;
using Cks.HubConfig;

namespace Cks.Samples.Portal.Plugins.Backlog;

/// <summary>How many orders stand in which state, of the newest that the viewer sees: as many as <c>Newest</c> of its settings says, 200 where it says nothing. It knows of the portal what <see cref="IMyOrders"/> gives, and could be a package of its own.</summary>
internal sealed class BacklogPlugin : IHubPlugin
{
    public const string Id = "backlog";

    private const string Options = """
        { "type": "object", "additionalProperties": false, "properties": { "withClosed": { "type": "boolean", "x-hub-visibility": "client" } } }
        """;

    public HubPluginManifest Manifest => new(Id, "1.0.0", Contract: "^1.0") { DocumentVersions = [2], WidgetTypes = ["backlog.states"], Modules = ["backlog.states"], DataLoaders = ["orders"] };

    public void Contribute(HubPluginContributions contributions, CancellationToken cancellationToken) => contributions
        .AddWidget(new("backlog.states", "1.0.0") { Options = Options, DataSources = ["/plugins/backlog/orders"], Preview = """{ "items": [{ "state": "pending_warehouse", "count": 3, "isClosed": false }], "more": false }""" })
        .AddModule("backlog.states", Script())
        .AddDataLoader("orders", new BacklogLoader(NewestOf(contributions.Settings)));

    // Who sets it to something else hears of it: the plugin is not in use then, and health and log say so.
    private static int NewestOf(IReadOnlyDictionary<string, string> settings) => !settings.TryGetValue("Newest", out var text) ? MyOrders.MostOrders
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var newest) && newest is > 0 and <= MyOrders.MostOrders ? newest
        : throw new FormatException($"Newest is \"{text}\"; write 1 to {MyOrders.MostOrders}.");

    private static byte[] Script()
    {
        using var stream = typeof(BacklogPlugin).Assembly.GetManifestResourceStream("backlog.js")!;
        var script = new byte[stream.Length];
        stream.ReadExactly(script);
        return script;
    }
}
