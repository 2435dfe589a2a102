using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Moves the items of a list to where a layer wants them, one after the other, after everything else was done.</summary>
internal sealed class ItemPlacer(List<LayeredValue> items, Func<LayeredValue, string> idOf, DiagnosticBag diagnostics)
{
    private static readonly string[] Ends = ["first", "last"];
    private static readonly string[] Sides = ["after", "before"];

    public void Place(IReadOnlyList<(string Id, SourceNode Position)> placed)
    {
        var anchors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, position) in placed)
            if (Anchor(position) is { } anchor)
                anchors[id] = anchor.Text!;
        foreach (var (id, position) in placed)
            if (IsInCircle(id, anchors))
                diagnostics.Add(CksCodes.LayerDirective, position, $"\"{id}\" is placed by items that are placed by it.", "Place one of them by another item.");
            else if (Find(id) is >= 0 and var at)
                Move(at, id, position);
    }

    private void Move(int at, string id, SourceNode position)
    {
        var item = items[at];
        if (position.Kind == JsonValueKind.String)
        {
            if (!Ends.Contains(position.Text))
                diagnostics.AddUnknown(CksCodes.LayerDirective, position, "There is no such position.", position.Text ?? "", Ends);
            items.RemoveAt(at);
            items.Insert(position.Text == "first" ? 0 : items.Count, item);
        }
        else if (Anchor(position) is not { } anchor)
            diagnostics.Add(CksCodes.LayerDirective, position, "This is not a position.", "Write \"first\", \"last\", { \"before\": \"id\" } or { \"after\": \"id\" }.");
        else
        {
            items.RemoveAt(at);
            var there = Find(anchor.Text!);
            if (there < 0)
                diagnostics.AddUnknown(CksCodes.LayerMissesTarget, anchor, $"There is no \"{anchor.Text}\" in this list; \"{id}\" is placed last.", anchor.Text!, [.. items.Where(i => !i.IsDeleted).Select(idOf)]);
            items.Insert(there < 0 ? items.Count : anchor.Name == "before" ? there : there + 1, item);
        }
    }

    private int Find(string id) => items.FindIndex(i => !i.IsDeleted && idOf(i) == id);

    private static SourceNode? Anchor(SourceNode position) =>
        position.Properties.Count == 1 && position.Properties.Values.First() is { Kind: JsonValueKind.String } anchor && Sides.Contains(anchor.Name) ? anchor : null;

    private static bool IsInCircle(string id, Dictionary<string, string> anchors)
    {
        var at = id;
        for (var steps = 0; steps <= anchors.Count && anchors.TryGetValue(at, out var next); steps++)
        {
            if (next == id)
                return true;
            at = next;
        }

        return false;
    }
}
