using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A tenant whose layer cannot be used.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="State">What its hubs have instead; of several hubs the worst.</param>
/// <param name="Findings">What is wrong.</param>
public sealed record TenantLayerFault(string Tenant, TenantLayerState State, IReadOnlyList<Diagnostic> Findings);
