using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cks.Publish.Tests;

/// <summary>Compiles the code of a readme against packed assemblies: each block is the body of a method, what it takes as given stands in <c>Readmes</c>.</summary>
internal static class ReadmeCompiler
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14);

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Readmes");

    private static readonly IReadOnlyList<MetadataReference> Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !Path.GetFileName(p).StartsWith("Cks.", StringComparison.Ordinal) && !Path.GetFileName(p).StartsWith("xunit", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>The errors of a block, in the words of the compiler.</summary>
    public static IReadOnlyList<string> Errors(string block, string package, IReadOnlyCollection<PackedPackage> suite)
    {
        var assemblies = suite.Where(p => p.Kind == "Library").ToDictionary(p => p.Id, p => MetadataReference.CreateFromImage(p.Content(p.AssemblyPath!)!), StringComparer.Ordinal);
        // The package and what it brings: a readme that needs another package would not compile for its reader.
        var reached = Reach(package, suite).ToArray();
        var usings = string.Concat(reached.Select(id => $"global using {id};\n"));
        var compilation = CSharpCompilation.Create(
            "Readme",
            [
                Parse(Wrap(block)),
                Parse(File.ReadAllText(Path.Combine(Folder, $"{package}.cs"))),
                Parse(usings + File.ReadAllText(Path.Combine(Folder, "Usings.cs"))),
            ],
            [.. Platform, .. reached.Select(id => assemblies[id])],
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: false));
        return [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString())];
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, Options);

    /// <summary>Statements into a method, fields into its class, types beside it.</summary>
    private static string Wrap(string block)
    {
        var members = CSharpSyntaxTree.ParseText(block, Options).GetCompilationUnitRoot().Members;
        var (statements, fields, types) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var member in members)
            (member is GlobalStatementSyntax ? statements : member is BaseTypeDeclarationSyntax ? types : fields).Add(member.ToFullString());
        return $$"""
            internal static class Readme
            {
            {{string.Concat(fields)}}
                public static async Task<object?> RunAsync()
                {
            {{string.Concat(statements)}}
                    await Task.CompletedTask;
                    return null;
                }
            }
            {{string.Concat(types)}}
            """;
    }

    private static IEnumerable<string> Reach(string package, IReadOnlyCollection<PackedPackage> suite)
    {
        var reached = new List<string> { package };
        for (var i = 0; i < reached.Count; i++)
            reached.AddRange(suite.Single(p => p.Id == reached[i]).All("dependency").Select(d => d.Attribute("id")!.Value).Where(id => suite.Any(p => p.Id == id)).Except(reached).ToArray());
        return reached;
    }
}
