using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>
/// One view in the making. It reads what stands here and nothing else: a plan, a variant of the hub, versions, who asks, and a moment. So a view may be remembered by them (S06).
/// </summary>
/// <param name="plan">The hub under the policy that the subject is bound to.</param>
/// <param name="variant">The hub as whoever asks has it: its flags, and the experiments in which they take part.</param>
/// <param name="decisions">Decides.</param>
/// <param name="subject">Who asks: its <see cref="Subject.Context"/> and what it is bound to.</param>
/// <param name="context">The same for flags, with the moment and with what the hubs of the subject's other roles kill.</param>
internal readonly ref struct HubComposing(HubPlan plan, HubVariant variant, IPolicyDecisionPoint decisions, Subject subject, FlagContext context)
{
    /// <summary>How long a view may live at most.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private static readonly HubFeature Disabled = new(false, ReadOnlyDictionary<string, SourceNode>.Empty);

    /// <summary>The view.</summary>
    /// <param name="documents">Version of the hub documents.</param>
    /// <param name="policy">Version of the policy.</param>
    public HubView Compose(SnapshotVersion documents, SnapshotVersion policy)
    {
        var (hub, endpoints) = (plan.Hub, Endpoints());
        return new()
        {
            Role = hub.Metadata.Role,
            DisplayName = hub.Metadata.DisplayName,
            Icon = hub.Metadata.Icon,
            Theme = hub.Metadata.Theme,
            Navigation = Shown(plan.Navigation),
            QuickActions = Shown(plan.QuickActions),
            Layout = hub.Dashboard.Layout,
            Widgets = Shown(plan.Widgets),
            Permissions = Permissions(),
            Features = Features(),
            Endpoints = new ReadOnlyDictionary<string, HubPath>(endpoints),
            Caching = Caching(endpoints),
            Experiments = variant.Assignments.ToImmutableSortedDictionary(a => a.Experiment, a => a.Variant!, StringComparer.Ordinal),
            Assignments = variant.Assignments,
            HubVersion = documents,
            PolicyVersion = policy,
            Until = Until(),
        };
    }

    private IReadOnlyList<T> Shown<T>(PlannedPart<T>[] parts)
    {
        var shown = new List<T>(parts.Length);
        foreach (ref readonly var part in parts.AsSpan())
            if (IsShown(part))
                shown.Add(part.Part);
        return shown.AsReadOnly();
    }

    private IReadOnlyList<WidgetView> Shown(PlannedWidget[] widgets)
    {
        var shown = new List<WidgetView>(widgets.Length);
        foreach (var widget in widgets)
            if (Shown(widget) is { } view)
                shown.Add(view);
        return shown.AsReadOnly();
    }

    private WidgetView? Shown(PlannedWidget widget)
    {
        foreach (var need in widget.Needs)
            if (!need.IsMet(decisions, subject))
                return null;
        foreach (var feature in widget.Features)
            if (!variant.Flags.IsOn(feature, context))
                return null;
        if (widget.Children.Length == 0)
            return widget.View;
        var children = Shown(widget.Children);
        // A frame around nothing would only tell that there is something that the subject may not see; so may one around what nobody knows the needs of.
        return widget.IsFrame && children.All(c => c.Fault == WidgetFault.UnknownType) ? null : widget.View.Fault is null ? widget.View with { Children = children } : widget.View;
    }

    private bool IsShown<T>(in PlannedPart<T> part) =>
        part.Target.IsMet(decisions, subject) && part.Requires.IsMet(decisions, subject) && (part.Feature is not { } feature || variant.Flags.IsOn(feature, context));

    private OrderedDictionary<string, HubPath> Endpoints()
    {
        var endpoints = new OrderedDictionary<string, HubPath>(plan.Endpoints.Length, StringComparer.Ordinal);
        foreach (ref readonly var part in plan.Endpoints.AsSpan())
            if (IsShown(part))
                endpoints.Add(part.Part.Key, part.Part.Value);
        return endpoints;
    }

    private IReadOnlyDictionary<string, HubCacheRule> Caching(OrderedDictionary<string, HubPath> endpoints)
    {
        var caching = new OrderedDictionary<string, HubCacheRule>(plan.Caching.Length, StringComparer.Ordinal);
        foreach (var (name, rule) in plan.Caching)
            if (endpoints.ContainsKey(name))
                caching.Add(name, rule);
        return new ReadOnlyDictionary<string, HubCacheRule>(caching);
    }

    private IReadOnlyDictionary<string, bool> Permissions()
    {
        var permissions = new OrderedDictionary<string, bool>(plan.Permissions.Length, StringComparer.Ordinal);
        foreach (var (name, need) in plan.Permissions)
            permissions.Add(name, need.IsMet(decisions, subject));
        return new ReadOnlyDictionary<string, bool>(permissions);
    }

    private IReadOnlyDictionary<string, HubFeature> Features()
    {
        var features = new OrderedDictionary<string, HubFeature>(plan.Features.Length, StringComparer.Ordinal);
        foreach (var (name, feature) in plan.Features)
            features.Add(name, variant.Flags.IsOn(name, context) ? feature : Disabled);
        return new ReadOnlyDictionary<string, HubFeature>(features);
    }

    private DateTimeOffset Until()
    {
        var (until, bound) = (context.Now + Lifetime, subject.BoundUntil);
        until = bound < until ? bound : until;
        return variant.Flags.NextEdge(context.Now) is { } edge && edge < until ? edge : until;
    }
}
