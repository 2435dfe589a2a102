using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Cks.Core;

/// <summary>The properties of an object in document order. A few are looked through one by one, many by a table.</summary>
internal sealed class SourceProperties : IReadOnlyDictionary<string, SourceNode>
{
    private const int Few = 8;

    private readonly SourceNode[] _nodes;
    private readonly Dictionary<string, SourceNode>? _byName;

    public SourceProperties(SourceNode[] nodes, bool hasTwins)
    {
        _nodes = nodes;
        if (nodes.Length <= Few && !hasTwins)
            return;
        _byName = new(nodes.Length, StringComparer.Ordinal);
        foreach (var node in nodes)
            _byName.TryAdd(node.Name, node);
        // Of two with one name the first counts; the document is refused in any case.
        if (hasTwins)
            _nodes = [.. nodes.Where(n => ReferenceEquals(_byName[n.Name], n))];
    }

    /// <summary>Whether no name stands twice.</summary>
    public bool AreDistinct
    {
        get
        {
            if (_byName is not null)
                return _byName.Count == _nodes.Length;
            for (var i = 1; i < _nodes.Length; i++)
                for (var j = 0; j < i; j++)
                    if (_nodes[i].Name == _nodes[j].Name)
                        return false;
            return true;
        }
    }

    public static SourceProperties None { get; } = new([], hasTwins: false);

    public int Count => _nodes.Length;

    public SourceNode[] Nodes => _nodes;

    public IEnumerable<string> Keys => _nodes.Select(n => n.Name);

    public IEnumerable<SourceNode> Values => _nodes;

    public SourceNode this[string key] => TryGetValue(key, out var node) ? node : throw new KeyNotFoundException($"There is no property \"{key}\".");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out SourceNode value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_byName is not null)
            return _byName.TryGetValue(key, out value);
        foreach (var node in _nodes)
            if (node.Name == key)
            {
                value = node;
                return true;
            }

        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, SourceNode>> GetEnumerator()
    {
        foreach (var node in _nodes)
            yield return new(node.Name, node);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
