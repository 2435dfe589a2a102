using System.Buffers;

namespace Cks.Auth;

/// <summary>
/// Walks over JSON that a stranger wrote, strictly by RFC 8259 and without a single exception, which <see cref="System.Text.Json.Utf8JsonReader"/> cannot: whoever sends garbage would otherwise choose how
/// many exceptions we throw. Lone surrogates and nesting deeper than 16 are refused. The bytes must be valid UTF-8.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    private const int MaxDepth = 16;
    private static readonly SearchValues<byte> EndsPlainText = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;

    /// <summary>Whether everything was walked over; white space after the value counts as something left.</summary>
    public readonly bool IsAtEnd => _at == _json.Length;

    /// <summary>Steps over the opening of an object or array.</summary>
    public bool TryOpen(byte bracket)
    {
        SkipSpace();
        return TryTake(bracket);
    }

    /// <summary>
    /// Steps to the next member of an object (or the next value of an array, which has no name) or over its end. <see langword="false"/> when it is not well formed.
    /// </summary>
    /// <param name="isFirst">Whether nothing of it was read yet; becomes <see langword="false"/>.</param>
    /// <param name="closing">The closing bracket.</param>
    /// <param name="isEnd">Whether this was the end.</param>
    public bool TryNext(ref bool isFirst, byte closing, out bool isEnd)
    {
        SkipSpace();
        isEnd = TryTake(closing);
        var wellFormed = isEnd || isFirst || TryTake((byte)',');
        isFirst = false;
        return wellFormed;
    }

    /// <summary>Reads a member's name and the colon.</summary>
    public bool TryName(out JsonSlice name)
    {
        name = default;
        SkipSpace();
        if (!TryTake((byte)'"') || !TryString(out name))
            return false;
        SkipSpace();
        return TryTake((byte)':');
    }

    /// <summary>Walks over one value of any kind.</summary>
    public bool TryValue(out JsonSlice value) => TryValue(1, out value);

    private bool TryValue(int depth, out JsonSlice value)
    {
        value = default;
        SkipSpace();
        if (TryTake((byte)'"'))
            return TryString(out value);
        var start = _at;
        var kind = Peek() switch
        {
            (byte)'{' => depth < MaxDepth && TrySkipObject(depth) ? JsonKind.Object : JsonKind.None,
            (byte)'[' => depth < MaxDepth && TrySkipArray(depth) ? JsonKind.Array : JsonKind.None,
            (byte)'t' => TryWord("true"u8) ? JsonKind.True : JsonKind.None,
            (byte)'f' => TryWord("false"u8) ? JsonKind.False : JsonKind.None,
            (byte)'n' => TryWord("null"u8) ? JsonKind.Null : JsonKind.None,
            _ => TrySkipNumber() ? JsonKind.Number : JsonKind.None,
        };
        value = new(start, _at - start, kind);
        return kind != JsonKind.None;
    }

    private bool TrySkipObject(int depth)
    {
        _at++;
        for (var isFirst = true; TryNext(ref isFirst, (byte)'}', out var isEnd);)
        {
            if (isEnd)
                return true;
            if (!TryName(out _) || !TryValue(depth + 1, out _))
                return false;
        }

        return false;
    }

    private bool TrySkipArray(int depth)
    {
        _at++;
        for (var isFirst = true; TryNext(ref isFirst, (byte)']', out var isEnd);)
        {
            if (isEnd)
                return true;
            if (!TryValue(depth + 1, out _))
                return false;
        }

        return false;
    }

    private bool TrySkipNumber()
    {
        TryTake((byte)'-');
        if (!TryTake((byte)'0') && !TryDigits())
            return false;
        if (TryTake((byte)'.') && !TryDigits())
            return false;
        if (TryTake((byte)'e') || TryTake((byte)'E'))
        {
            if (!TryTake((byte)'+'))
                TryTake((byte)'-');
            return TryDigits();
        }

        return true;
    }

    private bool TryString(out JsonSlice text)
    {
        var (start, isEscaped) = (_at, false);
        text = default;
        while (_json[_at..].IndexOfAny(EndsPlainText) is var stop and >= 0)
        {
            _at += stop;
            if (TryTake((byte)'"'))
            {
                text = new(start, _at - 1 - start, JsonKind.String, isEscaped);
                return true;
            }

            isEscaped = true;
            if (!TryTake((byte)'\\') || !TryEscape())
                return false;
        }

        return false;
    }

    private bool TryEscape()
    {
        if (!TryTake((byte)'u'))
        {
            var known = "\"\\/bfnrt"u8.Contains(Peek());
            _at++;
            return known;
        }

        if (!TryUnit(out var unit) || char.IsLowSurrogate(unit))
            return false;
        return !char.IsHighSurrogate(unit) || (TryTake((byte)'\\') && TryTake((byte)'u') && TryUnit(out var low) && char.IsLowSurrogate(low));
    }

    private bool TryUnit(out char unit)
    {
        unit = '\0';
        if (_json.Length - _at < 4)
            return false;
        for (var end = _at + 4; _at < end; _at++)
        {
            var digit = JsonText.HexDigit(_json[_at]);
            if (digit < 0)
                return false;
            unit = (char)((unit << 4) | digit);
        }

        return true;
    }

    private bool TryDigits()
    {
        var start = _at;
        while (Peek() is >= (byte)'0' and <= (byte)'9')
            _at++;
        return _at > start;
    }

    private bool TryWord(ReadOnlySpan<byte> word)
    {
        var matches = _json[_at..].StartsWith(word);
        _at += matches ? word.Length : 0;
        return matches;
    }

    private bool TryTake(byte expected)
    {
        var matches = Peek() == expected && _at < _json.Length;
        _at += matches ? 1 : 0;
        return matches;
    }

    private void SkipSpace()
    {
        while (Peek() is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            _at++;
    }

    /// <summary>The next byte; NUL, which is no part of any grammar here, at the end.</summary>
    private readonly byte Peek() => _at < _json.Length ? _json[_at] : (byte)0;
}
