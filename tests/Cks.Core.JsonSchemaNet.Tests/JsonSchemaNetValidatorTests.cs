using System.Text;
using Json.Schema;
using NetSchema = Json.Schema.JsonSchema;

namespace Cks.Core.JsonSchemaNet.Tests;

public sealed class JsonSchemaNetValidatorTests
{
    private const string Order = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "properties": { "id": { "type": "string" }, "lines": { "items": { "properties": { "a/b": { "minimum": 3 } } } }, "when": { "format": "date" } },
          "required": ["id"],
          "additionalProperties": false
        }
        """;

    [Fact]
    public void A_document_that_fits_has_no_findings()
    {
        var validator = Validator(Order);
        byte[] document = [0xEF, 0xBB, 0xBF, .. """{"id":"x","lines":[{"a/b":3}]}"""u8];

        Assert.True(validator.IsValid(document));
        Assert.Empty(validator.Validate("d.json", document));
    }

    [Fact]
    public void Every_finding_has_its_place_in_the_order_of_the_document()
    {
        const string document = """
            {
              "lines": [{ "a/b": 3 },
                        { "a/b": 1 }],
              "nme": true
            }
            """;

        var findings = Findings(Order, document);

        Assert.Equal(["", "/lines/1/a~1b", "/nme"], findings.Select(f => f.Location.Pointer));
        Assert.Equal(["d.json:1:1", "d.json:3:22", "d.json:4:10"], findings.Select(f => f.Location.ToString()));
        Assert.All(findings, f => Assert.Equal(CksCodes.SchemaMismatch, f.Code));
        Assert.Contains("at least 3", findings[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "CKS101")]
    [InlineData("\"\\ud800\"", "CKS101")]
    [InlineData("""{"id":"x","\u0069d":"y"}""", "CKS102")]
    public void What_is_not_plain_JSON_is_not_valid_and_says_why(string document, string code) =>
        Assert.Equal(code, Assert.Single(Findings("true", document)).Code.Id);

    [Fact]
    public void A_document_over_the_limits_is_not_valid()
    {
        Assert.Equal(CksCodes.DocumentTooLarge, Assert.Single(Findings("true", $"\"{new string('x', SourceDocumentOptions.Strict.MaxBytes)}\"")).Code);
        Assert.Equal(CksCodes.NotJson, Assert.Single(Findings("true", new string('[', 65) + new string(']', 65))).Code);
    }

    [Fact]
    public void A_schema_that_refuses_without_a_word_is_a_finding_all_the_same() =>
        Assert.NotEmpty(Findings("""{"not":{}}""", "1"));

    [Fact]
    public void At_most_a_hundred_findings_are_told_each_of_them_once()
    {
        Assert.Equal(100, Findings("""{"items":{"type":"null"}}""", $"[{string.Join(',', Enumerable.Repeat("1", 500))}]").Count);
        Assert.Single(Findings("""{"allOf":[{"minimum":3},{"minimum":3}]}""", "1"));
    }

    [Fact]
    public void The_options_are_those_of_the_caller_as_they_were()
    {
        var options = new EvaluationOptions { RequireFormatValidation = true };
        var validator = new JsonSchemaNetValidator(NetSchema.FromText(Order), options);
        options.RequireFormatValidation = false;
        var document = """{"id":"x","when":"2026-02-30"}"""u8.ToArray();

        Assert.False(validator.IsValid(document));
        Assert.Equal("/when", Assert.Single(validator.Validate("d.json", document)).Location.Pointer);
        Assert.True(Validator(Order).IsValid(document));
    }

    [Fact]
    public void Both_validators_of_the_seam_give_the_same_answers()
    {
        IJsonSchemaValidator[] validators = [Validator(Order), JsonSchema.Load("s.json", Encoding.UTF8.GetBytes(Order)).GetOrThrow()];
        string[] documents = ["{}", "[]", """{"id":"x"}""", """{"id":1}""", """{"id":"x","lines":[{"a/b":2}]}""", """{"id":"x","lines":7}""", """{"id":"x","other":1}""", "nonsense"];

        Assert.All(documents, d => Assert.Single(validators.Select(v => v.IsValid(Encoding.UTF8.GetBytes(d))).Distinct()));
        Assert.All(documents, d => Assert.Single(validators.Select(v => string.Join(' ', v.Validate("d.json", Encoding.UTF8.GetBytes(d)).Select(f => f.Location.Pointer).Distinct())).Distinct()));
    }

    private static JsonSchemaNetValidator Validator(string schema) => new(NetSchema.FromText(schema));

    /// <summary>The findings; that the quick answer is the same is asserted.</summary>
    private static IReadOnlyList<Diagnostic> Findings(string schema, string document)
    {
        var (validator, utf8) = (Validator(schema), Encoding.UTF8.GetBytes(document));
        var findings = validator.Validate("d.json", utf8);
        Assert.Equal(findings.Count == 0, validator.IsValid(utf8));
        return findings;
    }
}
