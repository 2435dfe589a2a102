using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <content>What stays whatever a layer says: held after each layer, by whatever road that came.</content>
internal sealed partial class LayerMerge
{
    private readonly List<(PointerStep Step, SourceNode Node, LayerRule Rule, LayeredValue? Value)> _path = [];
    private LayerFloor? _floor;

    /// <summary>Holds what the layers below left against what this layer made, then notes what it leaves itself.</summary>
    private void HoldFloor(SourceNode document)
    {
        if (_floor is not null)
            Hold(_floor, Root!, rules.Root);
        _floor ??= new() { Value = Root! };
        Note(document, rules.Root);
    }

    private void Hold(LayerFloor floor, LayeredValue around, LayerRule rule)
    {
        // As its document has it, and looked at before.
        if (around.Children is null && ReferenceEquals(around.Source, floor.Value.Source))
            return;
        floor.Value = around;
        foreach (var (step, inner) in floor.Within.ToArray())
        {
            var children = around.Open();
            var at = children.FindIndex(c => step.IsItem ? KeyOf(c, rule.Key) == step.Text : c.Name == step.Text);
            var now = at >= 0 && !children[at].IsDeleted ? children[at] : null;
            if (inner.Kind is LayerFloorKind.Condition or LayerFloorKind.Reference)
                HoldGuard(floor, step, inner, around, now);
            else if (inner.Kind is { } kind)
                HoldLeast(kind, inner, children, at, now);
            else if (now is null)
            {
                if (!Layer.IsLimited && inner.RemoveGuards())
                    floor.Remove(step);
                if (inner.HasKill)
                    Put(children, at, inner.Value);
                else if (at < 0 && inner.Within.Count > 0)
                    children.Add(new(around.Source, _at, ValueOperation.Deleted) { Name = inner.Value.Name, Hides = inner.Value });
            }
            else if (!now.IsPlain && now.Kind == inner.Value.Kind && (now.Kind == JsonValueKind.Object || (step.IsItem ? rule.OfItems : rule.Of(step.Text)).Strategy == LayerStrategy.Keyed))
                Hold(inner, now, step.IsItem ? rule.OfItems : rule.Of(step.Text));
            else if (!Layer.IsLimited && inner.RemoveGuards())
                floor.Remove(step);
            else if (inner.HasKill)
            {
                Overrule(inner.Value, now.Source, "What is replaced holds a kill switch, and stays.");
                Put(children, at, inner.Value);
            }
            else
                diagnostics.Add(CksCodes.LayerKindChange, now.Source, $"{Describe(now.Kind)} stands where the layers below hold a limit, a kill switch or a condition ({inner.Value.Source.Location}).", "Keep the kind that it has there.");
        }
    }

    private void HoldGuard(LayerFloor floor, PointerStep step, LayerFloor inner, LayeredValue around, LayeredValue? now)
    {
        if (!Layer.IsLimited && now is null)
            floor.Remove(step);
        else if (!Layer.IsLimited)
            inner.Value = now!;
        else if (now is null)
            Overreach(around.Source, $"{Subject} cannot take off \"{step.Text}\": it is {inner.Value.Source.Text} ({inner.Value.Source.Location}).");
        else if (now is not null && !IsSame(now.Source, inner.Value.Source))
            Overreach(now.Source, $"{Subject} cannot change \"{step.Text}\": it is {inner.Value.Source.Text} ({inner.Value.Source.Location}).");
    }

    private void HoldLeast(LayerFloorKind kind, LayerFloor inner, List<LayeredValue> children, int at, LayeredValue? now)
    {
        if (now is null)
            Put(children, at, inner.Value);
        else if (!now.IsPlain || Compare(inner.Value.Source, now.Source) is not { } order || (kind == LayerFloorKind.Limit ? order : -order) > 0)
        {
            Overrule(inner.Value, now.Source, "The layers below leave less, and less counts.");
            Put(children, at, inner.Value);
        }
        else
            inner.Value = now;
    }

    private static void Put(List<LayeredValue> children, int at, LayeredValue value)
    {
        if (at < 0)
            children.Add(value);
        else
            children[at] = value;
    }

    /// <summary>Notes what the layer's document says that stays, with the value that counts.</summary>
    private void Note(SourceNode node, LayerRule rule)
    {
        if (node.Kind == JsonValueKind.Object && !LayerDirectives.IsSecret(node))
        {
            foreach (var member in node.Children)
                if (!LayerDirectives.IsDirective(member.Name))
                    NoteChild(new(member.Name, IsItem: false), member, rule, rule.Of(member.Name));
        }
        else if (node.Kind == JsonValueKind.Array && rule.Strategy == LayerStrategy.Keyed)
            foreach (var item in node.Children)
                if (item.TryGet(rule.Key, out var id) && id.Text is { } text)
                    NoteChild(new(text, IsItem: true), item, rule, rule.OfItems);
    }

    private void NoteChild(PointerStep step, SourceNode node, LayerRule rule, LayerRule inner)
    {
        var kind = FloorKindOf(node, inner);
        if (inner.Guard == LayerGuard.Overlay || (kind is null && node.Children.IsEmpty))
            return;
        _path.Add((step, node, rule, null));
        if (kind is not { } stays)
            Note(node, inner);
        else if (FindPath() && !_path[^1].Value!.IsPlain)
            Note(node, inner);
        else if (_path[^1].Value is { IsDeleted: false })
            _floor!.Add(_path.Select(p => (p.Step, p.Value!)), stays);
        _path.RemoveAt(_path.Count - 1);
    }

    /// <summary>Finds the values on the path, of which most of a document needs none. <see langword="false"/>: something else stands there now, or nothing.</summary>
    private bool FindPath()
    {
        var around = Root!;
        for (var i = 0; i < _path.Count; i++)
        {
            var (step, node, rule, value) = _path[i];
            if (value is null)
                _path[i] = (step, node, rule, value = HubPointer.FindChild(around, rule, step));
            if (value is not { IsDeleted: false } || (i < _path.Count - 1 && (value.IsPlain || value.Kind != node.Kind)))
                return false;
            around = value;
        }

        return true;
    }

    private static LayerFloorKind? FloorKindOf(SourceNode node, LayerRule rule) => node.Kind switch
    {
        JsonValueKind.Null => null,
        _ when rule.Guard == LayerGuard.Condition => LayerFloorKind.Condition,
        _ when rule.Guard == LayerGuard.EndpointReference => LayerFloorKind.Reference,
        _ when rule.Guard != LayerGuard.None => null,
        _ when rule.IsLeast => LayerFloorKind.Limit,
        JsonValueKind.True when node.Name == Kill => LayerFloorKind.Kill,
        _ => null,
    };

    // A list that is not merged by id is replaced whole, and what should stay would go with it.
    private static SourceNode? FindFloor(SourceNode node, LayerRule rule) =>
        rule.IsLeast || (node.Name == Kill && node.Kind == JsonValueKind.True) ? node
        : node.Kind == JsonValueKind.Object ? node.Properties.Values.Select(m => FindFloor(m, rule.Of(m.Name))).FirstOrDefault(f => f is not null) : null;
}
