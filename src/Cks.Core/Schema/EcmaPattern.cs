using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cks.Core;

/// <summary>
/// Reads a regular expression as ECMA-262 has it with the flag <c>u</c> and writes it for the engine of .NET. More lenient in one thing:
/// a mark such as <c>-</c> or <c>@</c> may be escaped although it need not be.
/// </summary>
internal sealed class EcmaPattern
{
    private const int LongestPattern = 20_000;
    private const int LongestTranslation = 200_000;
    private const int DeepestGroup = 100;
    private const long HugeSize = int.MaxValue;

    private readonly string _text;
    private readonly bool _captures;
    private readonly StringBuilder _output = new();
    private readonly List<string> _groups = [];
    private readonly List<string> _references = [];
    private int _at;
    private int _depth;

    private EcmaPattern(string text, bool captures) => (_text, _captures) = (text, captures);

    /// <summary>The pattern for .NET.</summary>
    public string Translated { get; private set; } = "";

    /// <summary>What is wrong with the pattern, or <see langword="null"/>.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether it looks around or back, which only a backtracking engine can.</summary>
    public bool LooksAround { get; private set; }

    /// <summary>About how large the pattern is with its repetitions written out.</summary>
    public long Size { get; private set; }

    /// <summary>The pattern as a list of repeated ASCII classes from the start of the text, or <see langword="null"/> when it is more than that.</summary>
    public LinearPattern? Linear { get; private set; } = new();

    public static EcmaPattern Parse(string text)
    {
        var pattern = new EcmaPattern(text, captures: false);
        pattern.Run();
        if (pattern.Error is null && pattern._references.Count > 0)
        {
            pattern = new(text, captures: true);
            pattern.Run();
        }

        return pattern;
    }

