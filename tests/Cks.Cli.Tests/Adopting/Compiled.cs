using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Cks.Cli.Tests.Adopting;

/// <summary>Applications that are written in a test and compiled as an SDK would.</summary>
internal static class Compiled
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks; global using Microsoft.AspNetCore.Authorization;
        global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Mvc; global using Microsoft.AspNetCore.Mvc.Authorization; global using Microsoft.AspNetCore.Mvc.Filters; global using Microsoft.AspNetCore.Mvc.RazorPages;
        global using Microsoft.AspNetCore.Routing; global using Microsoft.AspNetCore.SignalR; global using Microsoft.Extensions.DependencyInjection;
        """;

    private static readonly MetadataReference[] Platform =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(p => Path.GetFileName(p) is var f && (f.StartsWith("System.", StringComparison.Ordinal) || f.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || f.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || f == "netstandard.dll"))
            .Select(p => MetadataReference.CreateFromFile(p))];

    /// <summary>Writes an assembly and says where it is.</summary>
    public static string Write(string folder, string source, string name = "App", bool isReference = false, OptimizationLevel level = OptimizationLevel.Release, LanguageVersion language = LanguageVersion.Default, params MetadataReference[] more)
    {
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(Usings, new(language)), CSharpSyntaxTree.ParseText(source, new(language))], [.. Platform, .. more], new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: level));
        var path = Path.Combine(folder, $"{name}.dll");
        using var stream = File.Create(path);
        var emitted = compilation.Emit(stream, options: new EmitOptions(metadataOnly: isReference, includePrivateMembers: !isReference));
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return path;
    }
}
