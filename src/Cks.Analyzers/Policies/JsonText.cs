using System.Globalization;
using System.Text;

namespace Cks.Analyzers;

/// <summary>
/// Reads JSON with comments and trailing commas. Whatever the text is, it says so with a place and throws nothing: the file is being typed while this runs.
/// </summary>
internal sealed class JsonText
{
    /// <summary>Deepest nesting that is read; the reader at run time has the same limit.</summary>
    public const int MaxDepth = 64;

    /// <summary>Longest text that is read; the reader at run time takes so many bytes.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    private readonly string _text;
    private int _at;
    private bool _isFault;

    private JsonText(string text) => _text = text;

    /// <summary>Reads a document.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">Where it stops being JSON; -1 when it is JSON.</param>
    /// <returns>The document, or <see langword="null"/> when it is not JSON.</returns>
    public static JsonValue? Read(string text, out int fault)
    {
        fault = text.Length > MaxLength ? 0 : -1;
        if (fault == 0)
            return null;
        var reader = new JsonText(text);
        var value = reader.Value(0);
        reader.Space();
        if (!reader._isFault && reader._at < text.Length)
            reader._isFault = true;
        fault = reader._isFault ? reader._at : -1;
        return reader._isFault ? null : value;
    }

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    private JsonValue Value(int depth)
    {
        Space();
        if (_isFault)
            return JsonValue.Other;
        switch (Next)
        {
            case '{' when depth < MaxDepth:
                return Object(depth + 1);
            case '[' when depth < MaxDepth:
                return Array(depth + 1);
            case '"':
                return new() { Text = String() };
            case 't':
                return Word("true");
            case 'f':
                return Word("false");
            case 'n':
                return Word("null");
            default:
                return Number();
        }
    }

    private JsonValue Object(int depth)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        _at++;
        while (More('}', members.Count))
        {
            if (Next != '"')
                return Fault();
            var name = String();
            Space();
            if (_isFault || !Take(':'))
                return Fault();
            members.Add(new(name, Value(depth)));
        }

        return new() { Members = members };
    }

    private JsonValue Array(int depth)
    {
        var items = new List<JsonValue>();
        _at++;
        while (More(']', items.Count))
            items.Add(Value(depth));
        return new() { Items = items };
    }

    /// <summary>Whether another member or item begins here; takes the comma before it, or the bracket that ends them.</summary>
    private bool More(char end, int before)
    {
        Space();
        if (_isFault || Take(end))
            return false;
        if (before == 0)
            return true;
        if (!Take(','))
        {
            Fault();
            return false;
        }

        Space();
        return !_isFault && !Take(end);
    }

    private string String()
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] >= ' '; _at++)
        {
            if (_text[_at] == '"')
            {
                _at++;
                return text.ToString();
            }

            if (_text[_at] != '\\')
                text.Append(_text[_at]);
            else if (Escaped() is { } escaped)
                text.Append(escaped);
            else
                break;
        }

        Fault();
        return "";
    }

    /// <summary>The character that an escape stands for; ends on its last character.</summary>
    private char? Escaped()
    {
        _at++;
        if (Next != 'u')
            return "\"\\/bfnrt".IndexOf(Next) is >= 0 and var i && Next != '\0' ? "\"\\/\b\f\n\r\t"[i] : null;
        if (_at + 4 >= _text.Length || !ushort.TryParse(_text.Substring(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return null;
        _at += 4;
        return (char)code;
    }

    private JsonValue Number()
    {
        Take('-');
        if (!Take('0') && !Digits())
            return Fault();
        if (Take('.') && !Digits())
            return Fault();
        if (Take('e') || Take('E'))
        {
            if (!Take('+'))
                Take('-');
            if (!Digits())
                return Fault();
        }

        return IsEnd ? JsonValue.Other : Fault();
    }

    private bool Digits()
    {
        var from = _at;
        while (Next is >= '0' and <= '9')
            _at++;
        return _at > from;
    }

    private JsonValue Word(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
            return Fault();
        _at += word.Length;
        return IsEnd ? JsonValue.Other : Fault();
    }

    /// <summary>Whether nothing hangs on to what was read.</summary>
    private bool IsEnd => _at == _text.Length || Next is ',' or ']' or '}' or '/' or ' ' or '\t' or '\n' or '\r';

    private bool Take(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    /// <summary>Goes over blanks and comments.</summary>
    private void Space()
    {
        for (; _at < _text.Length && !_isFault; _at++)
        {
            if (_text[_at] is ' ' or '\t' or '\n' or '\r')
                continue;
            if (_text[_at] != '/')
                return;
            Comment();
        }
    }

    /// <summary>Goes to the last character of a comment.</summary>
    private void Comment()
    {
        var kind = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        var end = kind switch
        {
            '/' => _text.IndexOfAny(['\n', '\r'], _at + 2) is >= 0 and var line ? line : _text.Length,
            '*' => _text.IndexOf("*/", _at + 2, StringComparison.Ordinal) is >= 0 and var close ? close + 1 : -1,
            _ => -1,
        };
        if (end < 0)
            Fault();
        else
            _at = Math.Min(end, _text.Length - 1);
    }

    private JsonValue Fault()
    {
        _isFault = true;
        return JsonValue.Other;
    }
}
