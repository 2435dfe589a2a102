using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A tenant with whose layer the flags of plugins do not go: they are off in its hub.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Role">The role whose hub it is.</param>
/// <param name="Plugins">The plugins.</param>
/// <param name="First">What is wrong.</param>
internal sealed record PluginFlagFault(string Tenant, string Role, IReadOnlyList<string> Plugins, Diagnostic First);
