using System.Collections.ObjectModel;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A tile of the dashboard, with what it takes from a shared definition.</summary>
/// <param name="Id">Name, unique among all widgets of the hub.</param>
/// <param name="Type">Which component draws it, such as <c>stats-card</c>: one of <see cref="WidgetTypes"/> where the application registers some.</param>
/// <param name="GridArea">Where it stands: on the dashboard, or in the container around it.</param>
/// <param name="Endpoint">Name of the endpoint of <see cref="HubDataFetching.Endpoints"/> that its data comes from; empty where it reads none.</param>
/// <param name="DataSource">The path of that endpoint, a target that the application provides; <see cref="HubPath.IsNone"/> where it reads none.</param>
public sealed record HubWidget(string Id, string Type, GridArea GridArea, string Endpoint, HubPath DataSource)
{
    /// <summary>How deep widgets stand in each other at most: 1 is a widget of the dashboard.</summary>
    public const int MaxDepth = 4;

    /// <summary>How long the options of all widgets of a hub are together at most, in characters, with what each takes from its definition and four for every value.</summary>
    public const int MaxOptionsLength = 256 * 1024;

    /// <summary>Heading; plain text; <see langword="null"/> for the component's own.</summary>
    public string? Title { get; init; }

    /// <summary>How often the data is read again; written in seconds, 1 at least, in whole milliseconds; <see langword="null"/> for never.</summary>
    public TimeSpan? RefreshInterval { get; init; }

    /// <summary>How many items it shows, 1 to 500; <see langword="null"/> for the component's own number.</summary>
    public int? MaxItems { get; init; }

    /// <summary>When it is shown, besides what its data source and its type need.</summary>
    public HubCondition Condition { get; init; }

    /// <summary>The shared definition that it is made of, by its id in <see cref="HubDashboard.Definitions"/>; <see langword="null"/> for none.</summary>
    public string? Use { get; init; }

    /// <summary>What the shared definition asks; it counts together with <see cref="Condition"/>.</summary>
    public HubCondition SharedCondition { get; init; }

    /// <summary>Options by name, as the schema of its type has them; an option of the widget stands in place of the definition's.</summary>
    public IReadOnlyDictionary<string, SourceNode> Options { get; init; } = ReadOnlyDictionary<string, SourceNode>.Empty;

    /// <summary>Versions of the type that it can live with, such as <c>^2.0</c>; <see langword="null"/> for all.</summary>
    public string? Compatible { get; init; }

    /// <summary>The plugin that its type comes with, as <see cref="WidgetType.Plugin"/> says it. Without that plugin, or with one that it does not fit, the fallback stands in its place; of a widget without a plugin that is a mistake of the document.</summary>
    public string? Plugin { get; init; }

    /// <summary>What stands in it.</summary>
    public IReadOnlyList<HubWidget> Children { get; init; } = [];
}
