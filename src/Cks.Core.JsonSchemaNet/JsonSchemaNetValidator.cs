using System.Text.Json;
using Json.Schema;
using NetSchema = Json.Schema.JsonSchema;

namespace Cks.Core.JsonSchemaNet;

/// <summary>A schema of JsonSchema.Net where Cks takes an <see cref="IJsonSchemaValidator"/>. Has the limits of size and depth below, and no other: see the README.</summary>
public sealed class JsonSchemaNetValidator : IJsonSchemaValidator
{
    private const int MostFindings = 100;

    // Anything that is JSON without doubt: no name twice, no half of a character, within the limits. JsonSchema.Net would let it pass.
    private static readonly Cks.Core.JsonSchema Plain = Cks.Core.JsonSchema.Load("true", "true"u8.ToArray()).GetOrThrow();

    private readonly NetSchema _schema;
    private readonly EvaluationOptions _flag;
    private readonly EvaluationOptions _list;

    /// <summary>Takes a schema that JsonSchema.Net has built.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="options">How it evaluates; copied, without its output format. <see cref="EvaluationOptions.Default"/> when <see langword="null"/>.</param>
    public JsonSchemaNetValidator(NetSchema schema, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _flag = EvaluationOptions.From(options ?? EvaluationOptions.Default);
        _flag.OutputFormat = OutputFormat.Flag;
        _list = EvaluationOptions.From(_flag);
        _list.OutputFormat = OutputFormat.List;
    }

    /// <inheritdoc/>
    /// <remarks>At most 4 MiB and 64 levels, as <see cref="JsonSchemaOptions"/> has it by default.</remarks>
    public bool IsValid(ReadOnlySpan<byte> utf8) => Plain.IsValid(utf8) && Evaluate(utf8, _flag).IsValid;

    /// <inheritdoc/>
    /// <remarks>CKS115 with the words of JsonSchema.Net, at most 100 of them; CKS101 to CKS103 for what is not JSON, names a property twice or is too large.</remarks>
    public IReadOnlyList<Diagnostic> Validate(string file, ReadOnlyMemory<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(file);
        var plain = Plain.Validate(file, utf8);
        if (plain.Count > 0)
            return plain;
        var results = Evaluate(utf8.Span, _list);
        if (results.IsValid)
            return [];
        var diagnostics = new DiagnosticBag();
        var root = SourceDocument.Read(file, utf8, SourceDocumentOptions.Strict, diagnostics)!;
        var findings = Unfit(results)
            .SelectMany(r => (r.Errors ?? []).Select(e => (At: Follow(root, r.InstanceLocation.ToString()), Message: $"{e.Value}.")))
            .Distinct()
            .OrderBy(f => f.At.Line).ThenBy(f => f.At.Column)
            .Take(MostFindings);
        foreach (var (at, message) in findings)
            diagnostics.Add(CksCodes.SchemaMismatch, at, message);
        // A schema may refuse without a word.
        if (diagnostics.Count == 0)
            diagnostics.Add(CksCodes.SchemaMismatch, root.Location, "The document does not fit its schema.");
        return [.. diagnostics];
    }

    private EvaluationResults Evaluate(ReadOnlySpan<byte> utf8, EvaluationOptions options) =>
        _schema.Evaluate(JsonElement.Parse(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8), options);

    private static IEnumerable<EvaluationResults> Unfit(EvaluationResults results) =>
        (results.Details ?? []).SelectMany(Unfit).Prepend(results).Where(r => !r.IsValid);

    private static SourceLocation Follow(SourceNode root, string pointer)
    {
        var node = root;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            if (int.TryParse(step, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < node.Items.Count)
                node = node.Items[index];
            else if (node.TryGet(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out var property))
                node = property;
        }

        return node.Location;
    }
}
