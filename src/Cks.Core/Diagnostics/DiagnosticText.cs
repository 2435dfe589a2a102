using System.Globalization;
using System.Text;

namespace Cks.Core;

/// <summary>
/// Findings as text: a line for each, and below it the line of the document with a mark under the place. What a document holds is other people's:
/// no control or direction character of it is written.
/// </summary>
public static class DiagnosticText
{
    // Columns of a terminal that the excerpt of a line may take, and those of them before the place.
    private const int Widest = 100;
    private const int Before = 40;

    // No character that is shown has more bytes than this for each column, tabs and marks on letters aside.
    private const int BytesKept = Widest * 8;

    private const int TabStop = 4;

    /// <summary>A finding and its excerpt, each line ending with a line feed.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <param name="diagnostics">The findings, in the order in which they are written.</param>
    /// <param name="source">Gives the document of a file, or <see langword="null"/> where it is not at hand: then there is no excerpt.</param>
    public static void Write(TextWriter output, IEnumerable<Diagnostic> diagnostics, Func<string, ReadOnlyMemory<byte>?> source)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(diagnostics);
        ArgumentNullException.ThrowIfNull(source);
        foreach (var diagnostic in diagnostics)
        {
            output.Write(Printable($"{Word(diagnostic.Severity)} {diagnostic}") + '\n');
            if (diagnostic.Location.Line > 0 && source(diagnostic.Location.File) is { } utf8)
                foreach (var line in Excerpt(diagnostic, utf8))
                    output.Write(line + '\n');
        }
    }

    /// <summary>The line of the document and a line with a mark under the place. Nothing for a finding about the whole document, or a place that the document does not have.</summary>
    /// <param name="diagnostic">The finding.</param>
    /// <param name="utf8">The document that it is about.</param>
    public static IReadOnlyList<string> Excerpt(Diagnostic diagnostic, ReadOnlyMemory<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        var bytes = utf8.Span.StartsWith("\uFEFF"u8) ? utf8.Span[3..] : utf8.Span;
        if (diagnostic.Location.Line == 0 || LineOf(bytes, diagnostic.Location.Line) is not { } start)
            return [];
        var line = bytes[start..];
        var end = line.IndexOf((byte)'\n');
        if (end >= 0)
            line = line[..end];
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        if (OffsetOf(line, diagnostic.Location.Column) is not { } place)
            return [];
        var (before, isCutBefore) = Tail(line[..place]);
        var (after, isCutAfter, mark) = Head(line[place..], diagnostic.Length, Width(before));
        var number = diagnostic.Location.Line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
        var (left, right) = (isCutBefore ? "…" : "", isCutAfter ? "…" : "");
        return
        [
            $"{number} | {left}{before}{after}{right}".TrimEnd(),
            $"      | {new string(' ', left.Length + Width(before))}{new string('^', Math.Max(1, mark))}",
        ];
    }

    /// <summary>A text of which every character is shown as itself: control characters, those that turn the direction of text, and halves of characters become U+FFFD.</summary>
    public static string Printable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var rune in text.EnumerateRunes())
            // Half of a character is enumerated as U+FFFD.
            if (!IsShown(rune) || rune == Rune.ReplacementChar)
                return Replace(text);
        return text;
    }

    /// <summary><c>error</c>, <c>warning</c> or <c>info</c>.</summary>
    public static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "info",
    };

    private static string Replace(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            shown.Append(IsShown(rune) ? rune.ToString() : "\uFFFD");
        return shown.ToString();
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static int? LineOf(ReadOnlySpan<byte> bytes, int line)
    {
        var start = 0;
        for (var i = 1; i < line; i++)
        {
            var end = bytes[start..].IndexOf((byte)'\n');
            if (end < 0)
                return null;
            start += end + 1;
        }

        return start;
    }

    /// <summary>The byte of a column; the end of the line where the column is directly behind it.</summary>
    private static int? OffsetOf(ReadOnlySpan<byte> line, int column)
    {
        var (at, left) = (0, column - 1);
        while (left > 0 && at < line.Length)
        {
            Rune.DecodeFromUtf8(line[at..], out var rune, out var length);
            left -= rune.Utf16SequenceLength;
            at += length;
        }

        return left == 0 ? at : null;
    }

    private static (string Text, bool IsCut) Tail(ReadOnlySpan<byte> line)
    {
        var shown = new List<string>();
        var width = 0;
        var end = line.Length;
        while (end > 0 && line.Length - end < BytesKept)
        {
            Rune.DecodeLastFromUtf8(line[..end], out var rune, out var length);
            if (width + Width(rune) > Before)
                break;
            width += Width(rune);
            end -= length;
            shown.Add(Show(rune));
        }

        shown.Reverse();
        return (string.Concat(shown), end > 0);
    }

    private static (string Text, bool IsCut, int Mark) Head(ReadOnlySpan<byte> line, int length, int column)
    {
        var (shown, at, units, mark) = (new StringBuilder(), 0, 0, 0);
        while (at < line.Length && at < BytesKept)
        {
            Rune.DecodeFromUtf8(line[at..], out var rune, out var taken);
            if (column + Width(rune) > Widest)
                break;
            column += Width(rune);
            if (units < length)
                mark += Width(rune);
            units += rune.Utf16SequenceLength;
            at += taken;
            shown.Append(Show(rune));
        }

        return (shown.ToString(), at < line.Length, mark);
    }

    // A tab is as wide here as everywhere in the line, so that the mark below needs none.
    private static string Show(Rune rune) => rune.Value == '\t' ? new(' ', TabStop) : IsShown(rune) ? rune.ToString() : "\uFFFD";

    private static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Width(rune);
        return width;
    }

    private static int Width(Rune rune) => rune.Value switch
    {
        '\t' => TabStop,
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        < 0x1100 => 1,
        // East Asian wide and full-width characters and emoji (Unicode, UAX 11).
        <= 0x115F or (>= 0x231A and <= 0x231B) or (>= 0x2329 and <= 0x232A) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF) or (>= 0xA960 and <= 0xA97C)
            or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF01 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
            or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) => 2,
        _ => 1,
    };
}
