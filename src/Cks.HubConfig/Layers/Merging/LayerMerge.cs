using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>
/// Lays one layer after the other over what there is. A mistake is reported and what it is about stays as it was, so that all mistakes of a layer are found at once; whoever reports an error must throw the result away.
/// </summary>
internal sealed partial class LayerMerge(LayerRules rules, DiagnosticBag diagnostics)
{
    private readonly LayerLock _locks = new();
    private readonly HashSet<string> _delegable = new(StringComparer.Ordinal);
    private IReadOnlyList<HubLayer> _layers = [];
    private readonly HashSet<string> _endpoints = new(StringComparer.Ordinal);
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);
    private int _at;

    public LayeredValue? Root { get; private set; }

    private HubLayer Layer => _layers[_at];

    /// <summary>Lays a layer on top.</summary>
    public void Apply(IReadOnlyList<HubLayer> layers, int at, bool withLocks)
    {
        (_layers, _at) = (layers, at);
        var document = Layer.Root;
        if (document.Kind != JsonValueKind.Object)
        {
            diagnostics.Add(CksCodes.WrongKind, document, "The layer is not an object.", "Write { } around it.");
            return;
        }

        ReadDelegable(document);
        Root ??= new(document, at, ValueOperation.Added) { Children = [] };
        // Before anything is changed: what this layer takes out may still be named by what it brings in.
        if (Layer.IsLimited)
            Collect(Root, document);
        MergeObject(Root, document, rules.Root, _locks, isRoot: true);
        HoldFloor(document);
        if (withLocks && document.TryGet(LayerDirectives.Lock, out var locks))
            ReadLocks(locks);
    }

    private void ReadDelegable(SourceNode document)
    {
        if (!document.TryGet(LayerDirectives.Delegable, out var names))
            return;
        if (Layer.Kind > HubLayerKind.Base)
            diagnostics.Add(CksCodes.LayerOverreach, names.NamePlace, $"A layer of kind {Layer.Kind} does not say what tenants may permit.", "Write it in the base.");
        else
            foreach (var name in SourceReader.ItemsOf(names, diagnostics))
                if (SourceReader.TextOf(name, diagnostics) is { } permission)
                    _delegable.Add(permission);
    }

    /// <summary>Puts a value over one that is there, and gives what counts then.</summary>
    private LayeredValue Merge(LayeredValue old, SourceNode node, LayerRule rule, LayerLock? locks)
    {
        if (rule.Guard == LayerGuard.Overlay)
            return ReplaceWhole(old, node, locks);
        if (IsPatch(node, out var patch))
            return patch switch
            {
                "replace" => Replace(old, node, rule, locks),
                "delete" => Misplaced(old, node, "Only an item of a list can be deleted by $patch.", "Write null instead of the object."),
                _ => UnknownPatch(old, node),
            };
        var isSet = old.Kind == JsonValueKind.Array && rule.Strategy == LayerStrategy.Set && LayerDirectives.IsSetChange(node);
        if (!isSet && ClassOf(old.IsPlain, old.Kind) != ClassOf(LayerDirectives.IsSecret(node), node.Kind))
            return KindChange(old, node);
        if (node.Kind == JsonValueKind.Object && !LayerDirectives.IsSecret(node))
        {
            if (isSet)
                ChangeSet(old, node);
            else
                MergeObject(old, node, rule, locks, isRoot: false);
            return old;
        }

        if (node.Kind == JsonValueKind.Array && rule.Strategy == LayerStrategy.Keyed)
        {
            MergeItems(old, node, rule, locks);
            return old;
        }

        if (!IsCombined(node, rule))
        {
            var taken = Take(node, rule, null);
            (taken.Operation, taken.Hides) = (ValueOperation.Replaced, old);
            return taken;
        }

        return Combine(old, node, rule);
    }

    private LayeredValue ReplaceWhole(LayeredValue old, SourceNode node, LayerLock? locks)
    {
        if (locks?.FindWithin() is not { } locked)
            return Over(old, node, ValueOperation.Replaced);
        ReportLocked(node, locked);
        return old;
    }

    private LayeredValue Replace(LayeredValue old, SourceNode node, LayerRule rule, LayerLock? locks)
    {
        if (locks?.FindWithin() is { } locked)
        {
            ReportLocked(node, locked);
            return old;
        }

        if (old.IsPlain && IsCombined(node, rule))
            return KindChange(old, node);
        if (Layer.IsLimited && HasEndpoint(old, rule))
        {
            Overreach(node, $"{Subject} cannot replace endpoints.");
            return old;
        }

        if (rule.Guard == LayerGuard.Permissions)
        {
            foreach (var permission in old.Open().Where(c => !c.IsDeleted && !node.TryGet(c.Name, out _)).ToArray())
                Delete(old, permission, node, rule.Of(permission.Name), null);
            MergeObject(old, node, rule, null, isRoot: false);
            return old;
        }

        var taken = Take(node, rule, null);
        (taken.Operation, taken.Hides) = (ValueOperation.Replaced, old);
        return taken;
    }

    /// <summary>A value under which there is nothing.</summary>
    private LayeredValue Take(SourceNode node, LayerRule rule, LayerLock? locks) => TakeChanged(node, rule, locks) ?? new(node, _at, ValueOperation.Added);

    /// <summary>The same; <see langword="null"/> where the value may stay as the document has it.</summary>
    private LayeredValue? TakeChanged(SourceNode node, LayerRule rule, LayerLock? locks)
    {
        CheckGuard(node, rule);
        if (rule.Guard == LayerGuard.Overlay)
            return null;
        if (node.Kind == JsonValueKind.Array)
            return TakeArray(node, rule, locks);
        if (node.Kind != JsonValueKind.Object)
            return null;
        // What holds no directive is neither of these.
        var isOrdinary = IsOrdinary(node);
        if (!isOrdinary && LayerDirectives.IsSecret(node))
        {
            CheckSecret(node);
            return null;
        }

        if (!isOrdinary && LayerDirectives.IsSetChange(node) && rule.Strategy == LayerStrategy.Set)
        {
            var set = new LayeredValue(node, _at, ValueOperation.Added) { Kind = JsonValueKind.Array, Children = [] };
            ChangeSet(set, node);
            return set;
        }

        if (locks is not null || !isOrdinary || rule.Guard is LayerGuard.Permissions or LayerGuard.Endpoints or LayerGuard.Endpoint)
        {
            if (IsPatch(node, out var patch) && patch != "replace")
                _ = patch == "delete" ? Misplaced(null, node, "Only an item of a list can be deleted by $patch.", "Take it out.") : UnknownPatch(null, node);
            var made = new LayeredValue(node, _at, ValueOperation.Added) { Children = [] };
            MergeObject(made, node, rule, locks, isRoot: false);
            return made;
        }

        LayeredValue? changed = null;
        var members = node.Children;
        if (!HasRoom(node, members.Length))
            return null;
        CheckNames(members);
        for (var i = 0; i < members.Length; i++)
            TakeChild(ref changed, node, i, TakeChanged(members[i], rule.Of(members[i].Name), null), members[i]);
        return changed;
    }

    private LayeredValue? TakeArray(SourceNode node, LayerRule rule, LayerLock? locks)
    {
        if (rule.Strategy == LayerStrategy.Keyed)
        {
            var list = new LayeredValue(node, _at, ValueOperation.Added) { Children = new(node.Children.Length) };
            MergeItems(list, node, rule, locks);
            return IsAsWritten(list) ? null : list;
        }

        LayeredValue? changed = null;
        var items = node.Children;
        for (var i = 0; i < items.Length; i++)
        {
            var item = items[i];
            if (item.Kind == JsonValueKind.Null)
                diagnostics.Add(CksCodes.WrongKind, item, "null stands in a list.", "Take it out.");
            else if (rule.Strategy == LayerStrategy.Set && !IsScalar(item))
                diagnostics.Add(CksCodes.WrongKind, item, "A set holds texts, numbers and true or false alone.", "Take it out.");
            if (FindFloor(item, rule.OfItems) is { } floor)
                diagnostics.Add(CksCodes.LayerDirective, floor.NamePlace, $"\"{floor.Name}\" cannot stand in a list that later layers replace whole: it would not stay.", "Write it beside the list.");
            TakeChild(ref changed, node, i, TakeChanged(item, rule.OfItems, null), item);
        }

        return changed;
    }

    // Whether nothing was made of the list but the list itself.
    private static bool IsAsWritten(LayeredValue list)
    {
        var items = list.Source.Children;
        var children = list.Children!;
        if (children.Count != items.Length)
            return false;
        for (var i = 0; i < items.Length; i++)
            if (children[i].Children is not null || children[i].IsDeleted || !ReferenceEquals(children[i].Source, items[i]))
                return false;
        return true;
    }

    private void TakeChild(ref LayeredValue? changed, SourceNode parent, int index, LayeredValue? child, SourceNode source)
    {
        if (child is not null && changed is null)
        {
            changed = new(parent, _at, ValueOperation.Added);
            changed.Open().RemoveRange(index, changed.Children!.Count - index);
        }

        changed?.Children!.Add(child ?? new(source, _at, ValueOperation.Added));
    }

    // Whether the object holds nothing that asks for more than taking it as it is.
    private static bool IsOrdinary(SourceNode node)
    {
        foreach (var member in node.Children)
            if (member.Kind == JsonValueKind.Null || LayerDirectives.IsDirective(member.Name))
                return false;
        return true;
    }

    private void CheckSecret(SourceNode node)
    {
        if (Layer.IsLimited)
        {
            Overreach(node, $"{Subject} cannot name a secret.");
            return;
        }

        foreach (var member in node.Properties.Values)
            if (member.Name != LayerDirectives.SecretRef)
                diagnostics.Add(CksCodes.LayerDirective, member.NamePlace, "A reference to a secret holds nothing else.", "Take it out.");
            else if (member.Kind != JsonValueKind.String)
                diagnostics.Add(CksCodes.WrongKind, member, "A reference to a secret is a text.", "Write a text such as \"kv:name\".");
    }

    private LayeredValue KindChange(LayeredValue old, SourceNode node)
    {
        var fix = node.Kind == JsonValueKind.Object ? "Add \"$patch\": \"replace\" to the object if that is meant." : "Delete the inherited value with null in an earlier layer if that is meant.";
        diagnostics.Add(CksCodes.LayerKindChange, node, $"{Describe(node.Kind)} stands where {_layers[old.Layer]} has {Describe(old.Kind).ToLowerInvariant()} ({old.Source.Location}).", fix);
        return old;
    }

    private static int ClassOf(bool isPlain, JsonValueKind kind) => isPlain || kind is not (JsonValueKind.Object or JsonValueKind.Array) ? 0 : (int)kind;

    private static bool IsScalar(SourceNode node) => node.Kind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null);

    private static bool IsPatch(SourceNode node, out string? patch)
    {
        patch = null;
        if (node.Kind != JsonValueKind.Object || !node.TryGet(LayerDirectives.Patch, out var word))
            return false;
        patch = word.Kind == JsonValueKind.String ? word.Text : "";
        return true;
    }

    private LayeredValue UnknownPatch(LayeredValue? old, SourceNode node)
    {
        var word = node.Properties[LayerDirectives.Patch];
        diagnostics.AddUnknown(CksCodes.LayerDirective, word, "$patch has no such value.", word.Text ?? "", ["delete", "replace"]);
        return old!;
    }

    private LayeredValue Misplaced(LayeredValue? old, SourceNode node, string message, string fix)
    {
        diagnostics.Add(CksCodes.LayerDirective, node.Properties[LayerDirectives.Patch], message, fix);
        return old!;
    }

    private void ReadLocks(SourceNode locks)
    {
        foreach (var pointer in SourceReader.ItemsOf(locks, diagnostics))
            if (SourceReader.TextOf(pointer, diagnostics) is not { } text)
                continue;
            else if (HubPointer.Parse(text) is not { Count: > 0 } steps)
                diagnostics.Add(CksCodes.LayerDirective, pointer, $"\"{text}\" is no pointer to a part of the document.", "Write a pointer such as \"/metadata/role\" or \"/dashboard/widgets[id=stats]/type\".");
            else if (HubPointer.Find(Root!, rules.Root, steps, byIndex: false) is var found && !found.IsThere)
                diagnostics.AddUnknown(CksCodes.LayerDirective, pointer, $"There is no \"{text}\" that could be locked.", found.Missing, found.Known);
            else
                _locks.Add(steps, pointer);
    }

    private void ReportLocked(SourceNode node, SourceNode locked) =>
        diagnostics.Add(CksCodes.LayerLocked, node.NamePlace, $"\"{locked.Text}\" is locked at {locked.Location}.", "Take the change out, or the lock.");

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "An object",
        JsonValueKind.Array => "A list",
        _ => "A plain value",
    };
}
