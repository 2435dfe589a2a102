namespace Cks.HubConfig;

/// <summary>The first page of a hub.</summary>
/// <param name="Layout">How widgets are placed; <c>grid</c> is the only layout.</param>
/// <param name="Widgets">The widgets, in the order of the document; no two share a grid cell; see <see cref="HubWidget.Children"/> for those that stand in others.</param>
public sealed record HubDashboard(string Layout, IReadOnlyList<HubWidget> Widgets)
{
    /// <summary>The layout that places widgets by <see cref="GridArea"/>.</summary>
    public const string Grid = "grid";

    /// <summary>Widgets that are written once, for others to be made of by <c>use</c>; none of them is shown by itself.</summary>
    public IReadOnlyList<HubWidget> Definitions { get; init; } = [];
}
