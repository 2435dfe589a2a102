using System.Text;

namespace Cks.Auth.Tests;

/// <summary>
/// JSON as RFC 8259 says, section by section and as plainly as possible. Shares no code with what it is compared to. What is not JSON is a <see cref="FormatException"/>.
/// </summary>
internal sealed class ReferenceJson
{
    private readonly string _text;
    private int _at;

    private ReferenceJson(string text) => _text = text;

    /// <summary>Parses a whole text (section 2: white space, a value, white space).</summary>
    public static ReferenceNode Parse(string text, out bool endsInSpace)
    {
        var parser = new ReferenceJson(text);
        var value = parser.Value();
        var end = parser._at;
        parser.Space();
        Require(parser._at == text.Length);
        endsInSpace = end < text.Length;
        return value;
    }

    private ReferenceNode Value()
    {
        Space();
        return Peek() switch
        {
            '{' => Object(),
            '[' => Array(),
            '"' => String(),
            't' => Word("true"),
            'f' => Word("false"),
            'n' => Word("null"),
            _ => Number(),
        };
    }

    // Section 4.
    private ReferenceNode Object()
    {
        var node = new ReferenceNode("object");
        Take('{');
        Space();
        if (Peek() == '}')
        {
            _at++;
            return node;
        }

        while (true)
        {
            Space();
            var name = String();
            Space();
            Take(':');
            node.Members.Add((name, Value()));
            Space();
            if (Peek() == '}')
            {
                _at++;
                return node;
            }

            Take(',');
        }
    }

    // Section 5.
    private ReferenceNode Array()
    {
        var node = new ReferenceNode("array");
        Take('[');
        Space();
        if (Peek() == ']')
        {
            _at++;
            return node;
        }

        while (true)
        {
            node.Items.Add(Value());
            Space();
            if (Peek() == ']')
            {
                _at++;
                return node;
            }

            Take(',');
        }
    }

    // Section 6.
    private ReferenceNode Number()
    {
        var start = _at;
        if (Peek() == '-')
            _at++;
        if (Peek() == '0')
            _at++;
        else
            Digits();
        if (Peek() == '.')
        {
            _at++;
            Digits();
        }

        if (Peek() is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-')
                _at++;
            Digits();
        }

        return new("number") { Text = _text[start.._at] };
    }

    // Section 7; and section 8.2, by which a surrogate on its own is no character.
    private ReferenceNode String()
    {
        Take('"');
        var (start, said) = (_at, new StringBuilder());
        while (Peek() != '"')
        {
            var character = Next();
            Require(character >= ' ');
            said.Append(character == '\\' ? Escape() : character);
        }

        var raw = _text[start.._at];
        Take('"');
        var text = said.ToString();
        Require(!HasLoneSurrogate(text));
        return new("string") { Text = text, Raw = raw };
    }

    private char Escape()
    {
        switch (Next())
        {
            case '"': return '"';
            case '\\': return '\\';
            case '/': return '/';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u':
                var digits = string.Concat(Next(), Next(), Next(), Next());
                Require(digits.All(char.IsAsciiHexDigit));
                return (char)Convert.ToInt32(digits, 16);
            default: throw new FormatException("no escape");
        }
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        }

        return false;
    }

    private ReferenceNode Word(string word)
    {
        Require(string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0);
        _at += word.Length;
        return new(word);
    }

    private void Digits()
    {
        Require(char.IsAsciiDigit(Peek()));
        while (char.IsAsciiDigit(Peek()))
            _at++;
    }

    private void Space()
    {
        while (_at < _text.Length && Peek() is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private void Take(char expected) => Require(Next() == expected);

    private char Next()
    {
        Require(_at < _text.Length);
        return _text[_at++];
    }

    /// <summary>The next character; U+FFFF, which nothing here asks for, at the end.</summary>
    private char Peek() => _at < _text.Length ? _text[_at] : '\uFFFF';

    private static void Require(bool holds)
    {
        if (!holds)
            throw new FormatException("no JSON");
    }
}
