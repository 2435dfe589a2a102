using System.Collections.Immutable;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Composes views from the catalog's documents by the policy's decisions. Holds no state of its own.</summary>
internal sealed class HubComposer(HubCatalog catalog, IPolicyDecisionPoint decisions, IPolicyPlanner planner, TimeProvider? clock = null, ExposureQueue? exposures = null) : IHubComposer
{
    public ValueTask<HubView?> ComposeAsync(Subject subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<HubView?>(cancellationToken);
        var documents = catalog.Documents;
        if (catalog.Find(documents, subject.Roles, subject.Tenant.Value) is not { } hub)
            return default;
        var now = catalog.Among(documents, hub, new(subject.Context, (clock ?? TimeProvider.System).GetUtcNow()));
        var view = Compose(hub.Choose(now), documents.Version, subject, now);
        exposures?.Note(view, subject.Context, now.Now);
        return new(view);
    }

    private HubView Compose(HubVariant variant, SnapshotVersion version, Subject subject, FlagContext now)
    {
        var (hub, flags) = (variant.Definition, variant.Flags);
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
            Widgets = [.. hub.Dashboard.Widgets.Where(w => MayUse(targets.DataSources, w.DataSource.Value) && Holds(w.Condition))],
            Permissions = hub.Permissions.ToImmutableSortedDictionary(p => p.Key, p => p.Value && policy.TryFind(p.Key, out var capability) && !Off().Contains(capability) && May(capability), StringComparer.Ordinal),
            Features = hub.Features.ToImmutableSortedDictionary(f => f.Key, f => flags.IsOn(f.Key, now) ? f.Value : Disabled, StringComparer.Ordinal),
            Endpoints = endpoints,
            Caching = hub.DataFetching.Caching.Where(c => endpoints.ContainsKey(c.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Experiments = variant.Assignments.ToImmutableSortedDictionary(a => a.Experiment, a => a.Variant!, StringComparer.Ordinal),
            Assignments = variant.Assignments,
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
