namespace Cks.Core;

/// <summary>What a finding is about: a value, the name of a property, or a place without extent. Line and column are looked up only for a finding that is kept.</summary>
public readonly struct SourcePlace
{
    private readonly SourceNode? _node;
    private readonly bool _isName;
    private readonly SourceLocation _location;
    private readonly int _length;

    internal SourcePlace(SourceLocation location, int length) => (_location, _length) = (location, length);

    private SourcePlace(SourceNode node, bool isName) => (_node, _isName) = (node, isName);

    /// <summary>Where it begins.</summary>
    public SourceLocation Location => _node?.Locate(_isName) ?? _location;

    /// <summary>How many UTF-16 characters of the line it takes; 1 for an object or array, 0 where only its beginning is known.</summary>
    public int Length => _node?.Measure(_isName) ?? _length;

    internal string File => _node?.File ?? _location.File;

    /// <summary>A place without extent.</summary>
    public static implicit operator SourcePlace(SourceLocation location) => new(location, 0);

    /// <summary>The value of a node.</summary>
    public static implicit operator SourcePlace(SourceNode node) => OfValue(node);

    /// <summary>The value of a node.</summary>
    public static SourcePlace OfValue(SourceNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new(node, isName: false);
    }

    /// <summary>The name in front of a node; its value where it has no name.</summary>
    public static SourcePlace OfName(SourceNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new(node, isName: true);
    }
}
