using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cks.Analyzers.Tests;

/// <summary>The code of the samples and templates, as it is and without its rules.</summary>
public sealed partial class SampleTests
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Net.Http.Json;
        global using System.Threading; global using System.Threading.Tasks; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private const string WrittenJsonContext = """
        partial class $1() : JsonSerializerContext(null)
        {
            public static $1 Default { get; } = new();
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }
        """;

    private static readonly string Root = FindRoot();

    public static TheoryData<string, string> All => new()
    {
        { "samples/Cks.Samples.Portal", "Cks.Samples.Portal" },
        { "samples/Cks.Samples.Minimal", "Cks.Samples.Minimal" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_code_of_a_sample_has_no_finding(string folder, string name) => Assert.Empty(await FindAsync(folder, name, tree => tree));

    /// <summary>So that the test above says something: every endpoint that the application itself maps is found once its rule is gone, and none of the group that is handed on.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_its_rules_every_endpoint_of_a_sample_is_found(string folder, string name)
    {
        var mapped = Texts(folder).SelectMany(t => Enumerable.Repeat($"CKS001 {Path.GetFileName(t.Path)}", MapsOnApplication().Count(t.Text))).ToArray();

        var findings = await FindAsync(folder, name, tree => CSharpSyntaxTree.Create((CSharpSyntaxNode)new WithoutRules().Visit(tree.GetRoot()), Sources.Parsing, tree.FilePath));

        Assert.True(mapped.Length >= 2);
        Assert.Equal(mapped.Order(StringComparer.Ordinal), findings.Select(f => $"{f[..6]} {Path.GetFileName(f)}").Order(StringComparer.Ordinal));
    }

    /// <summary>Where another reads what the portal reads, each statement is a finding.</summary>
    [Fact]
    public async Task A_read_of_the_portal_that_leaves_the_scope_out_is_found() =>
        Assert.All(
            await FindAsync("samples/Cks.Samples.Portal", "Cks.Samples.Portal", tree => CSharpSyntaxTree.ParseText(tree.ToString().Replace("_transaction.ReadAsync(me, query, row,", "_transaction.ReadAsync(query.Value, row,", StringComparison.Ordinal), Sources.Parsing, tree.FilePath), atLeast: 1),
            f => Assert.StartsWith("CKS006 ReadAsync ", f, StringComparison.Ordinal));

    private static async Task<string[]> FindAsync(string folder, string name, Func<SyntaxTree, SyntaxTree> change, int atLeast = 0)
    {
        var trees = Texts(folder).Select(t => change(CSharpSyntaxTree.ParseText(t.Text, Sources.Parsing, t.Path)));
        var policies = Directory.GetFiles(Path.Combine(Root, folder), "*.rbac.json", SearchOption.AllDirectories).Select(p => Sources.File(File.ReadAllText(p), p)).ToArray();
        var options = Sources.Options.WithOutputKind(OutputKind.ConsoleApplication).WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress), new("CS1701", ReportDiagnostic.Suppress), new("CS0626", ReportDiagnostic.Suppress)]);
        var references = Sources.References.Where(r => Path.GetFileNameWithoutExtension(r.Display) != name);
        var compilation = CSharpCompilation.Create(name, [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, Sources.Parsing, "Usings.cs")], references, options);
        Sources.Driver(policies, name, Path.Combine(Root, folder)).RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _, TestContext.Current.CancellationToken);

        var findings = await Sources.FindingsAsync(whole, policies);
        Assert.True(findings.Count >= atLeast);
        return [.. findings.Where(f => f.Id.StartsWith("CKS", StringComparison.Ordinal)).Select(f => $"{f.Id} {f.Location.SourceTree?.GetText(TestContext.Current.CancellationToken).ToString(f.Location.SourceSpan)} {f.Location.GetLineSpan().Path}")];
    }

    private static (string Path, string Text)[] Texts(string folder) =>
        [.. Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Where(p => !Built().IsMatch(p)).Order(StringComparer.Ordinal).Select(p => (p, JsonContext().Replace(Partial().Replace(File.ReadAllText(p), "static extern"), WrittenJsonContext)))];

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "CksCore.sln")))
            at = at.Parent ?? throw new InvalidOperationException("The tests are not run inside of the repository.");
        return at.FullName;
    }

    [GeneratedRegex(@"\bapp\.Map(Get|Post|Put|Delete|Patch|Methods|OpenApi)\(")]
    private static partial Regex MapsOnApplication();

    // Of these the platform's generators write the bodies, which are not run here.
    [GeneratedRegex("static partial(?= [A-Za-z]+ [A-Za-z]+\\()")]
    private static partial Regex Partial();

    [GeneratedRegex(@"partial class (\w+) : JsonSerializerContext;")]
    private static partial Regex JsonContext();

    [GeneratedRegex(@"[\\/](bin|obj|packages)[\\/]")]
    private static partial Regex Built();

    /// <summary>Takes the rules out, and what the portal wrote itself to be put on endpoints, which might be a rule.</summary>
    private sealed class WithoutRules : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node) =>
            On(node) is InvocationExpressionSyntax on ? Visit(on)!.WithTriviaFrom(node) : base.VisitInvocationExpression(node);

        public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node) =>
            node.Expression is InvocationExpressionSyntax call && On(call) is IdentifierNameSyntax ? SyntaxFactory.Block() : base.VisitExpressionStatement(node);

        private static ExpressionSyntax? On(InvocationExpressionSyntax call) =>
            call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RequireCaps" or "RequireAnyCap" or "RequireAuthorization" or "AllowAnonymous" or "NeverShared" or "Administers" or "AdministersOn", Expression: var on } ? on : null;
    }
}
