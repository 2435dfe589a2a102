using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cks.Publish.Tests;

/// <summary>Compiles the code of a readme or a page against packed assemblies: each block is the body of a method, what it takes as given stands in <c>Readmes</c>.</summary>
internal static partial class ReadmeCompiler
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp14);

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Readmes");

    private static readonly IReadOnlyList<MetadataReference> Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => !Path.GetFileName(p).StartsWith("Cks.", StringComparison.Ordinal) && !Path.GetFileName(p).StartsWith("xunit", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>The pages whose code can be compiled.</summary>
    public static IEnumerable<string> Pages() => Directory.EnumerateFiles(Folder, "docs.*.cs").Select(f => Path.GetFileNameWithoutExtension(f)["docs.".Length..]).Order(StringComparer.Ordinal);

    /// <summary>The errors of a block, in the words of the compiler.</summary>
    /// <param name="block">The code.</param>
    /// <param name="name">The package, or the page as <c>docs.sign-in</c>.</param>
    /// <param name="suite">All packages.</param>
    public static IReadOnlyList<string> Errors(string block, string name, IReadOnlyCollection<PackedPackage> suite)
    {
        var assemblies = suite.Where(p => p.Kind == "Library").ToDictionary(p => p.Id, p => MetadataReference.CreateFromImage(p.Content(p.AssemblyPath!)!), StringComparer.Ordinal);
        var given = File.ReadAllText(Path.Combine(Folder, $"{name}.cs"));
        // The package, what it brings, and what its readme says that the reader has beside it.
        var reached = Reach([.. suite.Select(p => p.Id).Where(id => id == name), .. With().Matches(given).Select(m => m.Groups[1].Value)], suite).ToArray();
        var usings = string.Concat(reached.Where(id => HasNamespace(suite.Single(p => p.Id == id))).Select(id => $"global using {id};\n"));
        var compilation = CSharpCompilation.Create(
            "Readme",
            [
                Parse(Wrap(block)),
                Parse(given),
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
        {
            // Between statements the parser takes a static field for a variable.
            var isField = member is GlobalStatementSyntax { Statement: LocalDeclarationStatementSyntax { Modifiers.Count: > 0 } } or not (GlobalStatementSyntax or BaseTypeDeclarationSyntax);
            (isField ? fields : member is GlobalStatementSyntax ? statements : types).Add(member.ToFullString());
        }

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

    private static bool HasNamespace(PackedPackage package)
    {
        using var image = new PEReader(new MemoryStream(package.Content(package.AssemblyPath!)!));
        var reader = image.GetMetadataReader();
        return reader.TypeDefinitions.Select(reader.GetTypeDefinition).Any(t => (t.Attributes & TypeAttributes.Public) != 0 && reader.GetString(t.Namespace) == package.Id);
    }

    private static IEnumerable<string> Reach(string[] packages, IReadOnlyCollection<PackedPackage> suite)
    {
        var reached = new List<string>(packages);
        for (var i = 0; i < reached.Count; i++)
            reached.AddRange(suite.Single(p => p.Id == reached[i]).All("dependency").Select(d => d.Attribute("id")!.Value).Where(id => suite.Any(p => p.Id == id)).Except(reached).ToArray());
        return reached;
    }

    [GeneratedRegex(@"^// With: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex With();
}
