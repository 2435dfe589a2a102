using System.Text;
using CsCheck;

namespace Cks.Core.Tests;

public sealed class DiagnosticTextTests
{
    [Fact]
    public void A_finding_has_its_line_and_a_mark_under_the_place()
    {
        var text = Write("{\n  \"version\": 1,\n  \"rolse\": {}\n}\n", new(3, 3), 7);

        Assert.Equal(
            """
            error CKS106 a.json:3:3 It is wrong. Mend it.
                3 |   "rolse": {}
                  |   ^^^^^^^

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Theory]
    [InlineData("\t\t\"a\"", 3, 3, "        \"a\"", "        ^^^")]
    [InlineData("\"日本\": \"x\"", 7, 3, "\"日本\": \"x\"", "        ^^^")]
    [InlineData("\"日本\": 1", 1, 4, "\"日本\": 1", "^^^^^^")]
    [InlineData("\"e\u0301\": 1", 7, 1, "\"e\u0301\": 1", "     ^")]
    [InlineData("\"🚀\": 1", 7, 1, "\"🚀\": 1", "      ^")]
    [InlineData("{", 2, 0, "{", " ^")]
    [InlineData("{\r", 1, 1, "{", "^")]
    public void The_mark_is_under_the_place_however_wide_the_characters_before_it_are(string line, int column, int length, string shown, string mark)
    {
        var lines = Excerpt(line, new(1, column), length);

        Assert.Equal(["    1 | " + shown, "      | " + mark], lines);
    }

    [Fact]
    public void A_long_line_is_cut_around_the_place()
    {
        var line = $"[{string.Concat(Enumerable.Repeat("\"aaaaaaaa\", ", 100_000))}\"wrong\", {string.Concat(Enumerable.Repeat("\"bbbbbbbb\", ", 100_000))}1]";
        var column = line.IndexOf("\"wrong\"", StringComparison.Ordinal) + 1;

        var lines = Excerpt(line, new(1, column), 7);

        Assert.All(lines, l => Assert.InRange(l.Length, 1, 120));
        Assert.StartsWith("    1 | …", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("…", lines[0], StringComparison.Ordinal);
        Assert.Equal("\"wrong\"", lines[0].Substring(lines[1].IndexOf('^', StringComparison.Ordinal), 7));
        Assert.Equal(7, lines[1].Count(c => c == '^'));
    }

    [Fact]
    public void What_a_document_holds_never_steers_a_terminal()
    {
        var text = Write("{\"\u001b[2J\u202Eevil\u2066\u200B\u0085\": 1}", new(1, 2), 14);

        Assert.DoesNotContain(text, c => (char.IsControl(c) && c != '\n') || c is '\u202E' or '\u2066' or '\u200B');
        Assert.Contains("{\"\uFFFD[2J\uFFFDevil\uFFFD\uFFFD\uFFFD\": 1}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_is_written_without_what_steers_a_terminal_as_well()
    {
        using var output = new StringWriter();
        DiagnosticText.Write(output, [new(CksCodes.UnknownProperty, SourceLocation.Whole("a\n.json"), "\"\u001b[31m\ud800\" is wrong.", "")], _ => null);

        Assert.Equal("error CKS106 a\uFFFD.json \"\uFFFD[31m\uFFFD\" is wrong.\n", output.ToString());
    }

    [Fact]
    public void Half_of_a_character_alone_is_replaced() => Assert.Equal("a\uFFFDb", DiagnosticText.Printable("a\ud800b"));

    [Fact]
    public void A_finding_as_text_is_one_line_and_steers_no_terminal_so_that_no_exception_does()
    {
        var exception = new CksConfigurationException([new(CksCodes.UnknownProperty, SourceLocation.Whole("a.json"), "\"\u001b[2J\nCKS101 forged\" is wrong.", "")]);

        Assert.Equal("CKS106 a.json \"\uFFFD[2J\uFFFDCKS101 forged\" is wrong.", exception.Message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 1)]
    [InlineData(1, 9)]
    public void A_place_that_the_document_does_not_have_has_no_excerpt(int line, int column) => Assert.Empty(Excerpt("{}", new(line, column), 1));

    [Fact]
    public void A_byte_order_mark_moves_no_mark()
    {
        var lines = DiagnosticText.Excerpt(Finding(new(1, 2), 3), (byte[])[0xEF, 0xBB, 0xBF, .. "{\"a\""u8]);

        Assert.Equal(["    1 | {\"a\"", "      |  ^^^"], lines);
    }

    [Fact]
    public void Any_place_in_any_document_gives_two_lines_of_bounded_width_or_none()
    {
        var bytes = Gen.OneOf(Gen.Byte.Array[0, 80], Gen.OneOf("a", "é", "日", "🚀", "\t", "\n", "\u0301", "\u202E").Array[0, 400].Select(p => Encoding.UTF8.GetBytes(string.Concat(p))));
        Gen.Select(bytes, Gen.Int[1, 4], Gen.Int[1, 500], Gen.Int[0, 500]).Sample((utf8, line, column, length) =>
        {
            var lines = DiagnosticText.Excerpt(Finding(new(line, column), length), utf8);
            return lines.Count == 0 || (lines.Count == 2 && lines[1].Length <= 120 && lines[1].Contains('^', StringComparison.Ordinal) && lines.All(l => !l.Any(char.IsControl)));
        }, iter: 5_000);
    }

    private static string Write(string document, Place place, int length)
    {
        using var output = new StringWriter();
        DiagnosticText.Write(output, [Finding(place, length)], file => file == "a.json" ? Encoding.UTF8.GetBytes(document) : null);
        return output.ToString();
    }

    private static IReadOnlyList<string> Excerpt(string document, Place place, int length) => DiagnosticText.Excerpt(Finding(place, length), Encoding.UTF8.GetBytes(document));

    private static Diagnostic Finding(Place place, int length) => new(CksCodes.UnknownProperty, new("a.json", place.Line, place.Column, "/a"), "It is wrong.", "Mend it.") { Length = length };

    private readonly record struct Place(int Line, int Column);
}
