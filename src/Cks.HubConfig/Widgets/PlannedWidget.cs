using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>A widget of a hub, ready to be composed.</summary>
/// <param name="Widget">As the document has it.</param>
/// <param name="Requires">Capabilities that its type needs.</param>
/// <param name="View">As somebody sees it who may see all of it; nothing of it is made again for each subject.</param>
/// <param name="Children">What stands in it; none where the fallback stands in its place.</param>
internal sealed record PlannedWidget(HubWidget Widget, CapabilityId[] Requires, WidgetView View, PlannedWidget[] Children);
