using System.Globalization;
using System.Text;

namespace Cks.Core;

/// <summary>
/// Finds the first fault of a text that is not JSON and says what a person would: that a comma is missing, that a name stands without quotes. Reads what
/// <see cref="System.Text.Json.Utf8JsonReader"/> reads, without calling itself, and only after that has refused the text.
/// </summary>
internal sealed class JsonFaultFinder(SourceText text, SourceDocumentOptions options)
{
    private enum Expect
    {
        Value,
        ValueOrClose,
        NameOrClose,
        Colon,
        CommaOrClose,
        Nothing,
    }

    private readonly Stack<int> _open = new();
    private int _at;
    private int _end;
    private int _comma;
    private Expect _expect = Expect.Value;

    private ReadOnlySpan<byte> Bytes => text.Bytes;

    private bool InArray => Bytes[_open.Peek()] == (byte)'[';

    private string Container => InArray ? "array" : "object";

    /// <summary>The fault; <see langword="null"/> when there is none.</summary>
    public JsonFault? Find()
    {
        while (true)
        {
            if (SkipSpace() is { } comment)
                return comment;
            if (_at == Bytes.Length)
                return AtEnd();
            if (Step(Bytes[_at]) is { } fault)
                return fault;
            _end = _at;
        }
    }

    private JsonFault? Step(byte b) => _expect switch
    {
        Expect.Nothing => new(_at, 0, "Something follows the end of the document.", b is (byte)'}' or (byte)']' ? "Take it out: all that was opened is closed before it." : "Take it out; a document is one value."),
        Expect.Colon => Colon(b),
        Expect.CommaOrClose => CommaOrClose(b),
        Expect.NameOrClose => Name(b),
        _ => Value(b),
    };

    private JsonFault? Value(byte b)
    {
        switch (b)
        {
            case (byte)'"':
                return String() ?? After();
            case (byte)'{' or (byte)'[':
                if (_open.Count == options.MaxDepth)
                    return new(_at, 1, $"The document is nested deeper than {options.MaxDepth} levels.", "Write it flatter.");
                _open.Push(_at++);
                _expect = b == (byte)'{' ? Expect.NameOrClose : Expect.ValueOrClose;
                return null;
            case (byte)'}' or (byte)']' when _open.Count > 0:
                return Close(b);
            case (byte)',':
                return new(_at, 1, "A value is missing before this comma.", "Write the value, or take the comma out.");
            case (byte)':':
                return new(_at, 1, "A value is expected here.", InsideObject ? "Take one of the two colons out." : "Write members with names in { and }.");
            default:
                return IsWord(b) ? Word() ?? After() : Stray("A value cannot begin with");
        }
    }

    private bool InsideObject => _open.Count > 0 && !InArray;

    private JsonFault? Name(byte b)
    {
        if (b == (byte)'"')
        {
            if (String() is { } fault)
                return fault;
            _expect = Expect.Colon;
            return null;
        }

        if (b is (byte)'}' or (byte)']')
            return Close(b);
        if (b == (byte)',')
            return new(_at, 1, "A member is missing before this comma.", "Take the comma out.");
        if (!IsWord(b))
            return Stray("The name of a property cannot begin with");
        var (start, word) = (_at, TakeWord());
        return new(start, _at - start, $"The name {word} stands without quotes.", $"Write \"{word}\".");
    }

    private JsonFault? Colon(byte b)
    {
        if (LettersAfterText(b) is { } letters)
            return letters;
        if (b != (byte)':')
            return new(_at, b == (byte)'=' ? 1 : 0, b == (byte)'=' ? "A name is followed by = in place of a colon." : "A colon is missing between the name and its value.", "Write : here.");
        _at++;
        _expect = Expect.Value;
        return null;
    }

    private JsonFault? CommaOrClose(byte b)
    {
        if (b == (byte)',')
        {
            _comma = _at++;
            _expect = InArray ? Expect.ValueOrClose : Expect.NameOrClose;
            return null;
        }

        if (b is (byte)'}' or (byte)']')
            return Close(b);
        if (b == (byte)':')
            return new(_at, 1, InArray ? "An array has no names." : "A second colon follows the value.", InArray ? "Write members with names in { and }." : "Take it out, or write a comma.");
        if (b == (byte)';')
            return new(_at, 1, "A semicolon stands where a comma is expected.", "Write a comma.");
        if (LettersAfterText(b) is { } letters)
            return letters;
        return Bytes[_at] is (byte)'"' or (byte)'{' or (byte)'[' or (byte)'\'' || IsWord(b) ? new(_at, 0, $"A comma is missing before this {(InArray ? "value" : "member")}.", "Write a comma after the one before.") : Stray($"An {Container} cannot go on with");
    }

    private JsonFault? LettersAfterText(byte b) =>
        IsWord(b) && _at == _end && Bytes[_at - 1] == (byte)'"' ? new(_at, 0, "Letters follow the end of a text.", "Write a quote inside of a text as \\\".") : null;

