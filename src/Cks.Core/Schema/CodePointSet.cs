using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Cks.Core;

/// <summary>A set of Unicode code points, as it is built while a class of a regular expression is read.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int FirstAstral = 0x10000;
    private const int RangeLength = 13;

    private static readonly ConcurrentDictionary<string, CodePointSet?> Properties = new(StringComparer.Ordinal);

    private readonly List<(int From, int To)> _ranges = [];

    public static CodePointSet Digits { get; } = new CodePointSet().Add('0', '9');

    public static CodePointSet Word { get; } = new CodePointSet().Add('a', 'z').Add('A', 'Z').Add('0', '9').Add('_', '_');

    /// <summary>White space and line ends as ECMA-262 has them.</summary>
    public static CodePointSet Space { get; } = new CodePointSet().Add('\t', '\r').Add(' ', ' ').Add('\u00A0', '\u00A0').Add('\u1680', '\u1680').Add('\u2000', '\u200A')
        .Add('\u2028', '\u2029').Add('\u202F', '\u202F').Add('\u205F', '\u205F').Add('\u3000', '\u3000').Add('\uFEFF', '\uFEFF');

    public static CodePointSet LineEnds { get; } = new CodePointSet().Add('\n', '\n').Add('\r', '\r').Add('\u2028', '\u2029');

    public CodePointSet Add(int from, int to)
    {
        _ranges.Add((from, to));
        return this;
    }

    public CodePointSet Add(CodePointSet other)
    {
        _ranges.AddRange(other._ranges);
        return this;
    }

    public CodePointSet Complement()
    {
        var (result, next) = (new CodePointSet(), 0);
        foreach (var (from, to) in Normal())
        {
            if (from > next)
                result.Add(next, from - 1);
            next = to + 1;
        }

        return next <= Last ? result.Add(next, Last) : result;
    }

    /// <summary>The code points below 128.</summary>
    public UInt128 Ascii()
    {
        var bits = UInt128.Zero;
        foreach (var (from, to) in _ranges)
        {
            for (var c = from; c <= Math.Min(to, 127); c++)
                bits |= UInt128.One << c;
        }

        return bits;
    }

    /// <summary>Writes the set for an engine that sees UTF-16 units.</summary>
    /// <returns>How many ranges it took.</returns>
    public int Write(StringBuilder output)
    {
        var (plain, pairs) = (new StringBuilder(), new List<string>());
        foreach (var (from, to) in Normal())
        {
            Plain(plain, from, Math.Min(to, FirstSurrogate - 1));
            Plain(plain, Math.Max(from, LastSurrogate + 1), Math.Min(to, FirstAstral - 1));
            Pairs(pairs, Math.Max(from, FirstAstral), to);
        }

        if (plain.Length > 0)
            pairs.Insert(0, $"[{plain}]");
        // Nothing at all is in the empty set.
        output.Append(pairs.Count == 0 ? @"[^\s\S]" : pairs.Count == 1 && plain.Length > 0 ? pairs[0] : $"(?:{string.Join('|', pairs)})");
        return Math.Max(1, plain.Length / RangeLength + pairs.Count);
    }

    /// <summary>The only code point, or -1 when there is not just one.</summary>
    public int Single => _ranges is [var only] && only.From == only.To ? only.From : -1;

    /// <summary>The code points with a Unicode property, or <see langword="null"/> when the property is not known.</summary>
    public static CodePointSet? OfProperty(string property) => Properties.Count > 100 && !Properties.ContainsKey(property) ? Build(property) : Properties.GetOrAdd(property, Build);

    private static CodePointSet? Build(string property)
    {
        var name = property.StartsWith("General_Category=", StringComparison.Ordinal) || property.StartsWith("gc=", StringComparison.Ordinal) ? property[(property.IndexOf('=') + 1)..] : property;
        Func<int, bool>? has = property switch
        {
            "Any" => _ => true,
            "ASCII" => c => c < 128,
            "ASCII_Hex_Digit" or "AHex" => c => c < 128 && char.IsAsciiHexDigit((char)c),
            "White_Space" or "space" => c => c < FirstAstral && char.IsWhiteSpace((char)c),
            _ => UnicodeCategories.Find(name) is { } categories ? c => (categories & (1 << (int)CharUnicodeInfo.GetUnicodeCategory(c))) != 0 : null,
        };
        if (has is null)
            return null;
        var set = new CodePointSet();
        for (var (c, from) = (0, -1); c <= Last + 1; c++)
        {
            var inside = c <= Last && has(c);
            if (inside && from < 0)
            {
                from = c;
            }
            else if (!inside && from >= 0)
            {
                set.Add(from, c - 1);
                from = -1;
            }
        }

        return set;
    }

    private List<(int From, int To)> Normal()
    {
        var result = new List<(int From, int To)>();
        foreach (var (from, to) in _ranges.Order())
        {
            if (result.Count > 0 && from <= result[^1].To + 1)
                result[^1] = (result[^1].From, Math.Max(result[^1].To, to));
            else
                result.Add((from, to));
        }

        return result;
    }

    private static void Plain(StringBuilder output, int from, int to)
    {
        if (from <= to)
            output.Append(Unit(from)).Append('-').Append(Unit(to));
    }

    private static void Pairs(List<string> output, int from, int to)
    {
        while (from <= to)
        {
            var (high, low) = (High(from), Low(from));
            if (low == 0xDC00 && High(to) > high)
            {
                // Whole blocks of 1,024 together.
                var end = Low(to) == 0xDFFF ? High(to) : High(to) - 1;
                output.Add($"[{Unit(high)}-{Unit(end)}][\\uDC00-\\uDFFF]");
                from = FirstAstral + ((end - 0xD800 + 1) << 10);
                continue;
            }

            var last = High(to) == high ? Low(to) : 0xDFFF;
            output.Add($"{Unit(high)}[{Unit(low)}-{Unit(last)}]");
            from += last - low + 1;
        }
    }

    private static int High(int c) => 0xD800 + ((c - FirstAstral) >> 10);

    private static int Low(int c) => 0xDC00 + ((c - FirstAstral) & 0x3FF);

    private static string Unit(int unit) => $"\\u{unit:X4}";
}
