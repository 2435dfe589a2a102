using System.Text;
using CsCheck;

namespace Cks.Core.Tests;

/// <summary>Why a text is not JSON, and where. The documents of <c>Cks.Cli.Tests/Broken</c> hold the same for whole files.</summary>
public sealed class JsonFaultTests
{
    [Theory]
    [InlineData("", "1:1 The document is empty.")]
    [InlineData(" \n", "1:1 The document is empty.")]
    [InlineData("{", "1:2 The document ends, and the object that begins at 1:1 is not closed.")]
    [InlineData("{\"a\"", "1:5 The document ends, and the object that begins at 1:1 is not closed.")]
    [InlineData("[1,\n", "1:4 The document ends, and the array that begins at 1:1 is not closed.")]
    [InlineData("{\"a\":1,}", "1:7 A comma stands before the end of the object.")]
    [InlineData("{,}", "1:2 A member is missing before this comma.")]
    [InlineData("[,1]", "1:2 A value is missing before this comma.")]
    [InlineData("{\"a\"::1}", "1:6 A value is expected here.")]
    [InlineData("{\"a\":1:2}", "1:7 A second colon follows the value.")]
    [InlineData("{\"a\":}", "1:6 A value is missing before this.")]
    [InlineData("{1:2}", "1:2 The name 1 stands without quotes.")]
    [InlineData("[1 2]", "1:4 A comma is missing before this value.")]
    [InlineData("[-]", "1:2 A digit is missing after the sign.")]
    [InlineData("[-Infinity]", "1:2 -Infinity is no value of JSON.")]
    [InlineData("[.5]", "1:2 A digit is missing before the point.")]
    [InlineData("[1.e3]", "1:2 A digit is missing after the point.")]
    [InlineData("[1_000]", "1:2 The digits of a number stand without _ between them.")]
    [InlineData("[1e]", "1:2 1e is no number.")]
    [InlineData("[00]", "1:2 A number does not begin with 0.")]
    [InlineData("[undefined]", "1:2 undefined is no value of JSON.")]
    [InlineData("[`a`]", "1:2 A backtick stands where a double quote is expected.")]
    [InlineData("[\"\\u12g4\"]", "1:3 \\u is not followed by four hexadecimal digits.")]
    [InlineData("[\"\\", "1:2 The text that begins here does not end.")]
    [InlineData("[\"\\ude80\\ud83d\"]", "1:3 The escape is half of a character.")]
    [InlineData("[\"\\ud83d\\ude80\\ud83d\"]", "1:15 The escape is half of a character.")]
    [InlineData("{\"\\ud800\":1}", "1:3 The escape is half of a character.")]
    [InlineData("[\"\0\"]", "1:3 A NUL byte stands in a text.")]
    [InlineData("[\"\u0007\"]", "1:3 The control character 0x07 stands in a text.")]
    [InlineData("/1", "1:1 Comments are not allowed here.")]
    [InlineData("[1]\u00a0", "1:4 Something follows the end of the document.")]
    [InlineData("[\uFEFF1]", "1:2 A byte order mark stands inside of the document.")]
    public void A_fault_is_told_as_a_person_would(string text, string expected)
    {
        var finding = Assert.Single(Json.Read(text).Findings);

        Assert.Equal((CksCodes.NotJson, expected), (finding.Code, $"{finding.Location.Line}:{finding.Location.Column} {finding.Message}"));
        Assert.NotEmpty(finding.Fix);
    }

    [Theory]
    [InlineData("[tru]", "true")]
    [InlineData("[False]", "false")]
    [InlineData("[NULL]", "null")]
    [InlineData("[None]", "null")]
    public void A_literal_that_is_misspelt_is_named(string text, string meant) => Assert.Equal(meant, Assert.Single(Json.Read(text).Findings).Suggestion);

