namespace Cks.Core;

/// <summary>
/// A JSON Schema (2020-12) that was compiled once: immutable, safe to share between threads. A validation costs at most <see cref="JsonSchemaOptions.MaxWork"/>
/// steps and fails when it would cost more; <see cref="IsValid(ReadOnlySpan{byte})"/> takes nothing from the heap once its thread has validated a document of that size.
/// </summary>
public sealed class JsonSchema : IJsonSchemaValidator
{
    private const int DeepestOption = 256;

    private readonly SchemaNode _root;
    private readonly bool _isDynamic;
    private readonly JsonSchemaOptions _options;

    private JsonSchema(SchemaNode root, bool isDynamic, JsonSchemaOptions options) => (_root, _isDynamic, _options) = (root, isDynamic, options);

    /// <summary>Compiles a schema and all that it refers to.</summary>
    /// <param name="file">Name of the schema for findings.</param>
    /// <param name="utf8">The schema, UTF-8.</param>
    /// <param name="options">How to read it; <see cref="JsonSchemaOptions.Default"/> when <see langword="null"/>.</param>
    /// <returns>The schema, or what is wrong with it: CKS116, and CKS101 to CKS103 when it is not JSON.</returns>
    public static LoadResult<JsonSchema> Load(string file, ReadOnlyMemory<byte> utf8, JsonSchemaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        options ??= JsonSchemaOptions.Default;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxWork, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxDepth, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxDepth, DeepestOption, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.RegexTimeout, TimeSpan.Zero, nameof(options));
        var diagnostics = new DiagnosticBag();
        var compiler = new SchemaCompiler(options, new(diagnostics));
        var root = compiler.Compile(file, utf8);
        return LoadResult<JsonSchema>.From(root is null ? null : new(root, compiler.IsDynamic, options), diagnostics);
    }

    /// <inheritdoc/>
    public bool IsValid(ReadOnlySpan<byte> utf8)
    {
        var buffers = SchemaBuffers.Rent();
        try
        {
            utf8 = WithoutMark(utf8);
            var work = _options.MaxWork;
            return buffers.Tape.Read(utf8, _options, ref work) == TapeFault.None
                && new SchemaEvaluator(new(utf8, buffers.Tape), buffers, _options, _isDynamic, work, issues: null).Run(_root);
        }
        finally
        {
            buffers.Return();
        }
    }

    /// <summary>Whether a document that was read already fits, whatever documents it was made of.</summary>
    /// <param name="root">The document. As its bytes count its names and values, and three more for each of them.</param>
    public bool IsValid(SourceNode root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var buffers = SchemaBuffers.Rent();
        try
        {
            var work = _options.MaxWork;
            return buffers.Tape.Read(root, _options, ref work) == TapeFault.None
                && new SchemaEvaluator(new([], buffers.Tape), buffers, _options, _isDynamic, work, issues: null).Run(_root);
        }
        finally
        {
            buffers.Return();
        }
    }

    /// <inheritdoc/>
    /// <remarks>CKS115 for what the schema refuses, at most 100 of them; CKS101 to CKS103 for what is not JSON, names a property twice or is too large.</remarks>
    public IReadOnlyList<Diagnostic> Validate(string file, ReadOnlyMemory<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(file);
        var diagnostics = new DiagnosticBag();
        var buffers = SchemaBuffers.Rent();
        try
        {
            Validate(file, utf8[(utf8.Length - WithoutMark(utf8.Span).Length)..], buffers, diagnostics);
            return [.. diagnostics];
        }
        finally
        {
            buffers.Return();
        }
    }

    private void Validate(string file, ReadOnlyMemory<byte> utf8, SchemaBuffers buffers, DiagnosticBag diagnostics)
    {
        var work = _options.MaxWork;
        var fault = buffers.Tape.Read(utf8.Span, _options, ref work);
        if (fault != TapeFault.None)
        {
            if (fault is TapeFault.NotJson or TapeFault.TooLarge or TapeFault.DuplicateName)
                ReportNotJson(file, utf8, diagnostics);
            else if (fault == TapeFault.HugeExponent)
                diagnostics.Add(CksCodes.SchemaMismatch, SourceLocation.Whole(file), "A number has an exponent beyond all measure.", "Write the number with a smaller exponent.");
            else
                Report(SchemaLimit.Work, file, diagnostics);
            return;
        }

        var issues = new List<SchemaIssue>();
        var view = new JsonView(utf8.Span, buffers.Tape);
        var evaluator = new SchemaEvaluator(view, buffers, _options, _isDynamic, work, issues);
        if (evaluator.Run(_root))
            return;
        new SchemaReport(view, new SourceText(file, utf8), diagnostics).Write(issues);
        Report(evaluator.Limit, file, diagnostics);
    }

    private void ReportNotJson(string file, ReadOnlyMemory<byte> utf8, DiagnosticBag diagnostics)
    {
        SourceDocument.Read(file, utf8, new SourceDocumentOptions { AllowComments = _options.AllowComments, MaxBytes = _options.MaxBytes, MaxDepth = _options.MaxDepth }, diagnostics);
        // A comment is not read there, and may be anything.
        if (!diagnostics.HasErrors)
            diagnostics.Add(CksCodes.NotJson, SourceLocation.Whole(file), "The text is not valid UTF-8.", "Save the file as UTF-8.");
    }

    private void Report(SchemaLimit limit, string file, DiagnosticBag diagnostics)
    {
        var (message, fix) = limit switch
        {
            SchemaLimit.Work => ($"To validate the document takes more than {_options.MaxWork} steps.", "Split the document, simplify the schema, or raise JsonSchemaOptions.MaxWork."),
            SchemaLimit.Depth => ("Schema and document nest too deeply together.", "Let fewer schemas refer to each other, or raise JsonSchemaOptions.MaxDepth."),
            SchemaLimit.Time => ($"The regular expressions take more than {_options.RegexTimeout.TotalMilliseconds} ms.", "Simplify the patterns of the schema."),
            _ => ("", ""),
        };
        if (limit != SchemaLimit.None)
            diagnostics.Add(CksCodes.SchemaMismatch, SourceLocation.Whole(file), message, fix);
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) => utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
}
