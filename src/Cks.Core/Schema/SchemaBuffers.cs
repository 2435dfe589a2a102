using System.Numerics;

namespace Cks.Core;

/// <summary>What a validation needs room for, kept for the next one on the same thread.</summary>
internal sealed class SchemaBuffers
{
    private const int KeptWords = 64 * 1024;

    [ThreadStatic]
    private static SchemaBuffers? _kept;

    private ulong[] _marks = new ulong[16];
    private int[] _scope = new int[16];
    private int[] _hashes = [];
    private int[] _items = [];

    /// <summary>The document.</summary>
    public JsonTape Tape { get; } = new();

    /// <summary>Takes the buffers of the thread.</summary>
    public static SchemaBuffers Rent()
    {
        var kept = _kept ?? new();
        _kept = null;
        return kept;
    }

    /// <summary>Gives them back, without what only a huge document needed.</summary>
    public void Return()
    {
        Tape.Trim();
        if (_marks.Length > KeptWords)
            _marks = new ulong[16];
        if (_hashes.Length > KeptWords)
            (_hashes, _items) = ([], []);
        _kept = this;
    }

    /// <summary>Enters a resource, unless it is the one that we are in.</summary>
    public void Enter(ref int scope, int resource)
    {
        if (scope > 0 && _scope[scope - 1] == resource)
            return;
        if (scope == _scope.Length)
            Array.Resize(ref _scope, scope * 2);
        _scope[scope++] = resource;
    }

    /// <summary>What a dynamic reference means in a scope.</summary>
    public SchemaNode Resolve(SchemaDynamicRef reference, int scope, ref int work)
    {
        for (var i = 0; i < scope; i++)
        {
            work--;
            if (reference.ByResource.TryGetValue(_scope[i], out var node))
                return node;
        }

        return reference.Fallback;
    }

    /// <summary>Room for marks of some properties or items, none of them set.</summary>
    public int NewMarks(ref int top, int count)
    {
        var (at, words) = (top, (count + 63) / 64);
        if (_marks.Length < at + words)
            Array.Resize(ref _marks, (int)BitOperations.RoundUpToPowerOf2((uint)(at + words)));
        Array.Clear(_marks, at, words);
        top += words;
        return at;
    }

    public void Mark(int marks, int index) => _marks[marks + index / 64] |= 1UL << (index & 63);

    public bool IsMarked(int marks, int index) => (_marks[marks + index / 64] & (1UL << (index & 63))) != 0;

    /// <summary>Adds marks to others.</summary>
    public void Merge(int marks, int others, int count)
    {
        for (var i = 0; i < (count + 63) / 64; i++)
            _marks[marks + i] |= _marks[others + i];
    }

    /// <summary>Room to sort some items by their hashes.</summary>
    public void Sorting(int count, out Span<int> hashes, out Span<int> items)
    {
        if (_hashes.Length < count)
            (_hashes, _items) = (new int[count], new int[count]);
        hashes = _hashes.AsSpan(0, count);
        items = _items.AsSpan(0, count);
    }
}
