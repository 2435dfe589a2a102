using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Cks.Analyzers.CodeFixes;

/// <summary>Gives an endpoint a rule: somebody who is signed in, or everybody. Which capability it needs nobody can guess, so none is written.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnguardedEndpointFix))]
[Shared]
internal sealed class UnguardedEndpointFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.Unguarded.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
            return;
        foreach (var finding in context.Diagnostics)
        {
            var at = root.FindToken(finding.Location.SourceSpan.Start).Parent;
            if (at is MemberDeclarationSyntax member)
            {
                Offer("[Authorize]", member, m => With((MemberDeclarationSyntax)m, "Authorize"), finding);
                Offer("[AllowAnonymous]", member, m => With((MemberDeclarationSyntax)m, "AllowAnonymous"), finding);
            }
            else if (at is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax map } access } name && access.Name == name
                // Called as an extension, so that its namespace, which is also that of the rules, is used here.
                && model.GetSymbolInfo(map, context.CancellationToken).Symbol is IMethodSymbol { IsStatic: false })
            {
                Offer(".RequireAuthorization()", map, m => Then((InvocationExpressionSyntax)m, "RequireAuthorization"), finding);
                Offer(".AllowAnonymous()", map, m => Then((InvocationExpressionSyntax)m, "AllowAnonymous"), finding);
            }
        }

        void Offer(string what, SyntaxNode node, Func<SyntaxNode, SyntaxNode> mend, Diagnostic finding) => context.RegisterCodeFix(
            CodeAction.Create($"Add {what}", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(node, mend(node)))), equivalenceKey: what), finding);
    }

    private static SyntaxNode Then(InvocationExpressionSyntax map, string rule) => SyntaxFactory.InvocationExpression(
        SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, map.WithoutTrailingTrivia(), SyntaxFactory.IdentifierName(rule))).WithTrailingTrivia(map.GetTrailingTrivia());

    private static SyntaxNode With(MemberDeclarationSyntax member, string rule)
    {
        var name = SyntaxFactory.ParseName($"global::Microsoft.AspNetCore.Authorization.{rule}").WithAdditionalAnnotations(Simplifier.Annotation);
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(name)));
        // On a line of its own, as far in as what it is put on.
        var lead = member.GetLeadingTrivia();
        var (line, indent) = (SyntaxFactory.ElasticCarriageReturnLineFeed, lead.Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).ToArray());
        var bare = member.WithLeadingTrivia(indent);
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list.WithLeadingTrivia(lead).WithTrailingTrivia(line)));
    }
}
