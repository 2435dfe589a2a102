using System.Text;
using System.Text.Json;
using CsCheck;

namespace Cks.Analyzers.Tests;

public sealed class JsonTextTests
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = JsonText.MaxDepth };

    [Theory]
    [InlineData("{}")]
    [InlineData(" [1, -0.5e+3, true, false, null, \"a\\u0041\\n\", {\"a\": [],},] // end")]
    [InlineData("/* a */ \"text\" /**/")]
    [InlineData("")]
    [InlineData("// only")]
    [InlineData("{")]
    [InlineData("[,]")]
    [InlineData("[1,,2]")]
    [InlineData("[1 2]")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{'a': 1}")]
    [InlineData("{a: 1}")]
    [InlineData("[01]")]
    [InlineData("[1.]")]
    [InlineData("[.5]")]
    [InlineData("[+1]")]
    [InlineData("[1e]")]
    [InlineData("[--1]")]
    [InlineData("[truely]")]
    [InlineData("[True]")]
    [InlineData("[nul]")]
    [InlineData("\"open")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u 123\"")]
    [InlineData("\"a\tb\"")]
    [InlineData("[1] 2")]
    [InlineData("[1] /* open")]
    [InlineData("[1] /")]
    [InlineData("[1/**/]")]
    [InlineData("[1]//")]
    [InlineData("[1\0]")]
    [InlineData("]")]
    public void Text_is_JSON_when_the_platform_says_so(string text) => Assert.Equal(IsJson(text), JsonText.Read(text, out _) is not null);

    [Fact]
    public void A_fault_has_a_place()
    {
        Assert.Null(JsonText.Read("{ \"a\": 1, ! }", out var fault));
        Assert.Equal(10, fault);
        Assert.Null(JsonText.Read("{ \"a\": ", out fault));
        Assert.Equal(7, fault);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Nesting_ends_before_the_stack_does(int depth, bool isRead) => Assert.Equal(isRead, JsonText.Read(new string('[', depth) + new string(']', depth), out _) is not null);

    [Fact]
    public void A_text_that_is_too_long_is_refused_unread()
    {
        Assert.Null(JsonText.Read($"[\"{new string('a', JsonText.MaxLength)}\"]", out var fault));
        Assert.Equal(0, fault);
    }

    [Fact]
    public void Members_items_and_texts_are_found()
    {
        var root = JsonText.Read("""{ "a": { "b": ["x", 1, "y\"\u00e4"] }, "a": { "c": null } }""", out var fault)!;

        Assert.Equal(-1, fault);
        Assert.Equal(["b", "c"], root.MembersOf("a").Select(m => m.Key));
        Assert.Equal(["x", null, "y\"ä"], root.Members[0].Value.ItemsOf("b").Select(i => i.Text));
    }

    /// <summary>The portal's policy and small documents with some characters taken out, put in or changed: the verdict is that of the platform, and nothing throws.</summary>
    [Fact]
    public void Whatever_the_text_it_is_judged_as_the_platform_judges_it()
    {
        string[] seeds = [File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "portal.rbac.json")), Sources.Policy, "[1, -0.5e+3, true, null, \"a\\u0041\", {\"a\": [],}, /* c */ 1 // d\n]"];
        const string alphabet = "{}[]:,\"\\/*-+.0159eEtrufalsn \t\r\nx'\u00e4";
        var edits = Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 2], Gen.Int[0, alphabet.Length - 1]).Array[1, 4];
        Gen.Select(Gen.Int[0, seeds.Length - 1], edits).Sample(
            (seed, changes) =>
            {
                var text = new StringBuilder(seeds[seed]);
                foreach (var (at, kind, letter) in changes)
                {
                    var place = at % text.Length;
                    if (kind != 0)
                        text.Remove(place, 1);
                    if (kind != 1)
                        text.Insert(place, alphabet[letter]);
                }

                var file = PolicyFile.Read("a.rbac.json", text.ToString());
                Assert.Equal(IsJson(text.ToString()), file.Fault < 0);
                Assert.InRange(file.Fault, -1, text.Length);
            },
            iter: 3_000);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
