using System.Collections.Immutable;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Composes views from the catalog's documents by the policy's decisions. Holds no state of its own.</summary>
internal sealed class HubComposer(HubCatalog catalog, IPolicyDecisionPoint decisions, IPolicyPlanner planner, TimeProvider? clock = null) : IHubComposer
{
    public ValueTask<HubView?> ComposeAsync(Subject subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<HubView?>(cancellationToken);
        var documents = catalog.Documents;
        foreach (var role in subject.Roles)
            if (catalog.Find(documents, role, subject.Tenant.Value) is { } hub)
                return new(Compose(hub.Definition, hub.Flags, documents.Version, subject));
        return default;
    }

    private HubView Compose(HubDefinition hub, HubFlags flags, SnapshotVersion version, Subject subject)
    {
        var now = new FlagContext(subject.Context, (clock ?? TimeProvider.System).GetUtcNow());
        var (targets, policy) = (catalog.Targets, planner.PolicyOf(subject));
        HashSet<CapabilityId>? off = null;
        var endpoints = hub.DataFetching.Endpoints.Where(e => MayUse(targets.DataSources, e.Value.Value)).ToImmutableSortedDictionary(StringComparer.Ordinal);
        return new()
        {
            Role = hub.Metadata.Role,
            DisplayName = hub.Metadata.DisplayName,
            Icon = hub.Metadata.Icon,
            Theme = hub.Metadata.Theme,
            Navigation = [.. hub.Navigation.SidebarItems.Where(i => MayUse(targets.Pages, i.Path.Value) && Holds(i.Condition))],
            QuickActions = [.. hub.Navigation.QuickActions.Where(a => MayUse(targets.Actions, a.Action) && Holds(a.Condition))],
            Layout = hub.Dashboard.Layout,
            Widgets = new WidgetComposer(path => MayUse(targets.DataSources, path.Value), c => !Off().Contains(c) && May(c), Holds).Compose(targets.Widgets.PlanOf(hub.Dashboard)),
            Permissions = hub.Permissions.ToImmutableSortedDictionary(p => p.Key, p => p.Value && policy.TryFind(p.Key, out var capability) && !Off().Contains(capability) && May(capability), StringComparer.Ordinal),
            Features = hub.Features.ToImmutableSortedDictionary(f => f.Key, f => flags.IsOn(f.Key, now) ? f.Value : Disabled, StringComparer.Ordinal),
            Endpoints = endpoints,
            Caching = hub.DataFetching.Caching.Where(c => endpoints.ContainsKey(c.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
            HubVersion = version,
            // The default capability is never permitted, but the answer names the policy that the subject is bound to.
            PolicyVersion = decisions.Check(subject, default).PolicyVersion,
        };

        bool May(CapabilityId capability) => decisions.Check(subject, capability).IsPermitted;

        // What the document switches off is off by each of its names; what the policy does not know is permitted to nobody.
        bool Holds(HubCondition condition) =>
            (condition.Feature is not { } feature || flags.IsOn(feature, now))
            && (condition.Requires is not { } name || (policy.TryFind(name, out var needed) && !Off().Contains(needed) && May(needed)));

        HashSet<CapabilityId> Off() => off ??= [.. hub.Permissions.Where(p => !p.Value).Select(p => policy.TryFind(p.Key, out var capability) ? capability : default)];

        // What is not a target is not shown, even if the documents were checked against another set.
        bool MayUse(ImmutableDictionary<string, CapabilityId?> provided, string name) =>
            provided.TryGetValue(name, out var needed) && (needed is not { } capability || May(capability));
    }

    private static HubFeature Disabled { get; } = new(false, ImmutableSortedDictionary<string, SourceNode>.Empty);
}
