using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <content>What stays whatever a layer says: held after each layer, by whatever road that came.</content>
internal sealed partial class LayerMerge
{
    private LayerFloor? _floor;

    /// <summary>Holds what the layers below left against what this layer made, then notes what it leaves itself.</summary>
    private void HoldFloor(SourceNode document)
    {
        if (_floor is not null)
            Hold(_floor, Root!, rules.Root);
        _floor ??= new() { Value = Root! };
        Note([], Root!, document, rules.Root);
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
        else if (now is null && inner.Kind == LayerFloorKind.Condition)
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
    private void Note(List<(PointerStep Step, LayeredValue Value)> path, LayeredValue value, SourceNode node, LayerRule rule)
    {
        if (value.IsPlain || LayerDirectives.IsSecret(node) || node.Kind != value.Kind)
            return;
        if (node.Kind == JsonValueKind.Object)
        {
            foreach (var member in node.Properties.Values)
                if (!LayerDirectives.IsDirective(member.Name))
                    NoteChild(path, new(member.Name, IsItem: false), value, member, rule, rule.Of(member.Name));
        }
        else if (rule.Strategy == LayerStrategy.Keyed)
            foreach (var item in node.Items)
                if (item.TryGet(rule.Key, out var id) && id.Text is { } text)
                    NoteChild(path, new(text, IsItem: true), value, item, rule, rule.OfItems);
    }

    private void NoteChild(List<(PointerStep Step, LayeredValue Value)> path, PointerStep step, LayeredValue around, SourceNode node, LayerRule rule, LayerRule inner)
    {
        var kind = FloorKindOf(node, inner);
        if ((kind is null && node.Kind is not (JsonValueKind.Object or JsonValueKind.Array)) || HubPointer.FindChild(around, rule, step) is not { IsDeleted: false } value)
            return;
        path.Add((step, value));
        if (kind is { } stays && value.IsPlain)
            _floor!.Add(path, stays);
        else
            Note(path, value, node, inner);
        path.RemoveAt(path.Count - 1);
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
