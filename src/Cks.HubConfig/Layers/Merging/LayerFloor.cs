namespace Cks.HubConfig;

/// <summary>What later layers cannot undo, as a tree beside the document, so that it outlives the deletion and the replacement of whatever holds it: limits, thrown kill switches, and what guards a part.</summary>
internal sealed class LayerFloor
{
    private Dictionary<PointerStep, LayerFloor>? _within;

    /// <summary>The value as it was when it last counted: what stays, or what is around it. Everything within this floor holds for it.</summary>
    public required LayeredValue Value { get; set; }

    /// <summary>How it stays; <see langword="null"/>: it is around something that does.</summary>
    public LayerFloorKind? Kind { get; private set; }

    public IReadOnlyCollection<KeyValuePair<PointerStep, LayerFloor>> Within => _within ?? [];

    /// <summary>Whether a kill switch is thrown here or within.</summary>
    public bool HasKill => Kind == LayerFloorKind.Kill || (_within is not null && _within.Values.Any(f => f.HasKill));

    public void Add(IEnumerable<(PointerStep Step, LayeredValue Value)> path, LayerFloorKind kind)
    {
        var at = this;
        foreach (var (step, value) in path)
        {
            at._within ??= [];
            if (at._within.TryGetValue(step, out var inner))
                inner.Value = value;
            else
                at._within.Add(step, inner = new() { Value = value });
            at = inner;
        }

        at.Kind = kind;
    }

    public void Remove(PointerStep step) => _within?.Remove(step);

    /// <summary>Forgets what guards parts, which a trusted layer took away with what holds it.</summary>
    /// <returns>Whether nothing is left.</returns>
    public bool RemoveGuards()
    {
        if (Kind is not null)
            return Kind is LayerFloorKind.Condition or LayerFloorKind.Reference;
        foreach (var (step, inner) in Within.ToArray())
            if (inner.RemoveGuards())
                Remove(step);
        return Within.Count == 0;
    }
}
