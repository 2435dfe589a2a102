using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What a layer takes off the screen by itself, where it was read and cannot be merged with what is below: the layer that is used in its place shows none of it (S09).</summary>
internal static class UnusableLayer
{
    /// <summary>The hub without the parts that the layer deletes, or puts under another condition.</summary>
    public static HubDefinition Hide(HubDefinition hub, HubLayer layer)
    {
        var (pages, actions, shared) = (LeftIn(layer, "navigation", "sidebarItems"), LeftIn(layer, "navigation", "quickActions"), LeftIn(layer, "dashboard", "definitions"));
        return hub with
        {
            Navigation = hub.Navigation with
            {
                SidebarItems = [.. hub.Navigation.SidebarItems.Where(i => pages(i.Id, i.Condition))],
                QuickActions = [.. hub.Navigation.QuickActions.Where(a => actions(a.Id, a.Condition))],
            },
            Dashboard = hub.Dashboard with { Widgets = Left(hub.Dashboard.Widgets, SectionOf(layer, "dashboard"), "widgets") },
        };

        HubWidget[] Left(IReadOnlyList<HubWidget> widgets, SourceNode? around, string list)
        {
            var (left, items) = (LeftIn(around, list), ItemsOf(around, list));
            return [.. widgets.Where(w => left(w.Id, w.Condition) && (w.Use is not { } definition || shared(definition, w.SharedCondition))).Select(w => w with { Children = Left(w.Children, items[w.Id].FirstOrDefault(), "children") })];
        }
    }

    /// <summary>Features and flags that the layer switches off, takes out or limits in another way than the hub. What a flag of it leaves to whom is not weighed against another: it is off.</summary>
    public static IEnumerable<string> Off(HubDefinition hub, HubLayer layer)
    {
        if (layer.Root.TryGet("features", out var features))
            foreach (var (name, feature) in hub.Features)
                if (features.TryGet(name, out var said) ? IsNarrower(said, feature) : features.Kind == JsonValueKind.Null || IsReplaced(features))
                    yield return name;
        if (layer.Root.TryGet("flags", out var flags))
            foreach (var flag in flags.Properties.Values.Where(f => f.Kind == JsonValueKind.Object))
                yield return flag.Name;
    }

    private static bool IsNarrower(SourceNode said, HubFeature feature) =>
        said.Kind == JsonValueKind.Null
        || (said.TryGet("enabled", out var enabled) && enabled.Kind == JsonValueKind.False)
        || said.Properties.Values.Any(s => HubLayers.Rules.Root.Of("features").Of("").Of(s.Name).IsLeast && !(feature.Settings.TryGetValue(s.Name, out var limit) && limit.Text == s.Text));

    private static SourceNode? SectionOf(HubLayer layer, string section) => layer.Root.TryGet(section, out var around) ? around : null;

    private static Func<string, HubCondition, bool> LeftIn(HubLayer layer, string section, string list) => LeftIn(SectionOf(layer, section), list);

    private static Func<string, HubCondition, bool> LeftIn(SourceNode? around, string list)
    {
        if (around is null)
            return (_, _) => true;
        var isReplaced = around.Kind == JsonValueKind.Null || IsReplaced(around);
        if (!around.TryGet(list, out var items))
            return (_, _) => !isReplaced;
        var said = ItemsOf(around, list);
        return (id, condition) => said[id].FirstOrDefault() is { } item
            ? !HasPatch(item, "delete") && Keeps(item, "requires", condition.Requires) && Keeps(item, "feature", condition.Feature)
            : !isReplaced && items.Kind != JsonValueKind.Null;
    }

    private static ILookup<string, SourceNode> ItemsOf(SourceNode? around, string list) =>
        (around is not null && around.TryGet(list, out var items) ? items.Items.Where(i => i.TryGet("id", out _)) : []).ToLookup(i => i.Properties["id"].Text ?? "", StringComparer.Ordinal);

    private static bool Keeps(SourceNode item, string name, string? value) => !item.TryGet(name, out var said) || said.Text == value;

    private static bool IsReplaced(SourceNode node) => HasPatch(node, "replace");

    private static bool HasPatch(SourceNode node, string word) => node.Kind == JsonValueKind.Object && node.TryGet(LayerDirectives.Patch, out var patch) && patch.Text == word;
}
