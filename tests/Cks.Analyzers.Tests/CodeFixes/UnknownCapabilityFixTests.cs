using Cks.Analyzers.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Cks.Analyzers.Tests;

public sealed class UnknownCapabilityFixTests
{
    [Theory]
    [InlineData("namespace App; class A { CapabilityId Id = CapabilityId.Of(\"order:accept\"); }", "namespace App; class A { CapabilityId Id = CapabilityId.Of(Caps.Orders.Accept); }")]
    [InlineData("namespace App; [RequireCaps(\"orders:view\", /* why */ \"order:accept\")] class A;", "namespace App; [RequireCaps(\"orders:view\", /* why */ Caps.Orders.Accept)] class A;")]
    [InlineData("class A { const string B = \"order:accept\"; CapabilityId Id = CapabilityId.Of(B); }", "class A { const string B = \"order:accept\"; CapabilityId Id = CapabilityId.Of(App.Caps.Orders.Accept); }")]
    [InlineData("namespace App; class A { RequireCapsAttribute B = new([\"catalog-servce:view\"]); }", "namespace App; class A { RequireCapsAttribute B = new([Caps.CatalogService.View]); }")]
    public async Task The_fix_puts_the_constant_and_the_code_compiles_without_a_finding(string source, string expected) => Assert.Equal(expected, await FixAsync(source, withCaps: true));

    [Fact]
    public async Task Without_constants_the_fix_puts_the_text() =>
        Assert.Equal("class A { CapabilityId Id = CapabilityId.Of(\"orders:accept\"); }", await FixAsync("class A { CapabilityId Id = CapabilityId.Of(\"order:accept\"); }", withCaps: false));

    [Fact]
    public async Task Where_nothing_is_near_nothing_is_offered() => Assert.Null(await FixAsync("class A { CapabilityId Id = CapabilityId.Of(\"invoices:pay\"); }", withCaps: true));

    [Fact]
    public void All_findings_of_a_solution_are_mended_at_once() => Assert.Same(WellKnownFixAllProviders.BatchFixer, new UnknownCapabilityFix().GetFixAllProvider());

    private static async Task<string?> FixAsync(string source, bool withCaps)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var files = new[] { Sources.File(Sources.Policy) };
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "App", "App", LanguageNames.CSharp, compilationOptions: Sources.Options, parseOptions: Sources.Parsing, metadataReferences: Sources.References));
        project = project.AddDocument("Usings.cs", Sources.Usings).Project;
        if (withCaps)
            project = project.AddDocument("Caps.g.cs", Sources.Generate(files)).Project;
        var document = project.AddDocument("A.cs", source);

        var finding = Assert.Single(await Sources.FindingsAsync((await document.Project.GetCompilationAsync(cancellation))!, files));
        var actions = new List<CodeAction>();
        await new UnknownCapabilityFix().RegisterCodeFixesAsync(new(document, finding, (action, _) => actions.Add(action), cancellation));
        if (actions.Count == 0)
            return null;

        var changed = (await Assert.Single(actions).GetOperationsAsync(cancellation)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Assert.Empty(await Sources.FindingsAsync((await changed.GetProject(document.Project.Id)!.GetCompilationAsync(cancellation))!, files));
        return (await changed.GetDocument(document.Id)!.GetTextAsync(cancellation)).ToString();
    }
}
