using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Cks.Analyzers.Tests;

/// <summary>Compiles source in memory with the real packages, the generator and the analyzers.</summary>
internal static class Sources
{
    public const string Policy = """
        {
          // A comment, and trailing commas.
          "version": 1,
          "resources": { "orders": { "actions": ["view", "accept", "start-delivery", "purge"] }, "catalog-service": { "actions": ["view"] }, },
          "aliases": { "canAcceptOrders": "orders:accept" },
          "roles": {
            "staff": { "permit": [{ "id": "s", "actions": ["orders:view", "orders:accept", "orders:start-delivery", "catalog-service:*"] }] },
            "nobody": { "deny": [{ "id": "n", "actions": ["orders:purge"] }] },
          },
        }
        """;

    /// <summary>All of them, as a package brings them.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [new CapabilityAnalyzer(), new EndpointAnalyzer(), new PolicyFileAnalyzer(), new RoleAnalyzer(), new ScopeAnalyzer()];

    public static CSharpParseOptions Parsing { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    public static CSharpCompilationOptions Options { get; } = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static IReadOnlyList<MetadataReference> References { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    /// <summary>Usings of a web project, and what the tests call.</summary>
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Diagnostics.CodeAnalysis;
        global using Cks.HubConfig;
        global using Cks.Rbac;
        global using Cks.Rbac.AspNetCore;
        global using Microsoft.AspNetCore.Builder;
        """;

    public static CSharpCompilation Compile(params IEnumerable<string> sources) =>
        CSharpCompilation.Create("App", sources.Append(Usings).Select((s, i) => CSharpSyntaxTree.ParseText(s, Parsing, $"{i}.cs")), References, Options);

    public static GeneratorDriver Driver(IEnumerable<AdditionalText> files, string rootNamespace = "App", string folder = "/repo/app/") => CSharpGeneratorDriver.Create(
        [new CapsGenerator().AsSourceGenerator()], files, Parsing,
        new Settings(new() { ["build_property.RootNamespace"] = rootNamespace, ["build_property.ProjectDir"] = folder }),
        new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The generated code; empty when there is none.</summary>
    public static string Generate(IEnumerable<AdditionalText> files, string rootNamespace = "App", string folder = "/repo/app/")
    {
        var result = Driver(files, rootNamespace, folder).RunGenerators(Compile()).GetRunResult();
        Assert.Empty(result.Diagnostics);
        Assert.Null(result.Results.Single().Exception);
        return result.Results.Single().GeneratedSources.SingleOrDefault().SourceText?.ToString() ?? "";
    }

    /// <summary>What the compiler and the analyzers say about source, with the generated code in it: <c>id text-at-the-place message</c>.</summary>
    public static async Task<string[]> FindAsync(string source, params AdditionalText[] files)
    {
        Driver(files).RunGeneratorsAndUpdateCompilation(Compile(source), out var compilation, out _);
        return [.. (await FindingsAsync(compilation, files)).Select(d => $"{d.Id} {At(d)} {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];
    }

    public static async Task<IReadOnlyList<Diagnostic>> FindingsAsync(Compilation compilation, params AdditionalText[] files)
    {
        var faults = compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).ToArray();
        Assert.True(faults.Length == 0, string.Join('\n', faults.AsEnumerable()));
        var analysis = new CompilationWithAnalyzersOptions(new AnalyzerOptions([.. files]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers(Analyzers, analysis).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.Where(d => d.Severity >= DiagnosticSeverity.Info).OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan)];
    }

    public static AdditionalText File(string text, string path = "/repo/app/policies/app.rbac.json") => new MemoryFile(path, text);

    private static string At(Diagnostic finding) => finding.Location.SourceTree is { } tree
        ? tree.GetText().ToString(finding.Location.SourceSpan)
        : $"{finding.Location.GetLineSpan().Path}:{finding.Location.GetLineSpan().StartLinePosition.Line + 1}:{finding.Location.GetLineSpan().StartLinePosition.Character + 1}";

    private sealed class MemoryFile(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }

    private sealed class Settings(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(values);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values([]);

        private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