    [Fact]
    public void Every_text_that_the_platform_refuses_has_its_fault_found()
    {
        var texts = Gen.OneOf("{", "}", "[", "]", ",", ":", "\"a\"", "\"b", "1", "-1", "01", "-", "1.", "2e", "null", "tru", " ", "\n", "\"\\x\"", "\"\\ud83d\"", "\"\t\"", "/", "//", "/*", "*/", "'", "\u00a0", "a")
            .Array[0, 9].Select(string.Concat);
        Gen.Select(texts, Gen.Bool).Sample((text, files) =>
        {
            var (root, findings) = Json.Read(text, files ? SourceDocumentOptions.ForFiles : SourceDocumentOptions.Strict);
            return root is not null || findings.Single() is { Code.Id: "CKS101" } finding && finding.Message != "The document is not JSON.";
        }, iter: 50_000);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'[', (byte)'"', 0xC3, 0xA9, 0xC3, (byte)'"', (byte)']' }, "1:4 The byte 0xC3 is not UTF-8.")]
    [InlineData(new byte[] { (byte)'[', (byte)'\n', 0xFF }, "2:1 The byte 0xFF is not UTF-8.")]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' }, "1:2 The byte 0xED is not UTF-8.")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'{', 0 }, "1:1 The document is UTF-16.")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, (byte)'{' }, "1:1 The document is UTF-16.")]
    [InlineData(new byte[] { 0, (byte)'{', 0, (byte)'}' }, "1:1 The document is UTF-16.")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0, 0, (byte)'{', 0, 0, 0 }, "1:1 The document is UTF-32.")]
    [InlineData(new byte[] { 0, 0, 0xFE, 0xFF, 0, 0, 0, (byte)'{' }, "1:1 The document is UTF-32.")]
    public void What_is_not_UTF_8_is_named_at_its_byte(byte[] bytes, string expected)
    {
        var finding = Assert.Single(Json.Read(bytes).Findings);

        Assert.Equal(expected, $"{finding.Location.Line}:{finding.Location.Column} {finding.Message}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(SourceDocumentOptions.DeepestAllowed + 1)]
    [InlineData(int.MaxValue)]
    public void A_depth_that_no_stack_was_tried_with_cannot_be_asked_for(int depth) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SourceDocumentOptions.Strict with { MaxDepth = depth });

    [Fact]
    public void The_deepest_document_is_read_and_walked_on_a_small_stack()
    {
        const int Depth = SourceDocumentOptions.DeepestAllowed;
        var options = SourceDocumentOptions.Strict with { MaxDepth = Depth };
        var text = string.Concat(Enumerable.Repeat("{\"a\":", Depth)) + "1" + new string('}', Depth);
        var pointer = "";
        var thread = new Thread(
            () =>
            {
                var node = Json.Read(text, options).Root!;
                while (node.TryGet("a", out var below))
                    node = below;
                pointer = node.Location.Pointer;
            },
            maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal(Depth * 2, pointer.Length);
        Assert.Equal(CksCodes.NotJson, Assert.Single(Json.Read('[' + text + ']', options).Findings).Code);
    }

    [Fact]
    public void A_document_of_more_values_than_the_budget_is_not_read()
    {
        var options = SourceDocumentOptions.Strict with { MaxValues = 4 };

        Assert.NotNull(Json.Read("[1,2,3]", options).Root);
        Assert.Equal("CKS103 a.json:1:8 The document has more than 4 values. Split the document.", Assert.Single(Json.Read("[1,2,3,4]", options).Findings).ToString());
    }

    [Fact]
    public void A_name_over_the_limit_is_not_read()
    {
        var options = SourceDocumentOptions.Strict with { MaxNameBytes = 4 };

        Assert.NotNull(Json.Read("{\"é12\":1}", options).Root);
        Assert.Equal("CKS103 a.json:1:2 The name of a property has more than 4 bytes. Write a shorter name.", Assert.Single(Json.Read("{\"é123\":1}", options).Findings).ToString());
    }

    [Fact]
    public async Task A_node_is_one_object_for_all_threads()
    {
        for (var round = 0; round < 50; round++)
        {
            var root = Json.Root("""{"a":[1,2,{"b":"c"}]}""");
            var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => root.Properties["a"].Items[2].Properties["b"])));
            Assert.All(seen, node => Assert.Same(seen[0], node));
        }
    }

    [Fact]
    public void A_finding_takes_as_many_characters_as_its_text()
    {
        var root = Json.Root("""{"größe 🚀":"\u0061", "n":-1.5, "o":{}}""");
        var findings = new DiagnosticBag();

        foreach (var node in root.Properties.Values)
        {
            findings.Add(CksCodes.WrongKind, node, "x");
            findings.Add(CksCodes.WrongKind, node.NamePlace, "x");
        }

        findings.Add(CksCodes.WrongKind, root.NamePlace, "x");
        Assert.Equal([(13, 8), (2, 10), (27, 4), (23, 3), (37, 1), (33, 3), (1, 1)], findings.Select(f => (f.Location.Column, f.Length)));
    }

    [Fact]
    public void A_document_at_its_limits_costs_no_more_than_its_size()
    {
        // Names that repeat, stand twice and are long, in objects that are deep and wide: what a reader may be sent.
        var deep = string.Concat(Enumerable.Repeat($"{{\"{new string('n', 1_000)}\":", 60));
        var text = new StringBuilder(deep).Append('{');
        while (text.Length < 3_900_000)
            text.Append("\"a\":1,");
        text.Append("\"b\":1}").Append('}', 60);

        var (root, findings) = Json.Read(text.ToString(), SourceDocumentOptions.Strict with { MaxValues = int.MaxValue });

        Assert.NotNull(root);
        Assert.Equal(DiagnosticBag.DefaultLimit + 1, findings.Count);
        Assert.True(findings.Sum(f => (long)f.Location.Pointer.Length) < 20_000_000);
    }
}
