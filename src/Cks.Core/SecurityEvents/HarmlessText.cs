using System.Globalization;
using System.Text;

namespace Cks.Core;

/// <summary>Text of other people on its way to a log or a screen of operators.</summary>
internal static class HarmlessText
{
    private const string Cut = "...";

    /// <summary>
    /// The text on one line: control and format characters (which forge lines, colours and reading direction), line separators and lone surrogates become <c>\u000a</c>.
    /// A backslash stays (accounts have one), so that harmless text stays as it is, however often it comes by. What is longer than <paramref name="longest"/> characters is cut and ends in three dots.
    /// </summary>
    public static string Of(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = text.AsSpan(0, Math.Min(text.Length, longest));
        var result = new StringBuilder(kept.Length);
        while (!kept.IsEmpty)
        {
            var whole = Rune.DecodeFromUtf16(kept, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (whole && !IsHarmful(rune))
                result.Append(kept[..length]);
            else
                foreach (var unit in kept[..length])
                    result.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            kept = kept[length..];
        }

        return text.Length > longest ? result.Append(Cut).ToString() : result.ToString();
    }

    private static bool IsHarmful(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
