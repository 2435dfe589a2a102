using Cks.Core;

namespace Cks.HubConfig;

/// <summary>A tenant whose layer cannot be used; or, where it is in use, on whose hub no experiment can be laid.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="State">What its hubs have instead.</param>
/// <param name="Findings">What is wrong.</param>
public sealed record TenantLayerFault(string Tenant, TenantLayerState State, IReadOnlyList<Diagnostic> Findings);
