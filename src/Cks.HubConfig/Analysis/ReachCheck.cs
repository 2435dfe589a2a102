using System.Collections.Immutable;
using System.Globalization;
using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig;

/// <summary>What a hub shows and its role can never use, whatever the resource: by the policy alone, without grants of single persons.</summary>
internal sealed class ReachCheck(HubDefinition hub, HubTargets? targets, Policy policy, DiagnosticBag diagnostics)
{
    public void Run()
    {
        if (!policy.DeclaresRole(hub.Metadata.Role))
            return;
        foreach (var (i, item) in hub.Navigation.SidebarItems.Index())
            Check("page", item.Id, item.Condition, targets?.Pages, item.Path.Value, ["navigation", "sidebarItems", Step(i)], "path");
        foreach (var (i, action) in hub.Navigation.QuickActions.Index())
            Check("action", action.Id, action.Condition, targets?.Actions, action.Action, ["navigation", "quickActions", Step(i)], "action");
        CheckWidgets(hub.Dashboard.Widgets, ["dashboard", "widgets"]);
        foreach (var name in hub.Permissions.Where(p => p.Value).Select(p => p.Key))
            if (policy.TryFind(name, out var capability) && IsNever(capability))
                diagnostics.Add(CksCodes.HubNeverShown, hub.LocateName("permissions", name), $"The role \"{hub.Metadata.Role}\" never has \"{capability.Name}\".", "Take the permission out, or let the policy permit it.");
    }

    private void CheckWidgets(IReadOnlyList<HubWidget> widgets, string[] list)
    {
        foreach (var (i, widget) in widgets.Index())
        {
            string[] path = [.. list, Step(i)];
            Check("widget", widget.Id, widget.Condition, targets?.DataSources, widget.DataSource.Value, path, "endpoint");
            foreach (var condition in (HubCondition[])[widget.SharedCondition, .. (targets?.Widgets.Find(widget.Type)?.Requires ?? []).Select(c => new HubCondition(c.Name, null))])
                Check("widget", widget.Id, condition, null, "", path, "type");
            CheckWidgets(widget.Children, [.. path, "children"]);
        }
    }

    private static string Step(int index) => index.ToString(CultureInfo.InvariantCulture);

    private void Check(string kind, string id, HubCondition condition, ImmutableDictionary<string, CapabilityId?>? provided, string target, string[] path, string property)
    {
        if (condition.Requires is { } name && policy.TryFind(name, out var required) && IsNever(required))
            Report(required, "requires");
        if (provided is not null && provided.TryGetValue(target, out var needed) && needed is { } capability && IsNever(capability))
            Report(capability, property);

        void Report(CapabilityId capability, string at) => diagnostics.Add(
            CksCodes.HubNeverShown, hub.Locate([.. path, at]), $"The {kind} \"{id}\" needs \"{capability.Name}\", which the role \"{hub.Metadata.Role}\" never has.", "Take it out, or let the policy permit it.");
    }

    private bool IsNever(CapabilityId capability) => !PolicyMatrix.IsEver(policy, hub.Metadata.Role, capability);
}
