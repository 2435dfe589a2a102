using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Cks.Analyzers.Tests;

/// <summary>Mends source as an editor does.</summary>
internal static class Fixing
{
    /// <summary>What the one finding of a source is offered, by title, each mended and compiled without a finding.</summary>
    public static async Task<Dictionary<string, string>> OffersAsync(CodeFixProvider fix, string source)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var files = new[] { Sources.File(Sources.Policy) };
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "App", "App", LanguageNames.CSharp, compilationOptions: Sources.Options, parseOptions: Sources.Parsing, metadataReferences: Sources.References));
        project = project.AddDocument("Usings.cs", Sources.Usings).Project;
        var document = project.AddDocument("A.cs", source);

        var finding = Assert.Single(await Sources.FindingsAsync((await document.Project.GetCompilationAsync(cancellation))!, files));
        Assert.Contains(finding.Id, fix.FixableDiagnosticIds);
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new(document, finding, (action, _) => actions.Add(action), cancellation));
        var offers = new Dictionary<string, string>();
        foreach (var action in actions)
        {
            var changed = (await action.GetOperationsAsync(cancellation)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
            Assert.Empty(await Sources.FindingsAsync((await changed.GetProject(document.Project.Id)!.GetCompilationAsync(cancellation))!, files));
            offers.Add(action.Title, (await changed.GetDocument(document.Id)!.GetTextAsync(cancellation)).ToString());
        }

        return offers;
    }
}
