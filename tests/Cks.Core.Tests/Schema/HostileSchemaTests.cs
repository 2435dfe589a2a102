using System.Text;

namespace Cks.Core.Tests;

/// <summary>Schemas and documents that were made to hang or crash who validates. Each ends, within its limit, with no.</summary>
public sealed class HostileSchemaTests
{
    private const string OverWork = "CKS115 d.json To validate the document takes more than 100000 steps.";
    private const string TooDeep = "CKS115 d.json Schema and document nest too deeply together.";

    private static readonly JsonSchemaOptions Limited = new() { MaxWork = 100_000 };

    [Fact]
    public void Alternatives_that_fan_out_exponentially_end_at_the_work_limit()
    {
        // 2^40 ways to find that 1 is not a string.
        var definitions = string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""
            "a{{i}}":{"anyOf":[{"$ref":"#/$defs/a{{i + 1}}"},{"$ref":"#/$defs/a{{i + 1}}"}]}
            """));
        var schema = Schemas.Of($$"""{"$ref":"#/$defs/a0","$defs":{ {{definitions}},"a40":{"type":"string"} } }""", Limited);

        Assert.StartsWith(OverWork, schema.Findings("1")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_that_asks_both_ways_at_every_level_ends_at_the_work_limit()
    {
        var schema = Schemas.Of("""{"properties":{"a":{"allOf":[{"$ref":"#"},{"$ref":"#"}]}}}""", Limited);
        var document = string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60);

        Assert.StartsWith(OverWork, schema.Findings(document)[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"not":{"not":{"$ref":"#/$defs/slow"}},"$defs":{"slow":{"items":{"items":{"minimum":1}}}}}""")]
    [InlineData("""{"not":{"$ref":"#/$defs/slow"},"$defs":{"slow":{"items":{"items":{"minimum":1}}}}}""")]
    [InlineData("""{"if":{"$ref":"#/$defs/slow"},"then":false,"$defs":{"slow":{"items":{"items":{"minimum":1}}}}}""")]
    [InlineData("""{"contains":{"items":{"minimum":1}},"minContains":0,"maxContains":1000}""")]
    [InlineData("""{"anyOf":[{"items":{"items":{"minimum":1}}},true]}""")]
    public void No_negation_turns_a_limit_that_was_reached_into_a_yes(string schema)
    {
        var row = $"[{string.Join(',', Enumerable.Repeat("1", 1_000))}]";
        var document = $"[{string.Join(',', Enumerable.Repeat(row, 60))}]";

        // The document alone costs 60,000 of the steps.
        Assert.StartsWith(OverWork, Schemas.Of(schema, Limited).Findings(document)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_ten_thousand_references_neither_compiles_nor_validates_by_overflowing_the_stack()
    {
        var definitions = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""
            "a{{i}}":{"$ref":"#/$defs/a{{i + 1}}"}
            """));
        var schema = Schemas.Of($$"""{"$ref":"#/$defs/a0","$defs":{ {{definitions}},"a10000":{"type":"number"} } }""");

        Assert.StartsWith(TooDeep, Assert.Single(schema.Findings("1")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_that_only_the_dynamic_scope_closes_ends_at_the_depth_limit()
    {
        var schema = Schemas.Of("""
            {
              "$id": "http://x/outer", "$dynamicAnchor": "n", "$ref": "inner",
              "$defs": { "inner": { "$id": "inner", "allOf": [{ "$dynamicRef": "#n" }], "$defs": { "n": { "$dynamicAnchor": "n" } } } }
            }
            """);

        Assert.StartsWith(TooDeep, Assert.Single(schema.Findings("1")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_deepest_document_that_can_be_allowed_fits_on_the_stack_of_a_small_thread()
    {
        var schema = Schemas.Of("""{"items":{"anyOf":[{"allOf":[{"oneOf":[{"$ref":"#"}]}]}]},"uniqueItems":true,"unevaluatedItems":false,"const":0}""", new() { MaxDepth = 256 });
        var fits = Schemas.Of("""{"anyOf":[{"type":"array","items":{"$ref":"#"},"uniqueItems":true}]}""", new() { MaxDepth = 256 });
        var document = Encoding.UTF8.GetBytes(new string('[', 256) + new string(']', 256));
        var valid = false;
        var thread = new Thread(() => valid = fits.IsValid(document) && !schema.IsValid(document) && schema.Validate("d.json", document).Count > 0, 1024 * 1024);

        thread.Start();
        thread.Join();

        Assert.True(valid);
    }

    [Fact]
    public void A_stack_that_is_too_small_is_a_no()
    {
        var schema = Schemas.Of("""{"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"anyOf":[{"items":{"$ref":"#"}}]}]}}}""", new() { MaxDepth = 256 });
        var document = Encoding.UTF8.GetBytes(new string('[', 256) + new string(']', 256));
        var findings = (IReadOnlyList<Diagnostic>)[];
        var thread = new Thread(() => findings = schema.Validate("d.json", document), 160 * 1024);

        thread.Start();
        thread.Join();

        Assert.StartsWith(TooDeep, Assert.Single(findings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_that_is_too_deep_is_refused_in_schema_and_document()
    {
        Assert.False(Schemas.Load(string.Concat(Enumerable.Repeat("{\"items\":", 100_000)) + "true" + new string('}', 100_000)).IsLoaded);
        Assert.False(Schemas.Of("true").IsValid(new string('[', 1_000_000)));
    }

    [Fact]
    public void Many_items_are_told_apart_without_comparing_each_with_each()
    {
        var schema = Schemas.Of("""{"uniqueItems":true}""", new() { MaxWork = 1_000_000 });
        var items = Enumerable.Range(0, 50_000).Select(i => $$"""{"id":{{i}},"a":"x"}""").ToArray();

        Assert.True(schema.IsValid($"[{string.Join(',', items)}]"));
        Assert.False(schema.IsValid($"[{string.Join(',', items)},{{\"a\":\"x\",\"id\":49999.0}}]"));
    }

    [Fact]
    public void Objects_whose_properties_are_shuffled_cost_work_when_they_are_compared()
    {
        var names = Enumerable.Range(0, 3_000).Select(i => $"\"n{i}\":1").ToArray();
        var schema = Schemas.Of($$"""{"const":{ {{string.Join(',', names)}} } }""", Limited);

        Assert.True(schema.IsValid($"{{{string.Join(',', names)}}}"));
        Assert.StartsWith(OverWork, schema.Findings($"{{{string.Join(',', names.Reverse())}}}")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_enum_of_a_hundred_thousand_values_is_looked_up()
    {
        var schema = Schemas.Of($$"""{"items":{"enum":[{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"v{i}\""))}}] } }""", Limited);

        Assert.True(schema.IsValid($"[{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"v{i * 9}\""))}]"));
        Assert.False(schema.IsValid("[\"v100000\"]"));
    }

    [Fact]
    public void Thousands_of_required_and_dependent_names_are_counted_not_searched_for()
    {
        var names = Enumerable.Range(0, 10_000).Select(i => $"n{i}").ToArray();
        var members = $"{{{string.Join(',', names.Select(n => $"\"{n}\":1"))}}}";

        Assert.True(Schemas.Of($$"""{"required":[{{string.Join(',', names.Select(n => $"\"{n}\""))}}]}""", Limited).IsValid(members));
        // Each of these is a search: a limit, and no.
        var dependent = Schemas.Of($$"""{"dependentRequired":{"n0":[{{string.Join(',', names.Select(n => $"\"{n}\""))}}] } }""", Limited);
        Assert.StartsWith(OverWork, dependent.Findings(members)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_names_are_told_within_the_work_limit()
    {
        var schema = Schemas.Of($$"""{"required":[{{string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"m{i}\""))}}]}""", Limited);
        var document = $"{{{string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"n{i}\":1"))}}}";

        Assert.StartsWith(OverWork, schema.Findings(document)[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("^(a|aa)+$")]
    [InlineData(@"^(\\w+\\s?)*$")]
    public void A_pattern_that_would_go_back_for_ever_is_linear(string pattern)
    {
        var schema = Schemas.Of($$"""{"pattern":"{{pattern}}"}""", new() { RegexTimeout = TimeSpan.FromSeconds(30) });

        Assert.False(schema.IsValid($"\"{new string('a', 20_000)}!\""));
        Assert.True(schema.IsValid($"\"{new string('a', 20_000)}\""));
    }

    [Theory]
    [InlineData("^(?=a)(a|aa)+$")]
    [InlineData(@"^(a+)+\\1?b$")]
    [InlineData("^(a{1,99}b?){1,99}$")]
    public void A_pattern_that_must_go_back_ends_at_its_time_limit(string pattern)
    {
        var schema = Schemas.Of($$"""{"items":{"pattern":"{{pattern}}"} }""", new() { RegexTimeout = TimeSpan.FromMilliseconds(30) });
        var document = $"[{string.Join(',', Enumerable.Repeat($"\"{new string('a', 40)}!\"", 1_000))}]";

        // A thousand texts share one limit.
        Assert.Contains("CKS115 d.json The regular expressions take more than 30 ms. Simplify the patterns of the schema.", schema.Findings(document));
        Assert.False(Schemas.Of($$"""{"not":{"items":{"pattern":"{{pattern}}"} } }""", new() { RegexTimeout = TimeSpan.FromMilliseconds(30) }).IsValid(document));
    }

    [Fact]
    public void A_pattern_that_is_huge_is_refused_or_made()
    {
        Assert.False(Schemas.Load($$"""{"pattern":"{{new string('a', 20_001)}}"}""").IsLoaded);
        Assert.False(Schemas.Load($$"""{"pattern":"{{new string('(', 10_000)}}"}""").IsLoaded);
        Assert.False(Schemas.Load($$"""{"pattern":"{{string.Concat(Enumerable.Repeat(@"\\p{L}", 2_000))}}"}""").IsLoaded);
        Assert.True(Schemas.Of("""{"pattern":"^(((a{1,1000}){1,1000}){1,1000}){1,1000}$"}""").IsValid("\"a\""));
    }

    [Fact]
    public void Numbers_of_any_size_are_compared_and_divided_by_value()
    {
        Assert.True(Schemas.Of("""{"multipleOf":0.01}""").IsValid("1e308"));
        Assert.True(Schemas.Of("""{"multipleOf":1e-300}""").IsValid("1e999999999999999"));
        Assert.False(Schemas.Of("""{"multipleOf":3}""").IsValid("1e999999999999999"));
        Assert.True(Schemas.Of("""{"multipleOf":1e308}""").IsValid("3e309"));
        Assert.False(Schemas.Of("""{"multipleOf":1e308}""").IsValid("3e307"));
        Assert.True(Schemas.Of("""{"const":1e400}""").IsValid("10.00e399"));
        Assert.False(Schemas.Of("""{"const":1e400}""").IsValid("1e401"));
        Assert.True(Schemas.Of("""{"exclusiveMinimum":1e400}""").IsValid("1.0000000000000000000000000000000001e400"));
        Assert.False(Schemas.Of("""{"maximum":12345678901234567890}""").IsValid("12345678901234567891"));
        Assert.True(Schemas.Of("""{"type":"integer"}""").IsValid("123456789012345678901234567890.000"));
        Assert.True(Schemas.Of("""{"uniqueItems":true}""").IsValid("[9007199254740993,9007199254740992]"));
        Assert.False(Schemas.Of("""{"uniqueItems":true}""").IsValid("[0,-0.0]"));
    }

    [Fact]
    public void A_number_of_a_million_digits_costs_work()
    {
        var digits = new string('7', 1_000_000);
        var divisor = new string('3', 1_000);

        Assert.False(Schemas.Of($$"""{"multipleOf":{{divisor}}}""", Limited).IsValid(digits));
        Assert.Single(Schemas.Of($$"""{"multipleOf":{{divisor}}}""").Findings(digits));
        Assert.True(Schemas.Of("""{"multipleOf":7,"minimum":1}""").IsValid(digits));
        Assert.False(Schemas.Load($$"""{"multipleOf":{{divisor}}3}""").IsLoaded);
    }

    [Theory]
    [InlineData("anyOf", "false")]
    [InlineData("oneOf", "false")]
    [InlineData("allOf", "true")]
    public void Schemas_that_say_nothing_cost_work_too(string keyword, string nothing)
    {
        var schema = Schemas.Of($$"""{"items":{"{{keyword}}":[{{string.Join(',', Enumerable.Repeat(nothing, 10_000))}}] } }""", Limited);

        Assert.StartsWith(OverWork, schema.Findings($"[{string.Join(',', Enumerable.Repeat("{}", 10_000))}]")[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"items":{"dependentRequired":{"x":[NAMES]}}}""")]
    [InlineData("""{"not":{"contains":{"not":{"dependentRequired":{"x":[NAMES]}}}}}""")]
    public void Names_that_nothing_has_cost_work_too(string schema)
    {
        var names = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"n{i}\""));

        Assert.StartsWith(OverWork, Schemas.Of(schema.Replace("NAMES", names, StringComparison.Ordinal), Limited).Findings($"[{string.Join(',', Enumerable.Repeat("{}", 10_000))}]")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_among_very_many_names_is_left_out()
    {
        var names = Enumerable.Range(0, 10_000).Select(i => $"\"{new string('a', 100)}{i}\"").ToArray();
        var schema = Schemas.Of($$"""{"properties":{ {{string.Join(',', names.Select(n => n + ":true"))}} },"additionalProperties":false}""");
        var findings = schema.Validate("d.json", Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"{new string('a', 90)}{i}\":1"))}}}"));

        Assert.Equal(50, findings.Count);
        Assert.Null(findings[^1].Suggestion);
    }

    [Fact]
    public void A_schema_of_many_mistakes_under_a_long_name_does_not_fill_the_memory()
    {
        var members = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"a{i}\":{{\"type\":1,\"$ref\":\"#/x\"}}"));
        var loaded = Schemas.Load($$"""{"properties":{"{{new string('n', 1_000)}}":{"properties":{ {{members}} } } } }""");

        Assert.Equal(100, loaded.Diagnostics.Count);
    }

    [Fact]
    public void A_document_of_many_mistakes_under_a_long_name_does_not_fill_the_memory()
    {
        var schema = Schemas.Of("""{"additionalProperties":{"properties":{"a":{"items":{"type":"string"}}}}}""");
        var findings = schema.Validate("d.json", Encoding.UTF8.GetBytes($"{{\"b\":{{\"a\":[1]}},\"{new string('n', 1_000_000)}\":{{\"a\":[{string.Join(',', Enumerable.Repeat("1", 200))}]}}}}"));

        Assert.Equal(100, findings.Count);
        Assert.Equal("/b/a/0", findings[0].Location.Pointer);
        // The deepest value that a pointer of reasonable length names.
        Assert.All(findings.Skip(1), f => Assert.Equal("", f.Location.Pointer));
        Assert.All(findings, f => Assert.Equal(1, f.Location.Line));
    }

    [Fact]
    public void Twenty_thousand_dynamic_references_and_resources_do_not_fill_the_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var definitions = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $$"""
            "{{i}}":{"$id":"{{i}}","$dynamicAnchor":"a","type":"number"},"r{{i}}":{"$id":"r{{i}}","$dynamicAnchor":"a","properties":{"x":{"$dynamicRef":"#a"} } }
            """));
        var schema = Schemas.Of($$"""{"$ref":"0","$defs":{ {{definitions}} } }""");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000_000);
        Assert.Empty(schema.Findings("1"));
    }

    [Fact]
    public void Values_are_compared_within_the_stack_however_deep_the_schemas_are_that_compare_them()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 250)) + "1" + new string('}', 250);
        var refused = 0;
        for (var length = 200; length < 1_400; length += 20)
        {
            var chain = string.Concat(Enumerable.Range(0, length).Select(i => $$"""
                "{{i}}":{"anyOf":[{"$ref":"#/$defs/{{i + 1}}"}]},
                """));
            var schema = Schemas.Of($$"""{"$ref":"#/$defs/0","$defs":{ {{chain}} "{{length}}":{"const":{{deep}} } } }""", new() { MaxDepth = 256 });
            var isValid = false;
            var thread = new Thread(() => isValid = schema.IsValid(deep), 1024 * 1024);
            thread.Start();
            thread.Join();
            refused += isValid ? 0 : 1;
        }

        // Some of the chains fit on the stack and some do not; the process is there in any case.
        Assert.InRange(refused, 1, 59);
    }

    [Fact]
    public void Regular_expressions_without_number_are_refused()
    {
        var patterns = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"(a|b|c){{40}}{i}\":true"));

        Assert.Contains("more than 1000 different regular expressions", Schemas.Load($$"""{"patternProperties":{ {{patterns}} } }""").Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_nothing_but_tokens_ends_at_the_work_limit() =>
        Assert.StartsWith(OverWork, Assert.Single(Schemas.Of("true", Limited).Findings($"[{string.Join(',', Enumerable.Repeat("1", 200_000))}]")), StringComparison.Ordinal);

    [Fact]
    public void Marks_of_many_properties_in_many_alternatives_cost_work()
    {
        var alternatives = string.Join(',', Enumerable.Range(0, 1_000).Select(i => $$"""{"required":["x{{i}}"]}"""));
        var schema = Schemas.Of($$"""{"anyOf":[{{alternatives}},true],"unevaluatedProperties":true,"properties":{"y":true} }""", Limited);

        Assert.StartsWith(OverWork, schema.Findings($"{{{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"n{i}\":1"))}}}")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_document_leaves_no_huge_buffers_behind()
    {
        var schema = Schemas.Of("""{"uniqueItems":true,"unevaluatedItems":true,"anyOf":[{"contains":{"const":"a\u0000"}}]}""");
        var huge = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"a\\u0000{i}\""))},\"a\\u0000\"]");
        var medium = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"a\\u0000{i}\""))},\"a\\u0000\"]");
        Assert.True(schema.IsValid(medium));
        Assert.Equal(0, Allocated());

        Assert.True(schema.IsValid(huge));

        // The buffers of the medium document went with those of the huge one.
        Assert.InRange(Allocated(), 2_000, long.MaxValue);
        Assert.Equal(0, Allocated());

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            schema.IsValid(medium);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
