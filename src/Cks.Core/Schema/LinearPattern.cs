namespace Cks.Core;

/// <summary>
/// A pattern such as <c>^[a-z][a-z0-9-]*$</c>: repeated classes of ASCII from the start of the text, where taking as much as possible is never wrong.
/// Matched on the bytes, without an engine.
/// </summary>
internal sealed class LinearPattern
{
    private readonly List<(UInt128 Set, int Least, int Most)> _items = [];
    private bool _started;
    private bool _ended;
    private (ulong Low, ulong High, int Least, int Most)[] _steps = [];

    /// <summary>Whether the pattern is all that has been said, and taking as much as possible is right. Asked once, when the pattern is complete.</summary>
    public bool IsExact
    {
        get
        {
            _steps = [.. _items.Select(i => ((ulong)i.Set, (ulong)(i.Set >> 64), i.Least, i.Most))];
            return _started && !_items.Where((item, i) => item.Least != item.Most && IsAmbiguous(i)).Any();
        }
    }

    public bool Start() => _items.Count == 0 && !_started && (_started = true);

    public bool End() => _started && !_ended && (_ended = true);

    /// <summary>Adds a class; one after the end can never match and is not for this kind of pattern.</summary>
    public void Add(CodePointSet? set, int least, int most)
    {
        if (_ended)
            _started = false;
        if (set is not null)
            _items.Add((set.Ascii(), least, most));
    }

    /// <summary>Whether a text matches; <see langword="null"/> when it has characters beyond ASCII.</summary>
    public bool? IsMatch(ReadOnlySpan<byte> text)
    {
        if (!System.Text.Ascii.IsValid(text))
            return null;
        var at = 0;
        foreach (ref readonly var step in _steps.AsSpan())
        {
            var end = (int)Math.Min(text.Length, at + (long)step.Most);
            var start = at;
            while (at < end && (((text[at] < 64 ? step.Low : step.High) >> (text[at] & 63)) & 1) != 0)
                at++;
            if (at - start < step.Least)
                return false;
        }

        return !_ended || at == text.Length;
    }

    private bool IsAmbiguous(int item)
    {
        for (var next = item + 1; next < _items.Count; next++)
        {
            if ((_items[item].Set & _items[next].Set) != 0)
                return true;
            if (_items[next].Least > 0)
                return false;
        }

        return false;
    }
}
