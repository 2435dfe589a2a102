using System.Buffers;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// A hub as one subject may use it. It holds nothing that the policy does not permit, and what it holds is a screen, not a right: every request is decided again. Immutable, safe to share between threads;
/// never to be shown to anybody but whom it was composed for.
/// </summary>
public sealed class HubView
{
    private byte[]? _json;

    /// <summary>The role whose hub it is.</summary>
    public required string Role { get; init; }

    /// <summary>Title; plain text.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Name of an icon; <see langword="null"/> for none.</summary>
    public required string? Icon { get; init; }

    /// <summary>Colours.</summary>
    public required HubTheme Theme { get; init; }

    /// <summary>Links to the pages that the subject may open, in the order of the document.</summary>
    public required IReadOnlyList<HubNavigationItem> Navigation { get; init; }

    /// <summary>Actions that the subject may start, in the order of the document.</summary>
    public required IReadOnlyList<HubQuickAction> QuickActions { get; init; }

    /// <summary>How widgets are placed.</summary>
    public required string Layout { get; init; }

    /// <summary>Widgets that the subject may see, in the order of the document: by what their data, their types and the document ask.</summary>
    public required IReadOnlyList<WidgetView> Widgets { get; init; }

    /// <summary>Every permission that the document names; <see langword="true"/> where the document says so and the policy permits it.</summary>
    public required IReadOnlyDictionary<string, bool> Permissions { get; init; }

    /// <summary>Features by name, with the settings that <see cref="HubTargets.AddClientSettings"/> names. A disabled one is there, without them.</summary>
    public required IReadOnlyDictionary<string, HubFeature> Features { get; init; }

    /// <summary>Endpoints that the subject may read, by name.</summary>
    public required IReadOnlyDictionary<string, HubPath> Endpoints { get; init; }

    /// <summary>Cache rules of <see cref="Endpoints"/>, by name.</summary>
    public required IReadOnlyDictionary<string, HubCacheRule> Caching { get; init; }

    /// <summary>The variant by the name of each experiment in which the subject takes part; in the JSON only where there is one.</summary>
    public IReadOnlyDictionary<string, string> Experiments { get; init; } = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The same, for whoever counts.</summary>
    internal IReadOnlyList<Assignment> Assignments { get; init; } = [];

    /// <summary>Revision of the hub documents.</summary>
    public required SnapshotVersion HubVersion { get; init; }

    /// <summary>Revision of the policy that decided.</summary>
    public required SnapshotVersion PolicyVersion { get; init; }

    /// <summary>Until when it may be kept: the next moment at which a flag, a rule of the policy, a grant or a step-up can change it, and 60 seconds after it was composed at the latest. Ask for it again then.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What <see cref="WriteTo"/> writes, as UTF-8 without white space; made when it is first asked for, and once.</summary>
    public ReadOnlyMemory<byte> Json => _json ?? MakeJson();

    /// <summary>The widget with an id, on the dashboard or in a container; <see langword="null"/> where the subject sees none.</summary>
    public WidgetView? FindWidget(string id) => Find(Widgets, id);

    private static WidgetView? Find(IReadOnlyList<WidgetView> widgets, string id)
    {
        foreach (var widget in widgets)
            if (widget.Id == id)
                return widget;
            else if (Find(widget.Children, id) is { } child)
                return child;
        return null;
    }

    /// <summary>
    /// Writes the view as a JSON object: names in camel case in one fixed order, lists in the order of the document, maps ordered by name, <c>refreshInterval</c> in milliseconds and <c>ttl</c> in seconds.
    /// </summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        HubViewWriter.Write(writer, this);
    }

    // Of two threads that make it at once the first one's stays.
    private byte[] MakeJson()
    {
        var buffer = new ArrayBufferWriter<byte>(16_384);
        using (var json = new Utf8JsonWriter(buffer))
            HubViewWriter.Write(json, this);
        return Interlocked.CompareExchange(ref _json, buffer.WrittenSpan.ToArray(), null) ?? _json;
    }
}
