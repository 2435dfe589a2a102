namespace Cks.HubConfig;

/// <summary>The data of one widget, or why there is none.</summary>
/// <param name="Widget">Id of the widget.</param>
/// <param name="Json">The data: JSON, UTF-8; empty where there is none.</param>
/// <param name="Fault">Why there is none; <see langword="null"/> where there is.</param>
public sealed record HubWidgetData(string Widget, ReadOnlyMemory<byte> Json, WidgetFault? Fault)
{
    /// <summary>How long a browser may keep it, as <c>dataFetching.caching</c> says of its endpoint, and no longer than the view of who asked lives (60 seconds at most); 0 where it says nothing, and for a fault.</summary>
    public TimeSpan Ttl { get; init; }
}
