using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Cks.Core.Tests;

public sealed class SourceDocumentTests
{
    private static readonly Gen<JsonNode?> Values = Gen.Recursive<JsonNode?>((depth, self) =>
    {
        var text = Gen.String[Gen.Char["ab~/\"\\é\u2028\0\n 0"], 0, 6];
        var leaf = Gen.OneOf<JsonNode?>(
            Gen.Const((JsonNode?)null),
            Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)),
            Gen.Int.Select(i => (JsonNode?)JsonValue.Create(i)),
            text.Select(s => (JsonNode?)JsonValue.Create(s)));
        if (depth > 3)
            return leaf;
        return Gen.OneOf(
            leaf,
            self.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(i => i?.DeepClone())])),
            Gen.Select(text, self).Array[0, 4].Select(members => (JsonNode?)new JsonObject(members.DistinctBy(m => m.Item1).Select(m => KeyValuePair.Create(m.Item1, m.Item2?.DeepClone())))));
    });

    [Fact]
    public void What_was_read_is_written_as_the_same_value() => Values.Sample(value =>
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            Json.Root(value?.ToJsonString(new() { WriteIndented = true }) ?? "null").WriteTo(json);
        Assert.True(JsonNode.DeepEquals(value, JsonNode.Parse(stream.ToArray())));
    });

    [Fact]
    public void A_number_is_written_with_its_digits()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            Json.Root("[1.00, 1e400, -0, 123456789012345678901234567890]").WriteTo(json);
        Assert.Equal("[1.00,1e400,-0,123456789012345678901234567890]", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Every_value_has_its_kind_text_pointer_and_place()
    {
        var root = Json.Root("""
            {
              "name": "Ann",
              "a/b~c": [1, true, null,
                {"deep": -1.50e+2}]
            }
            """);

        var deep = root.Properties["a/b~c"].Items[3].Properties["deep"];

        Assert.Equal(JsonValueKind.Object, root.Kind);
        Assert.Equal("", root.Pointer);
        Assert.Equal("", root.Name);
        Assert.Equal("Ann", root.Properties["name"].Text);
        Assert.Equal([JsonValueKind.Number, JsonValueKind.True, JsonValueKind.Null, JsonValueKind.Object], root.Properties["a/b~c"].Items.Select(i => i.Kind));
        Assert.Equal("-1.50e+2", deep.Text);
        Assert.Equal(new SourceLocation("a.json", 4, 14, "/a~1b~0c/3/deep"), deep.Location);
        Assert.Equal("deep", deep.Name);
        Assert.Equal("3", root.Properties["a/b~c"].Items[3].Name);
        Assert.Equal("a.json:2:11", root.Properties["name"].Location.ToString());
    }

    [Fact]
    public void A_document_means_what_the_platform_reads_in_it()
    {
        Values.Sample(value =>
        {
            var (root, findings) = Json.Read(value?.ToJsonString() ?? "null");
            return findings.Count == 0 && JsonNode.DeepEquals(value, Rebuild(root!));
        }, iter: 2_000);
    }

    [Fact]
    public void A_place_points_at_the_first_character_of_its_value()
    {
        Values.Sample(value =>
        {
            var text = value?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "null";
            var lines = text.Split('\n');
            return Descendants(Json.Read(text).Root!).All(n => n.Location is var at && lines[at.Line - 1][at.Column - 1] == First(n));
        }, iter: 1_000);
    }

    [Fact]
    public void A_pointer_leads_from_the_root_to_its_value()
    {
        Values.Sample(value =>
        {
            var root = Json.Read(value?.ToJsonString() ?? "null").Root!;
            return Descendants(root).All(n => ReferenceEquals(Follow(root, n.Pointer), n));
        }, iter: 1_000);
    }

    [Fact]
    public void Columns_count_characters_not_bytes()
    {
        var root = Json.Root("""{"größe": "x", "🚀": [1]}""");

        Assert.Equal(11, root.Properties["größe"].Location.Column);
        Assert.Equal(22, root.Properties["🚀"].Location.Column);
    }

    [Fact]
    public void Places_in_one_long_line_count_characters_too()
    {
        Gen.OneOf("a", "é", "€", "🚀").Array[1, 5_000].Sample(texts =>
        {
            var root = Json.Root($"[{string.Join(",", texts.Select(t => $"\"{t}\""))}]");
            var column = 2;
            foreach (var item in root.Items)
            {
                if (item.Location is not { Line: 1 } place || place.Column != column)
                    return false;
                column += item.Text!.Length + 3;
            }

            return true;
        }, iter: 40);
    }

    [Fact]
    public void A_hundred_thousand_findings_in_one_line_each_have_their_place()
    {
        var findings = new DiagnosticBag(100_000);
        SourceDocument.Read("a.json", Encoding.UTF8.GetBytes($"{{{string.Join(",", Enumerable.Repeat("\"a\":1", 100_000))}}}"), SourceDocumentOptions.Strict, findings);

        Assert.Equal(Enumerable.Range(1, 99_999).Select(i => 2 + i * 6), findings.Select(f => f.Location.Column));
    }

    [Fact]
    public void The_place_of_a_syntax_error_counts_characters_too()
    {
        var (root, findings) = Json.Read("{\n  \"größe\": \"é\" x}");

        Assert.Null(root);
        var finding = Assert.Single(findings);
        Assert.Equal(CksCodes.NotJson, finding.Code);
        Assert.Equal(new SourceLocation("a.json", 2, 16, ""), finding.Location);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("// x\n{}")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    [InlineData("[NaN]")]
    [InlineData("[01]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\ud800\":1}")]
    public void What_is_not_JSON_is_one_finding_and_no_root(string text)
    {
        var (root, findings) = Json.Read(text);

        Assert.Null(root);
        Assert.Equal(CksCodes.NotJson, Assert.Single(findings).Code);
    }

    [Theory]
    [InlineData("/* head */ {\"a\": 1, // one\n}", 1)]
    [InlineData("{\"a\": [1, 2,],}\n// end", 1)]
    public void Files_may_hold_comments_and_trailing_commas(string text, int count)
    {
        var (root, findings) = Json.Read(text, SourceDocumentOptions.ForFiles);

        Assert.Empty(findings);
        Assert.Equal(count, root!.Properties.Count);
        Assert.Single(Json.Read(text).Findings);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped_and_moves_no_column()
    {
        var (root, findings) = Json.Read([0xEF, 0xBB, 0xBF, .. "{\"a\":1}"u8]);

        Assert.Empty(findings);
        Assert.Equal(6, root!.Properties["a"].Location.Column);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "/a", 8)]
    [InlineData("""{"role":{"a":1,"b":2,"\u0061":3}}""", "/role/a", 22)]
    public void A_name_that_stands_twice_is_an_error_however_it_is_spelt(string text, string pointer, int column)
    {
        var (root, findings) = Json.Read(text);

        var finding = Assert.Single(findings);
        Assert.Equal(CksCodes.DuplicateName, finding.Code);
        Assert.Equal(new SourceLocation("a.json", 1, column, pointer), finding.Location);
        Assert.True(findings.HasErrors);
        Assert.NotNull(root);
    }

    [Fact]
    public void Names_that_differ_in_case_or_normal_form_are_two_names()
    {
        Assert.Equal(4, Json.Root("{\"a\":1,\"A\":2,\"\u00e9\":3,\"e\u0301\":4}").Properties.Count);
    }

    [Fact]
    public void A_document_over_the_limit_is_not_read()
    {
        var options = SourceDocumentOptions.Strict with { MaxBytes = 8 };

        Assert.NotNull(Json.Read("[1,2,34]", options).Root);
        var (root, findings) = Json.Read("[1,2,345]", options);
        Assert.Null(root);
        Assert.Equal(CksCodes.DocumentTooLarge, Assert.Single(findings).Code);
    }

    [Fact]
    public void Nesting_over_the_limit_is_a_finding_not_a_stack_overflow()
    {
        var deepest = new string('[', 64) + new string(']', 64);

        Assert.NotNull(Json.Read(deepest).Root);
        Assert.Null(Json.Read('[' + deepest + ']').Root);
        Assert.Equal(CksCodes.NotJson, Assert.Single(Json.Read(new string('[', 1_000_000)).Findings).Code);
    }

    [Fact]
    public void Any_bytes_give_a_root_or_a_finding_and_never_an_exception()
    {
        var bytes = Gen.OneOf(
            Gen.Byte.Array[0, 60],
            Gen.OneOf("{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u0061\"", "\"\\ud83d\"", "1", "-", "null", "tru", "//", "/*", "*/", "\n", "\uFEFF", "\0", "é")
                .Array[0, 16].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))),
            Values.Select(v => Encoding.UTF8.GetBytes(v?.ToJsonString() ?? "null")).SelectMany(json => Gen.Select(Gen.Int[0, json.Length - 1], Gen.Byte, (at, b) =>
            {
                json[at] = b;
                return json;
            })));
        Gen.Select(bytes, Gen.Bool).Sample((utf8, files) =>
        {
            var (root, findings) = Json.Read(utf8, files ? SourceDocumentOptions.ForFiles : SourceDocumentOptions.Strict);
            return root is not null || findings.HasErrors;
        }, iter: 20_000);
    }

    [Fact]
    public void What_is_accepted_is_exactly_what_the_platform_accepts()
    {
        var texts = Gen.OneOf("{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "1", "-1", "01", "null", "true", " ", "\"\\x\"").Array[0, 8].Select(string.Concat);
        texts.Sample(text =>
        {
            var (_, findings) = Json.Read(text);
            var refused = findings.Any(f => f.Code == CksCodes.NotJson);
            try
            {
                using var document = JsonDocument.Parse(text);
                return !refused;
            }
            catch (JsonException)
            {
                return refused;
            }
        }, iter: 20_000);
    }

    [Fact]
    public void A_node_of_another_kind_has_no_members_items_or_text()
    {
        var root = Json.Root("""{"list":[],"flag":true}""");

        Assert.Null(root.Text);
        Assert.Empty(root.Items);
        Assert.Empty(root.Properties["list"].Properties);
        Assert.Null(root.Properties["flag"].Text);
        Assert.False(root.Properties["flag"].TryGet("x", out _));
        Assert.False(root.TryGet("LIST", out _));
        Assert.True(root.TryGet("list", out var list) && list.Kind == JsonValueKind.Array);
    }

    private static JsonNode? Rebuild(SourceNode node) => node.Kind switch
    {
        JsonValueKind.Object => new JsonObject(node.Properties.Select(p => KeyValuePair.Create(p.Key, Rebuild(p.Value)))),
        JsonValueKind.Array => new JsonArray([.. node.Items.Select(Rebuild)]),
        JsonValueKind.String => JsonValue.Create(node.Text),
        JsonValueKind.Number => JsonNode.Parse(node.Text!),
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        _ => null,
    };

    private static IEnumerable<SourceNode> Descendants(SourceNode node) =>
        node.Properties.Values.Concat(node.Items).SelectMany(Descendants).Prepend(node);

    private static SourceNode Follow(SourceNode root, string pointer) => pointer.Split('/').Skip(1)
        .Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
        .Aggregate(root, (node, step) => node.Kind == JsonValueKind.Array ? node.Items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : node.Properties[step]);

    private static char First(SourceNode node) => node.Kind switch
    {
        JsonValueKind.Object => '{',
        JsonValueKind.Array => '[',
        JsonValueKind.String => '"',
        JsonValueKind.Number => node.Text![0],
        JsonValueKind.True => 't',
        JsonValueKind.False => 'f',
        _ => 'n',
    };
}