    private JsonFault? Close(byte b)
    {
        if (b != (InArray ? (byte)']' : (byte)'}'))
            return new(_at, 1, $"The {Container} that begins at {Where(_open.Peek())} is closed with {(char)b}.", $"Write {(InArray ? ']' : '}')}, or close what was opened in between.");
        // A comma may stand before the end where comments may.
        if (_expect is Expect.ValueOrClose or Expect.NameOrClose && _comma > _open.Peek() && !options.AllowComments)
            return new(_comma, 1, $"A comma stands before the end of the {Container}.", "Take it out.");
        if (_expect == Expect.Value)
            return new(_at, 1, "A value is missing before this.", "Write the value, or take its name out.");
        _open.Pop();
        _at++;
        return After();
    }

    private JsonFault? After()
    {
        _expect = _open.Count == 0 ? Expect.Nothing : Expect.CommaOrClose;
        return null;
    }

    private JsonFault? AtEnd()
    {
        if (_expect == Expect.Nothing)
            return null;
        if (_open.Count > 0)
            return new(_end, 0, $"The document ends, and the {Container} that begins at {Where(_open.Peek())} is not closed.", $"Write {(InArray ? ']' : '}')} where it ends.");
        return Bytes.Trim(" \t\r\n"u8).IsEmpty ? new(0, 0, "The document is empty.", "Write {} for one without members.") : new(0, 0, "The document holds nothing but comments.", "Write {} for one without members.");
    }

    private string Where(int offset)
    {
        var place = text.Locate(offset, "");
        return string.Create(CultureInfo.InvariantCulture, $"{place.Line}:{place.Column}");
    }

