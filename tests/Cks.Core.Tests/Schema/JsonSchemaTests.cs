using System.Text;
using CsCheck;

namespace Cks.Core.Tests;

public sealed class JsonSchemaTests
{
    [Fact]
    public void A_dynamic_reference_without_a_dynamic_anchor_is_a_plain_one_also_beside_others()
    {
        var schema = Schemas.Of("""
            {"$id":"https://x.test/root","$ref":"list","$defs":{"item":{"$dynamicAnchor":"T","type":"string"},
             "list":{"$id":"list","prefixItems":[{"$dynamicRef":"#/$defs/p"},{"$dynamicRef":"#q"}],"items":{"$dynamicRef":"#T"},
              "$defs":{"T":{"$dynamicAnchor":"T","not":true},"p":{"type":"integer"},"q":{"$anchor":"q","type":"boolean"}}}}}
            """);

        Assert.Empty(schema.Findings("""[1,true,"a"]"""));
        Assert.Equal(3, schema.Findings("""["a",1,2]""").Count);
    }

    [Fact]
    public void Allowed_values_are_told_in_the_order_of_the_schema() =>
        Assert.EndsWith("Allowed: 8, 1, 7, 2, 6, 3, 5, 4, 10, 0.", Assert.Single(Schemas.Of("""{"enum":[8,1,7,2,6,3,5,4,10,0]}""").Findings("9")), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"properties":{"a":false}}""", """{"a":1}""", "d.json:1:6 Nothing is allowed here. Take the value out.")]
    [InlineData("""{"properties":{"name":true},"additionalProperties":false}""", """{"nmae":1}""", "d.json:1:2 \"nmae\" is not known here. Did you mean \"name\"?")]
    [InlineData("""{"allOf":[{"properties":{"name":true}}],"unevaluatedProperties":false}""", """{"nmae":1}""", "d.json:1:2 \"nmae\" is not known here. Did you mean \"name\"?")]
    [InlineData("""{"properties":{"name":true,"size":true},"additionalProperties":false}""", """{"zzzzzz":1}""", "d.json:1:2 \"zzzzzz\" is not known here. Known: name, size.")]
    [InlineData("""{"type":["string","null"]}""", "1", "d.json:1:1 A number stands where null or string is expected.")]
    [InlineData("""{"type":"integer"}""", "1.5", "d.json:1:1 A number stands where integer is expected.")]
    [InlineData("""{"type":"number"}""", "{}", "d.json:1:1 An object stands where number is expected.")]
    [InlineData("""{"type":"number"}""", "[]", "d.json:1:1 An array stands where number is expected.")]
    [InlineData("""{"type":"number"}""", "null", "d.json:1:1 null stands where number is expected.")]
    [InlineData("""{"type":"number"}""", "true", "d.json:1:1 true stands where number is expected.")]
    [InlineData("""{"type":"number"}""", "false", "d.json:1:1 false stands where number is expected.")]
    [InlineData("""{"const":{"a":[1,"x",null,true]}}""", "{}", """d.json:1:1 The value must be {"a":[1,"x",null,true]}.""")]
    [InlineData("""{"enum":["open","closed"]}""", "\"opne\"", "d.json:1:1 \"opne\" is not one of the allowed values. Did you mean \"open\"?")]
    [InlineData("""{"enum":[1,2]}""", "3", "d.json:1:1 3 is not one of the allowed values. Allowed: 1, 2.")]
    [InlineData("""{"enum":[1,2]}""", "\"1\"", "d.json:1:1 \"1\" is not one of the allowed values. Allowed: 1, 2.")]
    [InlineData("""{"enum":["a"]}""", "[]", "d.json:1:1 An array is not one of the allowed values. Allowed: \"a\".")]
    [InlineData("""{"minimum":3}""", "2", "d.json:1:1 The number must be at least 3.")]
    [InlineData("""{"exclusiveMinimum":3}""", "3", "d.json:1:1 The number must be greater than 3.")]
    [InlineData("""{"maximum":3.5}""", "4", "d.json:1:1 The number must be at most 3.5.")]
    [InlineData("""{"exclusiveMaximum":3,"maximum":3}""", "3", "d.json:1:1 The number must be less than 3.")]
    [InlineData("""{"multipleOf":0.01}""", "0.015", "d.json:1:1 The number must be a multiple of 0.01.")]
    [InlineData("""{"minLength":2}""", "\"🚀\"", "d.json:1:1 The text must have at least 2 characters.")]
    [InlineData("""{"maxLength":1}""", "\"äö\"", "d.json:1:1 The text must have at most 1 character.")]
    [InlineData("""{"pattern":"^a+$"}""", "\"aab\"", "d.json:1:1 \"aab\" does not match the pattern ^a+$.")]
    [InlineData("""{"minItems":1}""", "[]", "d.json:1:1 The array must have at least 1 item.")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "d.json:1:1 The array must have at most 1 item.")]
    [InlineData("""{"uniqueItems":true}""", """[{"a":1,"b":2},{"b":2,"a":1.0}]""", "d.json:1:1 Two items of the array are equal. Keep one of the two.")]
    [InlineData("""{"contains":{"type":"string"},"minContains":2}""", "[1,\"a\"]", "d.json:1:1 The array must have at least 2 items of the kind that \"contains\" describes.")]
    [InlineData("""{"contains":{"type":"string"},"maxContains":1}""", "[\"b\",\"a\"]", "d.json:1:1 The array must have at most 1 item of the kind that \"contains\" describes.")]
    [InlineData("""{"minProperties":1}""", "{}", "d.json:1:1 The object must have at least 1 property.")]
    [InlineData("""{"minProperties":2}""", "{}", "d.json:1:1 The object must have at least 2 properties.")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", "d.json:1:1 The object must have at most 1 property.")]
    [InlineData("""{"maxProperties":0}""", """{"a":1}""", "d.json:1:1 The object must have at most 0 properties.")]
    [InlineData("""{"required":["a"]}""", "{}", "d.json:1:1 \"a\" is missing. Add \"a\" to this object.")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "d.json:1:1 \"b\" is missing, which \"a\" needs. Add \"b\" to this object.")]
    [InlineData("""{"dependentSchemas":{"a":{"maxProperties":1}}}""", """{"a":1,"b":2}""", "d.json:1:1 The object must have at most 1 property.")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", "d.json:1:2 \"ab\" is not allowed as a name here. Choose another name.")]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":2}]}""", "3", "d.json:1:1 The value fits several alternatives of \"oneOf\", and must fit just one.")]
    [InlineData("""{"not":{"type":"null"}}""", "null", "d.json:1:1 The value is of the kind that \"not\" excludes.")]
    [InlineData("""{"if":{"minimum":5},"then":{"maximum":7},"else":{"maximum":3}}""", "8", "d.json:1:1 The number must be at most 7.")]
    [InlineData("""{"if":{"minimum":5},"then":{"maximum":7},"else":{"maximum":3}}""", "4", "d.json:1:1 The number must be at most 3.")]
    [InlineData("""{"prefixItems":[true],"items":{"type":"null"}}""", "[1,2]", "d.json:1:4 A number stands where null is expected.")]
    [InlineData("""{"prefixItems":[true],"unevaluatedItems":{"type":"null"}}""", "[1,2]", "d.json:1:4 A number stands where null is expected.")]
    [InlineData("""{"patternProperties":{"^a":{"type":"null"}}}""", """{"b":1,"ab":2}""", "d.json:1:13 A number stands where null is expected.")]
    [InlineData("""{"unevaluatedProperties":{"type":"null"}}""", """{"b":1}""", "d.json:1:6 A number stands where null is expected.")]
    public void What_a_document_breaks_is_told_at_its_place(string schema, string document, string finding) =>
        Assert.Equal([$"CKS115 {finding}"], Schemas.Of(schema).Findings(document));

    [Fact]
    public void A_format_is_told_when_it_is_asserted()
    {
        const string schema = """{"format":"date"}""";

        Assert.Empty(Schemas.Of(schema).Findings("\"2026-02-30\""));
        Assert.Equal(["CKS115 d.json:1:1 \"2026-02-30\" is not of the format date."], Schemas.Of(schema, new() { AssertFormats = true }).Findings("\"2026-02-30\""));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_in_the_order_of_the_document()
    {
        var schema = Schemas.Of("""
            {
              "required": ["id", "name"],
              "properties": { "list": { "items": { "type": "string", "minLength": 2 }, "minItems": 5 }, "id": { "type": "integer" } },
              "additionalProperties": false
            }
            """);

        Assert.Equal(
            [
                "CKS115 d.json:1:1 \"name\" is missing. Add \"name\" to this object.",
                "CKS115 d.json:2:13 The array must have at least 5 items.",
                "CKS115 d.json:2:14 A number stands where string is expected.",
                "CKS115 d.json:2:23 The text must have at least 2 characters.",
                "CKS115 d.json:3:11 A string stands where integer is expected.",
                "CKS115 d.json:4:4 \"nme\" is not known here. Known: id, list.",
            ],
            schema.Findings("""
                {
                    "list": [1, "ok", "x"],
                    "id": "7",
                   "nme": true
                }
                """));
    }

    [Fact]
    public void A_pointer_leads_to_what_is_wrong()
    {
        var finding = Assert.Single(Schemas.Of("""{"additionalProperties":{"items":{"additionalProperties":{"type":"null"}}}}""").Validate("d.json", """{"x":[],"a/b":[{},{"~":null,"c~d":1}]}"""u8.ToArray()));

        Assert.Equal("/a~1b/1/c~0d", finding.Location.Pointer);
        Assert.Equal(CksCodes.SchemaMismatch, finding.Code);
    }

    [Fact]
    public void Of_alternatives_only_the_nearest_is_explained()
    {
        var schema = Schemas.Of("""
            {
              "oneOf": [
                { "type": "string" },
                { "properties": { "kind": { "const": "circle" }, "radius": { "type": "number" } }, "required": ["kind", "radius"] },
                { "properties": { "kind": { "const": "square" }, "side": { "minimum": 0 } }, "required": ["kind", "side"], "additionalProperties": false }
              ]
            }
            """);

        Assert.Equal(
            ["CKS115 d.json:1:1 The value fits none of the 3 alternatives of \"oneOf\". Number 3 comes nearest: at /side: The number must be at least 0. at /sdie: \"sdie\" is not known here. Did you mean \"side\"?"],
            schema.Findings("""{"kind":"square","side":-1,"sdie":1}"""));
    }

    [Fact]
    public void Alternatives_within_alternatives_are_told_in_one_finding()
    {
        var schema = Schemas.Of("""{"anyOf":[{"anyOf":[{"type":"null"},{"type":"boolean"}]},{"type":"string"}]}""");

        Assert.Equal(
            ["CKS115 d.json:1:1 The value fits none of the 2 alternatives of \"anyOf\". Number 1 comes nearest: The value fits none of the 2 alternatives of \"anyOf\"."],
            schema.Findings("1"));
    }

    [Fact]
    public void What_an_unfitting_alternative_would_have_known_is_not_called_unknown()
    {
        var schema = Schemas.Of("""{"anyOf":[{"properties":{"a":{"type":"string"}},"required":["a"]}],"unevaluatedProperties":false}""");

        Assert.Single(schema.Findings("""{"a":1}"""));
        Assert.Single(schema.Findings("""{"a":"x","b":1}"""));
    }

    [Fact]
    public void A_condition_that_does_not_hold_leaves_the_rest_of_the_schema_in_force()
    {
        var schema = Schemas.Of("""{"if":{"anyOf":[{"required":["x"]}]},"not":{"oneOf":[{"required":["y"]}]},"unevaluatedProperties":false,"properties":{"a":true}}""");

        Assert.Empty(schema.Findings("""{"a":1}"""));
        Assert.Single(schema.Findings("""{"a":1,"b":2}"""));
        Assert.Single(Schemas.Of("""{"if":{"oneOf":[{"minItems":9}]},"unevaluatedItems":false}""").Findings("[1]"));
    }

    [Fact]
    public void A_rule_that_is_reached_in_two_ways_is_told_once()
    {
        var schema = Schemas.Of("""{"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"}],"$defs":{"a":{"minimum":3}}}""");

        Assert.Single(schema.Findings("1"));
    }

    [Fact]
    public void At_most_a_hundred_findings_are_told()
    {
        Assert.Equal(100, Schemas.Of("""{"items":{"type":"null"}}""").Findings($"[{string.Join(',', Enumerable.Repeat("1", 1_000))}]").Count);
        Assert.Equal(100, Schemas.Of($$"""{"required":[{{string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"a{i}\""))}}]}""").Findings("{}").Count);
    }

    [Theory]
    [InlineData("{", "CKS101")]
    [InlineData("", "CKS101")]
    [InlineData("{} {}", "CKS101")]
    [InlineData("[1,]", "CKS101")]
    [InlineData("// x\n1", "CKS101")]
    [InlineData("\"\\ud800\"", "CKS101")]
    [InlineData("""{"a":1,"\u0061":2}""", "CKS102")]
    [InlineData("1e1000000000000000000", "CKS115")]
    public void What_is_not_plain_JSON_is_not_valid_and_says_why(string document, string code)
    {
        var findings = Schemas.Of("true").Findings(document);

        Assert.StartsWith(code, Assert.Single(findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_not_valid_wherever_they_stand()
    {
        var schema = Schemas.Of("true", new() { AllowComments = true });

        foreach (var bytes in (byte[][])[[(byte)'"', 0xFF, (byte)'"'], [.. "/*"u8, 0xC0, .. "*/ 1"u8]])
        {
            Assert.False(schema.IsValid(bytes));
            Assert.Equal(CksCodes.NotJson, Assert.Single(schema.Validate("d.json", bytes)).Code);
        }
    }

    [Fact]
    public void A_document_or_schema_over_its_limit_is_refused()
    {
        var small = new JsonSchemaOptions { MaxBytes = 20, MaxDepth = 3 };

        Assert.Equal(CksCodes.DocumentTooLarge, Assert.Single(Schemas.Of("true", small).Validate("d.json", "[1,2,3,4,5,6,7,8,9,10]"u8.ToArray())).Code);
        Assert.Single(Schemas.Of("true", small).Findings("[[[[]]]]"));
        Assert.Empty(Schemas.Of("true", small).Findings("[[[]]]"));
        Assert.Equal(CksCodes.DocumentTooLarge, Assert.Single(Schemas.Load("""{"$comment":"xxxxxxxxxxxxx"}""", small).Diagnostics).Code);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_for_those_who_allow_them()
    {
        const string document = "// a hub\n[1,]";

        Assert.False(Schemas.Of("true").IsValid(document));
        Assert.True(Schemas.Of("/* all */ {\"minItems\":1,}", new() { AllowComments = true }).IsValid(document));
    }

    [Fact]
    public void A_byte_order_mark_is_skipped_and_moves_no_column()
    {
        var schema = Schemas.Of("""{"items":{"type":"null"}}""");
        byte[] document = [0xEF, 0xBB, 0xBF, .. "[null]"u8];

        Assert.True(schema.IsValid(document));
        Assert.Equal(2, Assert.Single(schema.Validate("d.json", (byte[])[0xEF, 0xBB, 0xBF, .. "[1]"u8])).Location.Column);
    }

    [Fact]
    public void Escaped_names_and_texts_are_what_they_mean()
    {
        var schema = Schemas.Of("""{"properties":{"größe":{"const":"a\"b\n🚀"}},"required":["größe"],"additionalProperties":false}""");

        Assert.True(schema.IsValid("""{"gr\u00f6\u00dfe":"a\u0022b\n\ud83d\ude80"}"""));
        Assert.False(schema.IsValid("""{"gr\u00f6\u00dfe":"a\u0022b"}"""));
    }

    [Fact]
    public void The_quick_answer_takes_nothing_from_the_heap()
    {
        var schema = Schemas.Of("""
            {"items":{"properties":{"a":{"pattern":"^[a-z]+$","maxLength":5},"b":{"enum":["x","y"]}},"required":["a"],"anyOf":[{"required":["b"]},{"required":["c"]}],"unevaluatedProperties":{"minimum":1}},"uniqueItems":true}
            """);
        var document = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 50).Select(i => $$"""{"a":"abc\u0064","b":"x","d":{{i + 1}}}"""))}]");
        Assert.True(schema.IsValid(document));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            schema.IsValid(document);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_schema_is_shared_between_threads()
    {
        var schema = Schemas.Of("""{"items":{"$ref":"#/$defs/n"},"uniqueItems":true,"unevaluatedItems":false,"$defs":{"n":{"pattern":"a(b|c)"}}}""");

        Parallel.For(0, 2_000, i => Assert.Equal(i % 2 == 0, schema.IsValid(i % 2 == 0 ? $"[\"ab{i}\",\"ac{i}\"]" : $"[\"ab{i}\",\"a{i}\"]")));
    }

    [Fact]
    public void The_quick_answer_and_the_findings_agree_on_any_document()
    {
        var values = Gen.Recursive<string>((depth, self) => depth > 2
            ? Gen.OneOf("1", "1.0", "2.5", "\"a\"", "\"bb\"", "null", "true")
            : Gen.OneOf(
                Gen.OneOf("1", "3", "\"a\"", "\"ccc\"", "null"),
                self.Array[0, 4].Select(i => $"[{string.Join(',', i)}]"),
                Gen.Select(Gen.OneOf("a", "b", "c", "dd"), self).Array[0, 4].Select(p => $"{{{string.Join(',', p.Select(m => $"\"{m.Item1}\":{m.Item2}"))}}}")));
        var schemas = new[]
        {
            """{"$id":"cks:///x","anyOf":[{"type":"string"},{"items":{"$ref":"#"},"uniqueItems":true,"type":"array"},{"properties":{"a":{"$ref":"#"}},"required":["a"]},{"maximum":2}],"unevaluatedProperties":{"$ref":"#"}}""",
            """{"oneOf":[{"required":["a"]},{"required":["b"]},{"contains":{"const":1},"maxContains":2}],"unevaluatedItems":{"type":"number"},"unevaluatedProperties":false,"if":{"required":["b"]},"then":{"properties":{"b":{"not":{"type":"null"}}}}}""",
            """{"$dynamicAnchor":"n","dependentSchemas":{"a":{"properties":{"b":{"$dynamicRef":"#n"}}}},"patternProperties":{"^c":{"multipleOf":0.5}},"items":{"enum":[1,[1],{"a":1},"a"]},"propertyNames":{"maxLength":1}}""",
        }.Select(s => Schemas.Of(s)).ToArray();

        values.Sample(
            document =>
            {
                var utf8 = Encoding.UTF8.GetBytes(document);
                return schemas.All(s => s.IsValid(utf8) == (s.Validate("d.json", utf8).Count == 0));
            },
            iter: 5_000);
    }

    [Fact]
    public void Any_bytes_are_read_as_the_document_reader_reads_them()
    {
        var bytes = Gen.OneOf(
            Gen.Byte.Array[0, 40],
            Gen.OneOf("{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u0061\"", "\"b\"", "\"\\ud83d\"", "1", "-1.5e3", "null", "é", " ").Array[0, 14].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))),
            Gen.OneOf("\"a\":1", "\"\\u0061\":2", "\"b\":3", "\"c\":{}").Array[0, 5].Select(parts => Encoding.UTF8.GetBytes($"{{{string.Join(',', parts)}}}")));
        var schema = Schemas.Of("true");

        bytes.Sample(
            utf8 =>
            {
                var read = new DiagnosticBag();
                SourceDocument.Read("d.json", utf8, SourceDocumentOptions.Strict, read);
                return schema.IsValid(utf8) == !read.HasErrors;
            },
            iter: 20_000);
    }

    [Fact]
    public void A_name_that_stands_twice_is_found_among_many()
    {
        var names = Enumerable.Range(0, 500).Select(i => $"\"name-{i}\":1").ToArray();
        var schema = Schemas.Of("true");

        Assert.True(schema.IsValid($"{{{string.Join(',', names)}}}"));
        foreach (var at in (int[])[0, 63, 64, 65, 498])
            Assert.False(schema.IsValid($"{{{string.Join(',', names)},\"name-{at}\":2}}"));
    }

    [Fact]
    public void A_name_without_a_file_is_a_mistake_of_the_caller()
    {
        Assert.Throws<ArgumentNullException>(() => JsonSchema.Load(null!, "true"u8.ToArray()));
        Assert.Throws<ArgumentNullException>(() => Schemas.Of("true").Validate(null!, "1"u8.ToArray()));
    }

    [Fact]
    public void Limits_that_are_none_are_a_mistake_of_the_caller()
    {
        JsonSchemaOptions[] wrong = [new() { MaxWork = 0 }, new() { MaxBytes = 0 }, new() { MaxDepth = 0 }, new() { MaxDepth = 257 }, new() { RegexTimeout = TimeSpan.Zero }];

        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(() => Schemas.Load("true", options)));
    }
}