    private void Run()
    {
        try
        {
            if (_text.Length > LongestPattern)
                throw new FormatException($"it has more than {LongestPattern} characters");
            Size = Disjunction();
            if (_at < _text.Length)
                throw new FormatException("a group is closed that is not open");
            foreach (var reference in _references)
            {
                if (!_groups.Contains(reference) && !(int.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= _groups.Count))
                    throw new FormatException($"there is no group \"{reference}\"");
            }

            Translated = _output.ToString();
            Linear = Linear?.IsExact == true ? Linear : null;
        }
        catch (FormatException e)
        {
            Error = e.Message;
        }
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private bool Take(string expected)
    {
        if (string.CompareOrdinal(_text, _at, expected, 0, expected.Length) != 0)
            return false;
        _at += expected.Length;
        return true;
    }

    private long Disjunction()
    {
        if (++_depth > DeepestGroup || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new FormatException("its groups are nested too deeply");
        var size = Alternative();
        while (Take("|"))
        {
            Linear = null;
            _output.Append('|');
            size += Alternative();
        }

        _depth--;
        return Math.Min(size, HugeSize);
    }

    private long Alternative()
    {
        var size = 1L;
        while (_at < _text.Length && Current is not ('|' or ')'))
        {
            size += Term();
            if (_output.Length > LongestTranslation)
                throw new FormatException("it has too many classes");
        }

        return size;
    }

    private long Term()
    {
        if (Take("^"))
        {
            _output.Append('^');
            if (Linear?.Start() == false)
                Linear = null;
            return 1;
        }

        if (Take("$"))
        {
            _output.Append(@"\z");
            if (Linear?.End() == false)
                Linear = null;
            return 1;
        }

        if (Take(@"\b") || Take(@"\B"))
        {
            const string word = "[A-Za-z0-9_]";
            var edge = _text[_at - 1] == 'b';
            _output.Append(edge ? $"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))" : $"(?:(?<={word})(?={word})|(?<!{word})(?!{word}))");
            LooksAround = true;
            Linear = null;
            return 1;
        }

        var start = _output.Length;
        var (set, size, repeatable) = Atom();
        if (set is not null)
            size = set.Write(_output);
        var (least, most, lazy) = Quantifier();
        if (least == 1 && most == 1)
        {
            Linear?.Add(set, 1, 1);
        }
        else
        {
            if (!repeatable)
                throw new FormatException("an assertion cannot be repeated");
            _output.Insert(start, "(?:").Append(')').Append(CultureInfo.InvariantCulture, $"{{{least},{(most == int.MaxValue ? "" : most)}}}{(lazy ? "?" : "")}");
            Linear?.Add(set, least, most);
        }

        if (set is null)
            Linear = null;
        return Math.Min(HugeSize, size * Math.Max(1L, most == int.MaxValue ? least + 1L : most));
    }

    private (CodePointSet? Set, long Size, bool Repeatable) Atom()
    {
        if (Take("("))
            return Group();
        if (Take("["))
            return (Class(), 1, true);
        if (Take("."))
            return (CodePointSet.LineEnds.Complement(), 1, true);
        if (Take(@"\k"))
            return Reference(Between("<", ">"));
        if (Current == '\\' && _at + 1 < _text.Length && _text[_at + 1] is >= '1' and <= '9')
        {
            var end = ++_at;
            while (end < _text.Length && char.IsAsciiDigit(_text[end]))
                end++;
            var number = _text[_at..end];
            _at = end;
            return Reference(number);
        }

        if (Take(@"\"))
            return (Escape(inClass: false), 1, true);
        if (Current is '*' or '+' or '?' or '{')
            throw new FormatException("there is nothing to repeat");
        if (Current is '}' or ']')
            throw new FormatException($"\"{Current}\" needs a backslash");
        var c = CodePoint();
        return (new CodePointSet().Add(c, c), 1, true);
    }

    private (CodePointSet?, long, bool) Reference(string group)
    {
        _references.Add(group);
        LooksAround = true;
        // A group that took no part matches nothing at all, not "not".
        var name = _groups.IndexOf(group) is >= 0 and var at ? Name(at) : int.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Name(number - 1) : null;
        if (name is not null && _captures && int.Parse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture) < _groups.Count)
            _output.Append(CultureInfo.InvariantCulture, $@"(?({name})\k<{name}>)");
        return (null, 1, true);
    }

    private static string Name(int group) => string.Create(CultureInfo.InvariantCulture, $"g{group}");

    private (CodePointSet?, long, bool) Group()
    {
        var repeatable = true;
        if (Take("?:"))
        {
            _output.Append("(?:");
        }
        else if (Take("?=") || Take("?!") || Take("?<=") || Take("?<!"))
        {
            _output.Append(_text, _text.LastIndexOf('(', _at - 1), _at - _text.LastIndexOf('(', _at - 1));
            (LooksAround, repeatable) = (true, false);
        }
        else
        {
            var name = "";
            if (Take("?"))
            {
                name = Between("<", ">");
                if (_groups.Contains(name))
                    throw new FormatException($"there are two groups \"{name}\"");
            }

            _groups.Add(name);
            _output.Append(_captures ? $"(?<{Name(_groups.Count - 1)}>" : "(?:");
        }

        Linear = null;
        var size = Disjunction();
        if (!Take(")"))
            throw new FormatException("a group is not closed");
        _output.Append(')');
        return (null, size, repeatable);
    }

    private string Between(string open, string close)
    {
        var end = Take(open) ? _text.IndexOf(close, _at, StringComparison.Ordinal) : -1;
        if (end < 0)
            throw new FormatException("a group is of no kind that ECMA-262 knows");
        var name = _text[_at..end];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$'))
            throw new FormatException($"\"{name}\" is no name of a group");
        _at = end + close.Length;
        return name;
    }

    private (int Least, int Most, bool Lazy) Quantifier()
    {
        var (least, most) = (1, 1);
        if (Take("*"))
            (least, most) = (0, int.MaxValue);
        else if (Take("+"))
            (least, most) = (1, int.MaxValue);
        else if (Take("?"))
            (least, most) = (0, 1);
        else if (Take("{"))
            (least, most) = Braces();
        else
            return (1, 1, false);
        if (least > most)
            throw new FormatException("a repetition ends before it begins");
        return (least, most, Take("?"));
    }

    private (int, int) Braces()
    {
        var least = Count();
        var most = Take(",") ? Current == '}' ? int.MaxValue : Count() : least;
        return Take("}") ? (least, most) : throw new FormatException("a repetition is not closed");
    }

    private int Count()
    {
        var start = _at;
        while (char.IsAsciiDigit(Current))
            _at++;
        if (start == _at)
            throw new FormatException("a repetition has no number");
        return int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : int.MaxValue;
    }

    private CodePointSet Class()
    {
        var (set, negated) = (new CodePointSet(), Take("^"));
        while (!Take("]"))
        {
            if (_at == _text.Length)
                throw new FormatException("a class is not closed");
            var (first, from) = ClassAtom();
            if (Current != '-' || _at + 1 >= _text.Length || _text[_at + 1] == ']')
            {
                set.Add(first);
                continue;
            }

            _at++;
            var (_, to) = ClassAtom();
            if (from < 0 || to < from)
                throw new FormatException("a range in a class ends before it begins");
            set.Add(from, to);
        }

        return negated ? set.Complement() : set;
    }

    /// <summary>What stands in a class; its code point, or -1 when it is a set of them.</summary>
    private (CodePointSet Set, int Single) ClassAtom()
    {
        if (Take(@"\"))
        {
            var set = Escape(inClass: true);
            return (set, set.Single);
        }

        var c = CodePoint();
        return (new CodePointSet().Add(c, c), c);
    }

    private CodePointSet Escape(bool inClass)
    {
        if (_at == _text.Length)
            throw new FormatException("it ends with a backslash");
        var c = CodePoint();
        return c switch
        {
            'd' => CodePointSet.Digits,
            'D' => CodePointSet.Digits.Complement(),
            'w' => CodePointSet.Word,
            'W' => CodePointSet.Word.Complement(),
            's' => CodePointSet.Space,
            'S' => CodePointSet.Space.Complement(),
            'p' => Property(),
            'P' => Property().Complement(),
            't' => One('\t'),
            'n' => One('\n'),
            'v' => One('\v'),
            'f' => One('\f'),
            'r' => One('\r'),
            'b' when inClass => One('\b'),
            '0' when !char.IsAsciiDigit(Current) => One(0),
            'c' when char.IsAsciiLetter(Current) => One(_text[_at++] % 32),
            'x' => One(Hex(2)),
            'u' => One(Unicode()),
            < 128 when !char.IsAsciiLetterOrDigit((char)c) && c > ' ' => One(c),
            _ => throw new FormatException($"\"\\{char.ConvertFromUtf32(c)}\" is no escape that ECMA-262 knows"),
        };
    }

    private static CodePointSet One(int c) => new CodePointSet().Add(c, c);

    private CodePointSet Property()
    {
        var end = Take("{") ? _text.IndexOf('}', _at) : -1;
        if (end < 0)
            throw new FormatException("a property has no name");
        var name = _text[_at..end];
        _at = end + 1;
        return CodePointSet.OfProperty(name) ?? throw new FormatException($"the property \"{name}\" is not known; general categories are");
    }

    private int Unicode()
    {
        if (Take("{"))
        {
            var end = _text.IndexOf('}', _at);
            if (end < 0 || !int.TryParse(_text.AsSpan(_at, end - _at), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var c) || c is < 0 or > 0x10FFFF)
                throw new FormatException("\\u{...} names no character");
            _at = end + 1;
            return c;
        }

        var unit = Hex(4);
        var back = _at;
        if (!char.IsHighSurrogate((char)unit) || !Take(@"\u"))
            return unit;
        var low = Current == '{' ? 0 : Hex(4);
        if (char.IsLowSurrogate((char)low))
            return char.ConvertToUtf32((char)unit, (char)low);
        _at = back;
        return unit;
    }

    private int Hex(int digits)
    {
        if (_at + digits > _text.Length || !int.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw new FormatException("an escape has too few digits");
        _at += digits;
        return value;
    }

    private int CodePoint()
    {
        var c = char.IsHighSurrogate(_text[_at]) && _at + 1 < _text.Length ? char.ConvertToUtf32(_text[_at], _text[_at + 1]) : _text[_at];
        _at += c > 0xFFFF ? 2 : 1;
        return c;
    }
}
