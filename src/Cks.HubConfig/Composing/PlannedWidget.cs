namespace Cks.HubConfig;

/// <summary>A widget of a hub, ready to be composed.</summary>
/// <param name="View">As somebody sees it who may see all of it; nothing of it is made again for each subject.</param>
/// <param name="Needs">All that it needs of the policy.</param>
/// <param name="Features">The features and flags that must be on.</param>
/// <param name="Children">What stands in it; also where the fallback stands in its place: who sees none of it sees no frame.</param>
/// <param name="IsFrame">Whether it reads no data of its own.</param>
internal sealed record PlannedWidget(WidgetView View, HubNeed[] Needs, string[] Features, PlannedWidget[] Children, bool IsFrame);
