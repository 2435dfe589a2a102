using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// All that a variant of an experiment may say, as a closed list: how a hub looks. What is not in it is refused, be it known to the form or not: permissions, features, flags, conditions, addresses, locks, and parts that the hub does not have.
/// </summary>
internal static class OverlayRules
{
    // Null: a value of its own. A list is one whose items have ids.
    private static readonly Part Item = new(isList: true, ("label", null), ("icon", null), (LayerDirectives.Position, null));

    private static readonly Part Root = new(
        isList: false,
        ("metadata", new(isList: false, ("displayName", null), ("icon", null), ("theme", new(isList: false, ("primaryColor", null), ("accentColor", null))))),
        ("navigation", new(isList: false, ("sidebarItems", Item), ("quickActions", Item))),
        ("dashboard", new(
            isList: false,
            ("layout", null),
            ("widgets", new(isList: true, ("title", null), ("area", null), ("maxItems", null), ("refreshSeconds", null), ("options", null), (LayerDirectives.Position, null), (LayerDirectives.Patch, null))))));

    /// <summary>Reports whatever a variant says and may not (CKS425).</summary>
    public static void Check(SourceNode overlay, DiagnosticBag diagnostics) => Check(overlay, Root, diagnostics);

    /// <summary>The list of items with ids that has a name; <see langword="null"/>: the name is that of something else.</summary>
    public static bool IsList(string name) => name is "sidebarItems" or "quickActions" or "widgets";

    private static void Check(SourceNode node, Part part, DiagnosticBag diagnostics)
    {
        if (node.Kind != (part.IsList ? JsonValueKind.Array : JsonValueKind.Object))
            diagnostics.Add(CksCodes.LayerOverreach, node, $"A variant changes values within \"{node.Name}\", and not all of it.", part.IsList ? "Write a list of items with their ids." : "Write an object.");
        foreach (var item in part.IsList ? node.Items : [node])
            foreach (var member in item.Properties.Values)
                if (part.IsList && member.Name == "id")
                    continue;
                else if (!part.Members.TryGetValue(member.Name, out var inner))
                    diagnostics.AddUnknown(CksCodes.LayerOverreach, member.NamePlace, $"A variant of an experiment does not touch \"{member.Name}\" here.", member.Name, part.Members.Keys);
                else if (inner is not null)
                    Check(member, inner, diagnostics);
                else if (member.Name == LayerDirectives.Patch && member.Text != "delete")
                    diagnostics.Add(CksCodes.LayerOverreach, member, "A variant of an experiment takes a widget out, and replaces none.", "Write \"delete\", or change its values.");
    }

    private sealed class Part(bool isList, params (string Name, Part? Inner)[] members)
    {
        public bool IsList { get; } = isList;

        public Dictionary<string, Part?> Members { get; } = members.ToDictionary(m => m.Name, m => m.Inner, StringComparer.Ordinal);
    }
}
