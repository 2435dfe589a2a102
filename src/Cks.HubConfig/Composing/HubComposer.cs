using System.Runtime.CompilerServices;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>Composes views from the catalog's documents by the policy's decisions, and remembers them for a while. Thread-safe.</summary>
internal sealed class HubComposer(
    HubCatalog catalog, IPolicyDecisionPoint decisions, IPolicyPlanner planner, TimeProvider? clock = null, int remembered = CksHubConfigBuilder.DefaultRememberedViews, ExposureQueue? exposures = null) : IHubComposer
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly HubViewCache _views = new(remembered);
    private readonly ConditionalWeakTable<HubDefinition, HubPlan> _plans = [];

    public ValueTask<HubView?> ComposeAsync(Subject subject, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<HubView?>(cancellationToken);
        // Versions and the time are read before the data: what took long to come is old already. The default capability is never permitted, but the answer tells what the subject is bound to.
        var (now, documents, bound) = (_clock.GetUtcNow(), catalog.Documents, decisions.Check(subject, default));
        var view = bound.Basis is { } basis ? _views.Find(subject.Context, basis, documents, now) ?? Compose(subject, basis, bound.PolicyVersion, documents, now) : Compose(subject, null, bound.PolicyVersion, documents, now);
        if (view is not null)
            exposures?.Note(view, subject.Context, now);
        return new(view);
    }

    private HubView? Compose(Subject subject, object? basis, SnapshotVersion policy, Snapshot<HubDocuments> documents, DateTimeOffset now)
    {
        if (catalog.Find(documents, subject.Roles, subject.Tenant.Value) is not { } hub)
            return null;
        var context = catalog.Among(documents, hub, new(subject.Context, now));
        var variant = hub.Choose(context);
        var view = new HubComposing(PlanOf(variant.Definition, planner.PolicyOf(subject)), variant, decisions, subject, context).Compose(documents.Version, policy);
        // A subject that another decision point has bound meanwhile was not judged by this one.
        if (basis is not null && ReferenceEquals(decisions.Check(subject, default).Basis, basis))
            _views.Keep(subject.Context, basis, documents, view, now);
        return view;
    }

    // Of two threads that make it at once either one's may stay.
    private HubPlan PlanOf(HubDefinition hub, Policy policy)
    {
        if (!_plans.TryGetValue(hub, out var plan) || !ReferenceEquals(plan.Policy, policy))
            _plans.AddOrUpdate(hub, plan = new(hub, catalog.Targets, policy));
        return plan;
    }
}
