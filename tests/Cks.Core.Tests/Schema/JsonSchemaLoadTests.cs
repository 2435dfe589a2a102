using System.Text;

namespace Cks.Core.Tests;

public sealed class JsonSchemaLoadTests
{
    [Theory]
    [InlineData("7", "s.json:1:1 \"\" must be a schema: an object, true or false.")]
    [InlineData("""{"type":"objet"}""", "s.json:1:9 \"objet\" is not a type. Did you mean \"object\"?")]
    [InlineData("""{"type":7}""", "s.json:1:9 A type must be a text. Known: array, boolean, integer, null, number, object, string.")]
    [InlineData("""{"type":[]}""", "s.json:1:9 \"type\" must be a type or an array of types.")]
    [InlineData("""{"minLength":-1}""", "s.json:1:14 \"minLength\" must be a whole number from 0.")]
    [InlineData("""{"maxLength":1.5}""", "s.json:1:14 \"maxLength\" must be a whole number from 0.")]
    [InlineData("""{"minItems":"1"}""", "s.json:1:13 \"minItems\" must be a whole number from 0.")]
    [InlineData("""{"maxItems":1e9999999999999999999}""", "s.json:1:13 \"maxItems\" must be a whole number from 0.")]
    [InlineData("""{"minimum":"1"}""", "s.json:1:12 \"minimum\" must be a number.")]
    [InlineData("""{"maximum":1e9999999999999999999}""", "s.json:1:12 \"maximum\" must be a number.")]
    [InlineData("""{"multipleOf":0}""", "s.json:1:15 \"multipleOf\" must be a number above 0 with at most 1000 digits.")]
    [InlineData("""{"multipleOf":-2}""", "s.json:1:15 \"multipleOf\" must be a number above 0 with at most 1000 digits.")]
    [InlineData("""{"pattern":"(a"}""", "s.json:1:12 \"(a\" is not a regular expression: a group is not closed. Write it as ECMA-262 has it with the flag u.")]
    [InlineData("""{"patternProperties":{"[":true}}""", "s.json:1:27 \"[\" is not a regular expression: a class is not closed. Write it as ECMA-262 has it with the flag u.")]
    [InlineData("""{"pattern":1}""", "s.json:1:12 \"pattern\" must be a text.")]
    [InlineData("""{"format":1}""", "s.json:1:11 \"format\" must be a text.")]
    [InlineData("""{"enum":1}""", "s.json:1:9 \"enum\" must be an array.")]
    [InlineData("""{"const":1e9999999999999999999}""", "s.json:1:10 \"const\" must be a value whose numbers have an exponent that can be compared.")]
    [InlineData("""{"uniqueItems":1}""", "s.json:1:16 \"uniqueItems\" must be true or false.")]
    [InlineData("""{"required":"a"}""", "s.json:1:13 \"required\" must be an array of texts.")]
    [InlineData("""{"required":[1]}""", "s.json:1:13 \"required\" must be an array of texts.")]
    [InlineData("""{"dependentRequired":[]}""", "s.json:1:22 \"dependentRequired\" must be an object.")]
    [InlineData("""{"properties":[]}""", "s.json:1:15 \"properties\" must be an object.")]
    [InlineData("""{"allOf":[]}""", "s.json:1:10 \"allOf\" must be an array of schemas that is not empty.")]
    [InlineData("""{"oneOf":{}}""", "s.json:1:10 \"oneOf\" must be an array of schemas that is not empty.")]
    [InlineData("""{"items":[true]}""", "s.json:1:10 \"items\" must be a schema: an object, true or false.")]
    [InlineData("""{"$defs":{"a":{"type":"nul"}}}""", "s.json:1:23 \"nul\" is not a type. Did you mean \"null\"?")]
    [InlineData("""{"$ref":1}""", "s.json:1:9 \"$ref\" must be a text.")]
    [InlineData("""{"$ref":"#/$defs/adress","$defs":{"address":true}}""", "s.json:1:9 \"#/$defs/adress\" points at nothing: there is no \"adress\". Did you mean \"address\"?")]
    [InlineData("""{"$ref":"#/allOf/7","allOf":[true]}""", "s.json:1:9 \"#/allOf/7\" points at nothing: there is no \"7\".")]
    [InlineData("""{"$ref":"#/allOf/x","allOf":[true]}""", "s.json:1:9 \"#/allOf/x\" points at nothing: there is no \"x\".")]
    [InlineData("""{"$ref":"#adress","$defs":{"a":{"$anchor":"address"}}}""", "s.json:1:9 \"#adress\" points at no anchor of cks:///schema. Did you mean \"address\"?")]
    [InlineData("""{"$dynamicRef":"#x"}""", "s.json:1:16 \"#x\" points at no anchor of cks:///schema.")]
    [InlineData("""{"$ref":"other.json"}""", "s.json:1:9 cks:///other.json is not there. Set JsonSchemaOptions.Resolver to give other documents, or correct the reference.")]
    [InlineData("""{"$id":"http://x/a#b"}""", "s.json:1:8 \"$id\" must not have a fragment. Name a part of a schema with \"$anchor\".")]
    [InlineData("""{"$id":1}""", "s.json:1:8 \"$id\" must be a text.")]
    [InlineData("""{"$anchor":"1a"}""", "s.json:1:12 \"$anchor\" must start with a letter and have letters, digits, \"-\", \".\" and \"_\".")]
    [InlineData("""{"$anchor":"a","items":{"$anchor":"a"}}""", "s.json:1:35 The anchor \"a\" stands twice in cks:///schema.")]
    [InlineData("""{"$defs":{"a":{"$id":"http://x/a"},"b":{"$id":"http://x/a"}}}""", "s.json:1:47 Two schemas have the \"$id\" http://x/a.")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#"}""", "s.json:1:12 The schema is written for http://json-schema.org/draft-07/schema; only https://json-schema.org/draft/2020-12/schema is understood. Write it for 2020-12.")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2019-09/schema"}""", "s.json:1:12 The schema is written for https://json-schema.org/draft/2019-09/schema; only https://json-schema.org/draft/2020-12/schema is understood. Write it for 2020-12.")]
    [InlineData("""{"$schema":"http://x/meta"}""", "s.json:1:12 http://x/meta is not there. Set JsonSchemaOptions.Resolver to give other documents, or correct the reference.")]
    [InlineData("""{"$schema":"http://x/m","$id":"http://x/m","$vocabulary":{"http://x/v":true}}""", "s.json:1:12 The metaschema http://x/m requires the vocabulary http://x/v, which is not understood.")]
    [InlineData("""{"$ref":"#"}""", "s.json:1:1 The schema applies itself to the same value and would never end. Refer to it from \"properties\" or \"items\".")]
    [InlineData("""{"items":{"anyOf":[{"$ref":"#/items"}]}}""", "s.json:1:10 The schema applies itself to the same value and would never end. Refer to it from \"properties\" or \"items\".")]
    public void A_schema_that_cannot_be_used_says_why_and_where(string schema, string finding)
    {
        var loaded = Schemas.Load(schema);

        Assert.False(loaded.IsLoaded);
        Assert.Equal([$"CKS116 {finding}"], loaded.Diagnostics.Select(d => d.ToString()));
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_schema_is_told_at_once() =>
        Assert.Equal(4, Schemas.Load("""{"minLength":-1,"properties":{"a":{"type":"x"}},"$defs":{"b":{"pattern":"*"}},"items":{"$ref":"#/nowhere"}}""").Diagnostics.Count);

    [Theory]
    [InlineData("{", "CKS101")]
    [InlineData("""{"type":"null","type":"null"}""", "CKS102")]
    public void What_is_not_JSON_is_no_schema(string schema, string code) => Assert.Equal(code, Assert.Single(Schemas.Load(schema).Diagnostics).Code.Id);

    [Fact]
    public void The_metaschema_is_built_in_and_judges_schemas()
    {
        var schema = Schemas.Of("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}""");

        Assert.Empty(schema.Findings("""{"type":"object","properties":{"a":{"minLength":1}},"$defs":{}}"""));
        Assert.NotEmpty(schema.Findings("""{"properties":{"a":{"minLength":-1}}}"""));
        Assert.NotEmpty(schema.Findings("""{"allOf":[]}"""));
    }

    [Theory]
    [InlineData("core")]
    [InlineData("applicator")]
    [InlineData("unevaluated")]
    [InlineData("validation")]
    [InlineData("meta-data")]
    [InlineData("format-annotation")]
    [InlineData("format-assertion")]
    [InlineData("content")]
    public void The_metaschema_of_each_vocabulary_is_built_in_and_fits_the_metaschema(string name)
    {
        using var stream = typeof(JsonSchema).Assembly.GetManifestResourceStream($"{name}.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);

        Assert.True(Schemas.Of("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}""").IsValid(bytes.ToArray()));
        Assert.True(Schemas.Load($$"""{"$ref":"https://json-schema.org/draft/2020-12/meta/{{name}}"}""").IsLoaded);
    }

    [Fact]
    public void A_mistake_in_another_document_names_that_document()
    {
        var loaded = Schemas.Load("""{"$ref":"http://x/a"}""", new() { Resolver = new Remote(_ => """{"type":"x"}""") });

        Assert.StartsWith("CKS116 http://x/a:1:9 ", Assert.Single(loaded.Diagnostics).ToString(), StringComparison.Ordinal);
        Assert.Equal(CksCodes.NotJson, Assert.Single(Schemas.Load("""{"$ref":"http://x/a"}""", new() { Resolver = new Remote(_ => "{") }).Diagnostics).Code);
    }

    [Fact]
    public void A_document_that_the_resolver_does_not_know_refuses_the_schema() =>
        Assert.Equal("CKS116 s.json:1:9 http://x/a is not there. Correct the reference, or let the resolver know it.",
            Assert.Single(Schemas.Load("""{"$ref":"http://x/a"}""", new() { Resolver = new Remote(_ => null) }).Diagnostics).ToString());

    [Fact]
    public void A_document_is_asked_for_once_and_its_own_id_counts()
    {
        var asked = new List<string>();
        var resolver = new Remote(uri =>
        {
            asked.Add(uri);
            return uri == "http://x/a" ? """{"$id":"http://y/dir/b","$ref":"c","$defs":{"d":{"minimum":5}}}""" : """{"type":"number"}""";
        });
        var schema = Schemas.Of("""{"allOf":[{"$ref":"http://x/a"},{"$ref":"http://x/a#/$defs/d"},{"$ref":"http://y/dir/b"}]}""", new() { Resolver = resolver });

        Assert.True(schema.IsValid("6"));
        Assert.False(schema.IsValid("4"));
        Assert.False(schema.IsValid("\"x\""));
        Assert.Equal(["http://x/a", "http://y/dir/c"], asked);
    }

    [Fact]
    public void A_resolver_that_makes_up_documents_for_ever_is_stopped()
    {
        var count = 0;
        var resolver = new Remote(_ => $$"""{"$ref":"http://x/{{++count}}"}""");

        Assert.Contains(Schemas.Load("""{"$ref":"http://x/0"}""", new() { Resolver = resolver }).Diagnostics, d => d.Message.Contains("more than 256 documents", StringComparison.Ordinal));
        Assert.InRange(count, 200, 300);
    }

    [Theory]
    [InlineData("https://json-schema.org/draft/2020-12/vocab/format-assertion", false)]
    [InlineData("https://json-schema.org/draft/2020-12/vocab/validation", true)]
    public void A_dialect_says_which_keywords_hold(string vocabulary, bool valid)
    {
        var meta = $$"""{"$id":"http://x/m","$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true,"{{vocabulary}}":true,"http://x/nice":false} }""";
        var schema = Schemas.Of("""{"$schema":"http://x/m","format":"ipv4","not":true,"unevaluatedItems":false}""", new() { Resolver = new Remote(_ => meta) });

        Assert.Equal(valid, schema.IsValid("\"x\""));
    }

    private sealed class Remote(Func<string, string?> find) : IJsonSchemaResolver
    {
        public bool TryResolve(Uri uri, out ReadOnlyMemory<byte> utf8)
        {
            var text = find(uri.AbsoluteUri);
            utf8 = Encoding.UTF8.GetBytes(text ?? "");
            return text is not null;
        }
    }
}
