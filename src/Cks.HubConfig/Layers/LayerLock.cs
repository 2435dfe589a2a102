using Cks.Core;

namespace Cks.HubConfig;

/// <summary>What may not be changed any more, as a tree beside the document.</summary>
internal sealed class LayerLock
{
    private Dictionary<PointerStep, LayerLock>? _within;

    /// <summary>The lock of this very value; <see langword="null"/>: only something within it is locked.</summary>
    public SourceNode? At { get; private set; }

    public LayerLock? Of(string property) => _within?.GetValueOrDefault(new(property, IsItem: false));

    public LayerLock? OfItem(string id) => _within?.GetValueOrDefault(new(id, IsItem: true));

    /// <summary>A lock of the value or of something within it.</summary>
    public SourceNode? FindWithin() => At ?? _within?.Values.Select(l => l.FindWithin()).FirstOrDefault(l => l is not null);

    public void Add(IReadOnlyList<PointerStep> steps, SourceNode pointer)
    {
        var at = this;
        foreach (var step in steps.Select(s => s with { Key = null }))
        {
            at._within ??= [];
            if (!at._within.TryGetValue(step, out var inner))
                at._within.Add(step, inner = new());
            at = inner;
        }

        at.At ??= pointer;
    }
}
