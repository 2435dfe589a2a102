namespace Cks.HubConfig;

/// <summary>A tile of the dashboard.</summary>
/// <param name="Id">Name, unique among the widgets.</param>
/// <param name="Type">Which component draws it, such as <c>stats-card</c>.</param>
/// <param name="GridArea">Where it stands.</param>
/// <param name="DataSource">Where its data comes from; a target that the application provides.</param>
public sealed record HubWidget(string Id, string Type, GridArea GridArea, HubPath DataSource)
{
    /// <summary>Heading; plain text; <see langword="null"/> for the component's own.</summary>
    public string? Title { get; init; }

    /// <summary>How often the data is read again; written in milliseconds, 1000 at least; <see langword="null"/> for never.</summary>
    public TimeSpan? RefreshInterval { get; init; }

    /// <summary>How many items it shows, 1 to 500; <see langword="null"/> for the component's own number.</summary>
    public int? MaxItems { get; init; }
}
