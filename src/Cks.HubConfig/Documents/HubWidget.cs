namespace Cks.HubConfig;

/// <summary>A tile of the dashboard.</summary>
/// <param name="Id">Name, unique among the widgets.</param>
/// <param name="Type">Which component draws it, such as <c>stats-card</c>.</param>
/// <param name="GridArea">Where it stands.</param>
/// <param name="Endpoint">Name of the endpoint of <see cref="HubDataFetching.Endpoints"/> that its data comes from.</param>
/// <param name="DataSource">The path of that endpoint; a target that the application provides.</param>
public sealed record HubWidget(string Id, string Type, GridArea GridArea, string Endpoint, HubPath DataSource)
{
    /// <summary>Heading; plain text; <see langword="null"/> for the component's own.</summary>
    public string? Title { get; init; }

    /// <summary>How often the data is read again; written in seconds, 1 at least, in whole milliseconds; <see langword="null"/> for never.</summary>
    public TimeSpan? RefreshInterval { get; init; }

    /// <summary>How many items it shows, 1 to 500; <see langword="null"/> for the component's own number.</summary>
    public int? MaxItems { get; init; }

    /// <summary>When it is shown, besides what its data source needs.</summary>
    public HubCondition Condition { get; init; }
}
