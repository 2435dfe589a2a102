using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>
/// A hub made ready to be composed under one policy: what each part needs, found once, so that composing a view looks up nothing by name. Immutable.
/// </summary>
internal sealed class HubPlan
{
    private readonly HashSet<CapabilityId> _off;

    public HubPlan(HubDefinition hub, HubTargets targets, Policy policy)
    {
        (Hub, Policy) = (hub, policy);
        // What the document switches off is off by each of its names.
        _off = [.. hub.Permissions.Where(p => !p.Value).Select(p => policy.TryFind(p.Key, out var capability) ? capability : default)];
        Navigation = [.. hub.Navigation.SidebarItems.Concat(OfPlugins(hub, targets)).Select(i => Part(i, targets.Pages, i.Path.Value, i.Condition))];
        QuickActions = [.. hub.Navigation.QuickActions.Select(a => Part(a, targets.Actions, a.Action, a.Condition))];
        var fitter = new WidgetFitter(targets.Widgets);
        Widgets = [.. hub.Dashboard.Widgets.Select(w => Planned(w, targets, fitter))];
        Endpoints = [.. hub.DataFetching.Endpoints.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => Part(e, targets.DataSources, e.Value.Value, default))];
        Caching = [.. hub.DataFetching.Caching.OrderBy(c => c.Key, StringComparer.Ordinal)];
        Permissions = [.. hub.Permissions.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value ? NeedOf(p.Key) : HubNeed.Withheld(policy.TryFind(p.Key, out var capability) ? capability : default, p.Key)))];
        Features = [.. hub.Features.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, f.Value with { Settings = ForClient(f.Key, f.Value, targets) }))];
    }

    public HubDefinition Hub { get; }

    /// <summary>The policy whose names it knows.</summary>
    public Policy Policy { get; }

    public PlannedPart<HubNavigationItem>[] Navigation { get; }

    public PlannedPart<HubQuickAction>[] QuickActions { get; }

    public PlannedWidget[] Widgets { get; }

    public PlannedPart<KeyValuePair<string, HubPath>>[] Endpoints { get; }

    public KeyValuePair<string, HubCacheRule>[] Caching { get; }

    /// <summary>What each permission needs; one that the document withholds needs what nobody has.</summary>
    public KeyValuePair<string, HubNeed>[] Permissions { get; }

    /// <summary>The features, with the settings that go to the browser.</summary>
    public KeyValuePair<string, HubFeature>[] Features { get; }

    private PlannedPart<T> Part<T>(T part, ImmutableDictionary<string, CapabilityId?> provided, string target, HubCondition condition) =>
        new(part, NeedOf(provided, target), condition.Requires is { } name ? NeedOf(name) : HubNeed.Nothing, condition.Feature);

    // By its data, its type, itself and the shared definition that it uses: also where the fallback stands in its place, because who may not see a widget learns nothing of it.
    private PlannedWidget Planned(HubWidget widget, HubTargets targets, WidgetFitter fitter)
    {
        var fit = fitter.Of(widget);
        var (own, shared) = (widget.Condition, widget.SharedCondition);
        HubNeed[] asked =
        [
            .. widget.DataSource.IsNone || IsOfMissing(widget.DataSource, targets) ? [] : (HubNeed[])[NeedOf(targets.DataSources, widget.DataSource.Value)],
            .. ((string?[])[own.Requires, shared.Requires]).OfType<string>().Select(NeedOf),
            .. targets.Widgets.PluginsOf(widget).Select(p => p.Value.Capability is { } capability ? NeedOf(capability, p.Key) : HubNeed.Nothing),
        ];
        // A type that is not there does not say whom it would be shown to: where the document does not either, nobody.
        HubNeed[] needs = fit.Faults is [WidgetFault.UnknownType, ..] && !asked.Any(n => n.IsSome) ? [HubNeed.NotProvided(widget.Type)] : [.. asked, .. (fit.Type?.Requires ?? []).Select(c => NeedOf(c, c.Name))];
        PlannedWidget[] children = [.. widget.Children.Select(c => Planned(c, targets, fitter))];
        return new(WidgetView.Of(widget, fit, fitter, targets.Widgets.Fallback, children), needs, [.. ((string?[])[own.Feature, shared.Feature]).OfType<string>()], children, IsFrame: widget.DataSource.IsNone);
    }

    // Data of a plugin that is not in use has no capability of its own; that of the plugin counts.
    private static bool IsOfMissing(HubPath path, HubTargets targets) => PluginName.OwnerOfPath(path.Value) is { } id && targets.Widgets.Plugins.GetValueOrDefault(id) is { Fault: not null };

    // What the document says stands where it says.
    private static IEnumerable<HubNavigationItem> OfPlugins(HubDefinition hub, HubTargets targets) =>
        targets.Navigation.Where(n => !hub.Navigation.SidebarItems.Any(i => i.Id == n.Id || i.Path == n.Path));

    // What is not a target is not shown, even if the documents were checked against another set.
    private HubNeed NeedOf(ImmutableDictionary<string, CapabilityId?> provided, string target) =>
        !provided.TryGetValue(target, out var needed) ? HubNeed.NotProvided(target) : needed is { } capability ? NeedOf(capability, target) : HubNeed.Nothing;

    // Denied by default: settings are made for code, and only code says which of them a browser needs.
    private static ReadOnlyDictionary<string, SourceNode> ForClient(string name, HubFeature feature, HubTargets targets)
    {
        var shown = new SortedList<string, SourceNode>(StringComparer.Ordinal);
        foreach (var (setting, value) in feature.Settings)
            if (targets.ClientSettings.Contains((name, setting)) && !SecretCheck.HoldsReference(value))
                shown.Add(setting, value);
        return new(shown);
    }

    // What the policy does not know is permitted to nobody.
    private HubNeed NeedOf(string name) => Policy.TryFind(name, out var capability) ? NeedOf(capability, name) : HubNeed.Undeclared(name);

    private HubNeed NeedOf(CapabilityId capability, string name) => _off.Contains(capability) ? HubNeed.Withheld(capability, name) : HubNeed.Of(capability, name);
}
