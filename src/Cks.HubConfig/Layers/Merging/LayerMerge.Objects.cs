using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <content>Objects: member by member.</content>
internal sealed partial class LayerMerge
{
    private void MergeObject(LayeredValue old, SourceNode node, LayerRule rule, LayerLock? locks, bool isRoot)
    {
        var members = node.Children;
        if (!HasRoom(node, members.Length))
            return;
        var children = old.Open();
        // Names stand once in a document: what was empty holds none of them.
        var isFresh = children.Count == 0;
        foreach (var member in members)
        {
            var name = member.Name;
            if (LayerDirectives.IsDirective(name))
            {
                CheckDirective(member, rule, isRoot);
                continue;
            }

            // The version is that of all layers, and part of none of them.
            if (isRoot && (name == LayerDirectives.Delegable || (name == HubVersion.Property && _at > 0)))
                continue;
            var inner = locks?.Of(name);
            if (inner?.At is { } locked)
            {
                ReportLocked(member, locked);
                continue;
            }

            var (at, known) = (isFresh ? -1 : IndexOf(children, name), rule.Of(name));
            if (at >= 0 && !children[at].IsDeleted)
            {
                if (IsKeyOrType(member, children[at], rule))
                    continue;
                if (member.Kind == JsonValueKind.Null)
                    Delete(old, children[at], member, known, inner);
                else
                    children[at] = Merge(children[at], member, known, inner);
                continue;
            }

            if (member.Kind == JsonValueKind.Null)
                ReportMissing(member, name, children.Where(c => !c.IsDeleted).Select(c => c.Name));
            else if (IsNewName(member.NamePlace, name, children, key: null) && IsLeft(member, known, at < 0 ? null : children[at]))
                BringIn(children, at, Take(member, known, inner));
        }

        HasRoom(node, children.Count(c => !c.IsDeleted));
    }

    private static int IndexOf(List<LayeredValue> children, string name)
    {
        for (var i = 0; i < children.Count; i++)
            if (children[i].Name == name)
                return i;
        return -1;
    }

    private bool HasRoom(SourceNode node, int entries)
    {
        if (entries <= LayerMerger.MaxEntries)
            return true;
        diagnostics.Add(CksCodes.LayerLimit, node, $"There are {entries} entries; at most {LayerMerger.MaxEntries} are read.", "Take some out.");
        return false;
    }

    /// <summary>Brings in what was not there, or not any more; it starts empty.</summary>
    private static void BringIn(List<LayeredValue> children, int deleted, LayeredValue taken)
    {
        if (deleted >= 0)
        {
            taken.Hides = children[deleted];
            children.RemoveAt(deleted);
        }

        children.Add(taken);
    }

    private void Delete(LayeredValue parent, LayeredValue old, SourceNode node, LayerRule rule, LayerLock? locks)
    {
        var children = parent.Children!;
        if (locks?.FindWithin() is { } locked)
            ReportLocked(node, locked);
        else if (rule.Guard == LayerGuard.Permissions)
            foreach (var permission in old.Open().Where(c => !c.IsDeleted).ToArray())
                Delete(old, permission, node, rule.Of(permission.Name), null);
        else if (rule.Guard == LayerGuard.Permission && Layer.Kind == HubLayerKind.Experiment)
            Overreach(node, "An experiment does not touch permissions.");
        else if (Layer.IsLimited && HasEndpoint(old, rule))
            Overreach(node, $"{Subject} cannot delete endpoints.");
        else if (Layer.IsLimited && rule.Guard is (LayerGuard.Condition or LayerGuard.EndpointReference))
            Overreach(node, $"{Subject} cannot take off \"{old.Name}\": it is {old.Source.Text} ({old.Source.Location}).");
        else if (rule.IsLeast || (rule.Guard != LayerGuard.Permission && HasKill(old)) || (rule.Guard == LayerGuard.Permission && old.Source.Kind != JsonValueKind.True))
            Overrule(old, node, "What is deleted is a permission that was taken away, a limit or a kill switch, and stays.");
        else
            children[children.IndexOf(old)] = new(node, _at, ValueOperation.Deleted) { Name = old.Name, Hides = old };
    }

    // The property that tells items apart cannot differ; the one that tells what the others mean can do so only together with them.
    private bool IsKeyOrType(SourceNode member, LayeredValue old, LayerRule rule)
    {
        if (member.Name == rule.ItemKey)
            return true;
        if (member.Name != "type" || rule.ItemKey is null || !rule.HasType || (member.Kind == old.Source.Kind && member.Text == old.Source.Text))
            return false;
        diagnostics.Add(CksCodes.LayerKindChange, member, $"The type is \"{old.Source.Text}\" ({old.Source.Location}); what else is inherited belongs to it.", "Add \"$patch\": \"replace\" to the object, and write it whole.");
        return true;
    }

    private void CheckDirective(SourceNode member, LayerRule rule, bool isRoot)
    {
        var fits = member.Name switch
        {
            LayerDirectives.Schema or LayerDirectives.Lock or LayerDirectives.Preserved => isRoot,
            LayerDirectives.Patch => !isRoot,
            LayerDirectives.Position => rule.ItemKey is not null,
            LayerDirectives.Add or LayerDirectives.Remove or LayerDirectives.SecretRef => false,
            _ => (bool?)null,
        };
        if (fits is null)
            diagnostics.AddUnknown(CksCodes.LayerDirective, member.NamePlace, $"\"{member.Name}\" is no directive, and names with $ are kept for them.", member.Name, LayerDirectives.All);
        else if (fits == false)
            diagnostics.Add(CksCodes.LayerDirective, member.NamePlace, $"\"{member.Name}\" cannot stand here.", PlaceOf(member.Name));
    }

    private static string PlaceOf(string directive) => directive switch
    {
        LayerDirectives.Position => "It places an item of a list that is merged by id.",
        LayerDirectives.Add or LayerDirectives.Remove => "It changes a list that the schema declares as a set.",
        LayerDirectives.Patch => "It stands in an object below the root.",
        LayerDirectives.SecretRef => "It stands alone in an object, in place of a value.",
        _ => "It stands at the root of a layer.",
    };

    private void CheckNames(ReadOnlySpan<SourceNode> members)
    {
        for (var i = 1; i < members.Length; i++)
            for (var (j, name) = (0, members[i].Name); j < i; j++)
                if (IsSameName(members[j].Name, name))
                {
                    diagnostics.Add(CksCodes.LayerNameCase, members[i].NamePlace, $"\"{name}\" stands twice in this object, in capitals and small letters.", "Keep one of the two.");
                    break;
                }
    }

    private static bool IsSameName(string one, string other) => one.Length == other.Length && one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private bool IsNewName(SourcePlace place, string name, List<LayeredValue> children, string? key)
    {
        foreach (var child in children)
            if (!child.IsDeleted && (key is null ? child.Name : KeyOf(child, key)) is var known && IsSameName(known, name))
            {
                diagnostics.Add(CksCodes.LayerNameCase, place, $"\"{name}\" is \"{known}\" in {_layers[child.Layer]} ({child.Source.Location}).", $"Did you mean \"{known}\"?", known);
                return false;
            }

        return true;
    }

    private void ReportMissing(SourcePlace place, string name, IEnumerable<string> known) =>
        diagnostics.AddUnknown(CksCodes.LayerMissesTarget, place, $"The layers below have no \"{name}\".", name, [.. known]);
}
