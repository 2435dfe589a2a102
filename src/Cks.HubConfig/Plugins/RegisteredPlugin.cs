using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>A plugin that the application has.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Capability">What everything of it needs; <see langword="null"/> for nothing.</param>
/// <param name="Make">Makes it.</param>
internal sealed record RegisteredPlugin(string Id, CapabilityId? Capability, Func<IHubPlugin> Make);
