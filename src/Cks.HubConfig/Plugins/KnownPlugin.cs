using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>What composing needs to know of a plugin that the application has, whether or not it is in use.</summary>
/// <param name="Capability">What everything of it needs, said by the application, so that it counts also where the plugin cannot be asked; <see langword="null"/> for nothing.</param>
/// <param name="Fault">Why the fallback stands in place of its widgets; <see langword="null"/> where it is in use.</param>
internal sealed record KnownPlugin(CapabilityId? Capability, WidgetFault? Fault);
