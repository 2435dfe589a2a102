using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>
/// What the hubs of somebody's roles take away, in their tenant, nobody gives back: a permission that is false in a hub is denied at the API as well. With several roles each of them takes away (S09).
/// Asks for the catalog when it is first needed: it is made of the policy, as the decision point is that asks here.
/// </summary>
internal sealed class HubCeiling(Func<HubCatalog> catalog) : ICapabilityCeiling
{
    private HubCatalog Catalog => field ??= catalog();

    public long Version => Catalog.Documents.Version.Sequence;

    public bool Permits(DecisionContext context, CapabilityId capability) => Catalog.Permits(context.Roles, context.Tenant.Value, capability);
}
