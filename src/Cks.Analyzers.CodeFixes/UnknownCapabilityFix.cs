using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Cks.Analyzers.CodeFixes;

/// <summary>Puts the capability that was probably meant in place of one that no policy file declares: its constant, or its text where there is no <c>Caps</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnknownCapabilityFix))]
[Shared]
internal sealed class UnknownCapabilityFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.Unknown.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var finding in context.Diagnostics)
        {
            if (!finding.Properties.TryGetValue(Rules.Meant, out var meant) || meant is null
                || root?.FindNode(finding.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax written)
                continue;
            context.RegisterCodeFix(CodeAction.Create($"Change to \"{meant}\"", c => FixAsync(context.Document, root, written, meant, c), equivalenceKey: meant), finding);
        }
    }

    private static async Task<Document> FixAsync(Document document, SyntaxNode root, ExpressionSyntax written, string meant, CancellationToken cancellationToken)
    {
        var compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        var mended = compilation is not null && Constant(compilation, meant, cancellationToken) is { } constant
            ? SyntaxFactory.ParseExpression(constant.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + constant.Name).WithAdditionalAnnotations(Simplifier.Annotation)
            : SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(meant));
        return document.WithSyntaxRoot(root.ReplaceNode(written, mended.WithTriviaFrom(written)));
    }

    /// <summary>The constant of a capability: <c>Caps</c>, a class of the resource, and in it the one with that value.</summary>
    private static IFieldSymbol? Constant(Compilation compilation, string capability, CancellationToken cancellationToken) =>
        compilation.GetSymbolsWithName("Caps", SymbolFilter.Type, cancellationToken).OfType<INamedTypeSymbol>()
            .Where(caps => caps.ContainingType is null)
            .SelectMany(caps => caps.GetTypeMembers())
            .SelectMany(resource => resource.GetMembers().OfType<IFieldSymbol>())
            .FirstOrDefault(constant => constant.ConstantValue is string value && value == capability);
}