    private JsonFault? SkipSpace()
    {
        for (; _at < Bytes.Length; _at++)
        {
            if (Bytes[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                continue;
            if (Bytes[_at] != (byte)'/')
                return null;
            if (!options.AllowComments)
                return new(_at, Bytes[_at..] is [_, (byte)'/' or (byte)'*', ..] ? 2 : 1, "Comments are not allowed here.", "Take the comment out.");
            switch (Bytes[_at..])
            {
                case [_, (byte)'/', ..]:
                    var line = Bytes[_at..].IndexOfAny((byte)'\n', (byte)'\r');
                    _at = line < 0 ? Bytes.Length - 1 : _at + line;
                    break;
                case [_, (byte)'*', ..]:
                    var end = Bytes[(_at + 2)..].IndexOf("*/"u8);
                    if (end < 0)
                        return new(_at, 2, "The comment does not end.", "Write */ where it ends.");
                    _at += end + 3;
                    break;
                default:
                    return new(_at, 1, "A single / begins no comment.", "Write // or /* */.");
            }
        }

        return null;
    }

    private JsonFault? String()
    {
        var start = _at++;
        for (; _at < Bytes.Length; _at++)
        {
            var b = Bytes[_at];
            if (b == (byte)'"')
            {
                _at++;
                return null;
            }

            if (b is (byte)'\n' or (byte)'\r')
                return new(start, 0, "The text that begins here does not end on its line.", "Write the closing quote; a line break inside of a text is \\n.");
            if (b < ' ')
                return new(_at, 1, $"{(b == '\t' ? "A tab" : b == 0 ? "A NUL byte" : $"The control character 0x{b:X2}")} stands in a text.", b == '\t' ? "Write \\t." : $"Take it out, or write \\u00{b:x2}.");
            if (b == (byte)'\\' && Escape() is { } fault)
                return fault;
        }

        return new(start, 0, "The text that begins here does not end.", "Write the closing quote.");
    }

    // Leaves _at on the last byte of the escape.
    private JsonFault? Escape()
    {
        var start = _at++;
        if (_at == Bytes.Length || Bytes[_at] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t')
            return null;
        if (Bytes[_at] != (byte)'u')
            return new(start, Bytes[_at] < 0x80 && Bytes[_at] >= ' ' ? 2 : 1, "This is no escape of JSON.", "Write \\\\ for a backslash; there are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits.");
        if (Unit(start) is not { } unit)
            return new(start, 2, "\\u is not followed by four hexadecimal digits.", "Write four, such as \\u00e9.");
        _at = start + 5;
        if (!char.IsSurrogate(unit))
            return null;
        if (!char.IsHighSurrogate(unit) || Unit(start + 6) is not { } low || !char.IsLowSurrogate(low))
            return new(start, 6, "The escape is half of a character.", "Write both halves, or the character itself.");
        _at = start + 11;
        return null;
    }

    private char? Unit(int at) =>
        at + 6 <= Bytes.Length && Bytes[at] == (byte)'\\' && Bytes[at + 1] == (byte)'u' && IsHex(Bytes.Slice(at + 2, 4)) ? (char)Convert.ToUInt16(Encoding.ASCII.GetString(Bytes.Slice(at + 2, 4)), 16) : null;

    private static bool IsHex(ReadOnlySpan<byte> digits)
    {
        foreach (var b in digits)
            if (!char.IsAsciiHexDigit((char)b))
                return false;
        return true;
    }

    private JsonFault? Word()
    {
        var (start, word) = (_at, TakeWord());
        if (word is "true" or "false" or "null" || IsNumber(word))
            return null;
        var length = _at - start;
        if (char.IsAsciiDigit(word[0]) || word is ['-' or '+' or '.', ..])
            return OfNumber(new(start, length, "", ""), word);
        if (word is "NaN" or "Infinity")
            return new(start, length, $"{word} is no value of JSON.", "Write a number, or null.");
        var meant = word is "None" or "undefined" or "nil" ? "null" : DidYouMean.Closest(word, ["true", "false", "null"]);
        return meant is null
            ? new(start, length, $"The text {word} stands without quotes.", $"Write \"{word}\".")
            : new(start, length, $"{word} is no value of JSON.", $"Did you mean {meant}?", meant);
    }

    private static JsonFault OfNumber(JsonFault fault, string word)
    {
        var digits = word.TrimStart('-', '+');
        var (message, fix) = word switch
        {
            ['+', ..] => ("A number does not begin with +.", "Take the + out."),
            _ when digits is "" => ("A digit is missing after the sign.", "Write a number."),
            _ when digits is "Infinity" or "NaN" => ($"{word} is no value of JSON.", "Write a number, or null."),
            _ when digits is ['0', 'x' or 'X' or 'b' or 'o', ..] => ("Numbers are written with decimal digits.", "Write the number with the digits 0 to 9."),
            _ when digits is ['.', ..] => ("A digit is missing before the point.", "Write 0 before it."),
            _ when digits is ['0', >= '0' and <= '9', ..] => ("A number does not begin with 0.", "Take the 0 out, or write a text in quotes."),
            _ when digits.Contains('_') => ("The digits of a number stand without _ between them.", "Take it out."),
            _ when digits.Count(c => c == '.') == 1 && (digits[^1] == '.' || digits.Contains(".e", StringComparison.OrdinalIgnoreCase)) => ("A digit is missing after the point.", "Write 0 after it, or take the point out."),
            _ => ($"{word} is no number.", "Write a number, or a text in quotes."),
        };
        return fault with { Message = message, Fix = fix };
    }

    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        var rest = word.StartsWith("-") ? word[1..] : word;
        if (!TakeDigits(ref rest, out var first) || (first == '0' && rest is [>= '0' and <= '9', ..]))
            return false;
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            if (!TakeDigits(ref rest, out _))
                return false;
        }

        if (rest is ['e' or 'E', ..])
        {
            rest = rest is [_, '+' or '-', ..] ? rest[2..] : rest[1..];
            if (!TakeDigits(ref rest, out _))
                return false;
        }

        return rest.IsEmpty;
    }

    // A 0 is a number of its own: what follows it is not taken.
    private static bool TakeDigits(ref ReadOnlySpan<char> rest, out char first)
    {
        first = rest.IsEmpty ? '\0' : rest[0];
        if (!char.IsAsciiDigit(first))
            return false;
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var taken = end < 0 ? rest.Length : end;
        if (first == '0' && taken > 1)
            taken = 1;
        rest = rest[taken..];
        return true;
    }

    private string TakeWord()
    {
        var start = _at;
        while (_at < Bytes.Length && IsWord(Bytes[_at]))
            _at++;
        return Encoding.UTF8.GetString(Bytes[start.._at]);
    }

    private static bool IsWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'+' or (byte)'.' or (byte)'_' or (byte)'$';

    private JsonFault Stray(string message)
    {
        Rune.DecodeFromUtf8(Bytes[_at..], out var rune, out var length);
        return rune.Value switch
        {
            '\'' => new(_at, 1, "A single quote stands where a double quote is expected.", "Write \" in place of '."),
            '`' => new(_at, 1, "A backtick stands where a double quote is expected.", "Write \" in place of `."),
            0x201C or 0x201D or 0x201E or 0x2018 or 0x2019 or 0xAB or 0xBB => new(_at, length, "A typographic quote stands where a double quote is expected.", "Write the plain quote \"."),
            '#' => new(_at, 1, "A comment does not begin with #.", options.AllowComments ? "Write // or /* */." : "Take the comment out."),
            0 => new(_at, 0, "A NUL byte stands here.", "Check that the file is the one that you mean, and save it as UTF-8."),
            0xFEFF => new(_at, length, "A byte order mark stands inside of the document.", "Take it out; it may stand once, at the beginning."),
            _ when Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format => new(_at, length, $"The character U+{rune.Value:X4} is no space of JSON.", "Write a plain space."),
            _ => new(_at, length, $"{message} {rune}.", "Write a text in double quotes, or take this out."),
        };
    }
}
