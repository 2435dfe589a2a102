namespace Cks.HubConfig;

/// <summary>The ways through a hub, in the order of the document.</summary>
/// <param name="SidebarItems">Pages.</param>
/// <param name="QuickActions">Things to do from anywhere.</param>
public sealed record HubNavigation(IReadOnlyList<HubNavigationItem> SidebarItems, IReadOnlyList<HubQuickAction> QuickActions);
