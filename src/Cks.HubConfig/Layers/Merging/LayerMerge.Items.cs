using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <content>Lists: items by their ids, and sets.</content>
internal sealed partial class LayerMerge
{
    private void MergeItems(LayeredValue old, SourceNode node, LayerRule rule, LayerLock? locks)
    {
        var items = node.Children;
        if (!HasRoom(node, items.Length))
            return;
        var children = old.Open();
        // What was empty has none of the ids, which are distinct.
        var isFresh = children.Count == 0;
        var ids = new HashSet<string>(items.Length, StringComparer.OrdinalIgnoreCase);
        var placed = new List<(string Id, SourceNode Position)>();
        foreach (var item in items)
        {
            if (IdOf(item, rule.Key) is not { } id)
                continue;
            if (!ids.Add(id))
            {
                diagnostics.Add(CksCodes.HubDuplicateId, item.Properties[rule.Key], $"The id \"{id}\" stands twice in this list.", "Keep one of the two.");
                continue;
            }

            if (locks?.OfItem(id) is { At: { } locked })
            {
                ReportLocked(item.Properties[rule.Key], locked);
                continue;
            }

            MergeItem(old, item, id, rule, isFresh ? -1 : IndexOf(children, rule.Key, id), locks?.OfItem(id));
            if (item.TryGet(LayerDirectives.Position, out var position))
                placed.Add((id, position));
        }

        if (HasRoom(node, children.Count(c => !c.IsDeleted)) && placed.Count > 0)
            new ItemPlacer(children, c => KeyOf(c, rule.Key), diagnostics).Place(placed);
    }

    private void MergeItem(LayeredValue list, SourceNode item, string id, LayerRule rule, int at, LayerLock? locks)
    {
        var (children, rules) = (list.Children!, rule.OfItems);
        var isDeletion = IsPatch(item, out var patch) && patch == "delete";
        if (at >= 0 && !children[at].IsDeleted)
        {
            if (isDeletion)
                Delete(list, children[at], item, rules, locks);
            else
                children[at] = Merge(children[at], item, rules, locks);
        }
        else if (isDeletion)
            ReportMissing(item.Properties[rule.Key], id, children.Where(c => !c.IsDeleted).Select(c => KeyOf(c, rule.Key)));
        else if (IsNewName(item.Properties[rule.Key], id, children, rule.Key))
            BringIn(children, at, Take(item, rules, locks));
        if (isDeletion && item.Properties.Values.FirstOrDefault(m => m.Name != rule.Key && m.Name != LayerDirectives.Patch) is { } more)
            diagnostics.Add(CksCodes.LayerDirective, more.NamePlace, "An item that is deleted holds nothing else.", "Take it out.");
    }

    private string? IdOf(SourceNode item, string key)
    {
        if (item.Kind != JsonValueKind.Object)
            diagnostics.Add(CksCodes.WrongKind, item, "An item of this list is an object.", $"Write {{ \"{key}\": \"...\" }}.");
        else if (!item.TryGet(key, out var id))
            diagnostics.Add(CksCodes.MissingProperty, item, $"\"{key}\" is missing, by which the items of this list are told apart.", $"Add \"{key}\" to this object.");
        else
            return SourceReader.TextOf(id, diagnostics) is { } text && id.Kind == JsonValueKind.String ? text : null;
        return null;
    }

    private static int IndexOf(List<LayeredValue> children, string key, string id)
    {
        for (var i = 0; i < children.Count; i++)
            if (KeyOf(children[i], key) == id)
                return i;
        return -1;
    }

    private static string KeyOf(LayeredValue item, string key) => HubPointer.IdOf(item, key);

    private void ChangeSet(LayeredValue old, SourceNode node)
    {
        var children = old.Open();
        foreach (var member in node.Properties.Values)
            if (member.Name is not (LayerDirectives.Add or LayerDirectives.Remove))
                diagnostics.Add(CksCodes.LayerDirective, member.NamePlace, "A change of a set holds $add and $remove alone.", "Take it out.");
        SourceNode[] added = node.TryGet(LayerDirectives.Add, out var add) ? [.. Scalars(add)] : [];
        if (node.TryGet(LayerDirectives.Remove, out var removed))
            foreach (var value in Scalars(removed))
            {
                var at = children.FindIndex(c => IsSame(c.Source, value));
                if (Array.Exists(added, a => IsSame(a, value)))
                    diagnostics.Add(CksCodes.LayerDirective, value, "The same value is put in and taken out.", "Keep one of the two.");
                else if (at >= 0)
                    children.RemoveAt(at);
                else
                    ReportMissing(value, value.Text ?? value.Kind.ToString().ToLowerInvariant(), children.Select(c => c.Source.Text).OfType<string>());
            }

        foreach (var value in added)
            if (!children.Exists(c => IsSame(c.Source, value)))
                children.Add(new(value, _at, ValueOperation.Added));
        HasRoom(node, children.Count);
    }

    private IEnumerable<SourceNode> Scalars(SourceNode list)
    {
        foreach (var value in SourceReader.ItemsOf(list, diagnostics).Take(LayerMerger.MaxEntries + 1))
            if (IsScalar(value))
                yield return value;
            else
                diagnostics.Add(CksCodes.WrongKind, value, "A set holds texts, numbers and true or false alone.", "Take it out.");
    }

    private static bool IsSame(SourceNode one, SourceNode other) => one.Kind == other.Kind && IsScalar(one) && one.Text == other.Text;
}
