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

    public ValueTask<HubView?> ComposeAsync(Subject subject, CancellationToken cancellationToken = default) => ComposeAsync(subject, exposures, cancellationToken);

    public ValueTask<HubView?> PeekAsync(Subject subject, CancellationToken cancellationToken = default) => ComposeAsync(subject, null, cancellationToken);

    private ValueTask<HubView?> ComposeAsync(Subject subject, ExposureQueue? exposed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<HubView?>(cancellationToken);
        // Versions and the time are read before the data: what took long to come is old already.
        var (now, documents, basis) = (_clock.GetUtcNow(), catalog.Documents, BasisOf(subject));
        var view = basis is not null ? _views.Find(subject.Context, basis, documents, now) ?? Compose(subject, basis, documents, now) : Compose(subject, null, documents, now);
        if (view is not null)
            exposed?.Note(view, subject.Context, now);
        return new(view);
    }

    /// <summary>The view as it would be composed now, with why each part is missing. Neither remembered nor counted as an exposure.</summary>
    /// <param name="subject">Who asks.</param>
    /// <param name="trace">Receives the reasons; says which flags are supposed to be on or off.</param>
    internal HubView? Trace(Subject subject, HubTrace trace) => Compose(subject, null, catalog.Documents, _clock.GetUtcNow(), trace);

    private HubView? Compose(Subject subject, object? basis, Snapshot<HubDocuments> documents, DateTimeOffset now, HubTrace? trace = null)
    {
        if (catalog.Find(documents, subject.Roles, subject.Tenant.Value) is not { } hub)
            return null;
        var policy = decisions.Check(subject, default).PolicyVersion;
        var context = catalog.Among(documents, hub, new(subject.Context, now));
        hub = trace?.Begin(hub) ?? hub;
        var variant = hub.Choose(context);
        var view = new HubComposing(PlanOf(variant.Definition, planner.PolicyOf(subject)), variant, decisions, subject, context, trace).Compose(documents.Version, policy);
        trace?.End(variant, context);
        // A subject that another decision point has bound meanwhile was not judged by this one.
        if (basis is not null && ReferenceEquals(BasisOf(subject), basis))
            _views.Keep(subject.Context, basis, documents, view, now);
        return view;
    }

    // The default capability is never permitted, but the answer tells what the subject is bound to. A decision point of somebody else's knows more than that, so nothing of it is remembered.
    private object? BasisOf(Subject subject) => decisions is PolicyDecisionPoint ? decisions.Check(subject, default).Basis : null;

    // Of two threads that make it at once either one's may stay.
    private HubPlan PlanOf(HubDefinition hub, Policy policy)
    {
        if (!_plans.TryGetValue(hub, out var plan) || !ReferenceEquals(plan.Policy, policy))
            _plans.AddOrUpdate(hub, plan = new(hub, catalog.Targets, policy));
        return plan;
    }
}
