using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cks.Analyzers.CodeFixes;

/// <summary>Takes <c>AllowAnonymous</c> out, so that the guard beside it is asked.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AnonymousBesideGuardFix))]
[Shared]
internal sealed class AnonymousBesideGuardFix : CodeFixProvider
{
    private const string Title = "Remove AllowAnonymous";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.Anonymous.Id];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;
        foreach (var finding in context.Diagnostics)
        {
            var at = root.FindToken(finding.Location.SourceSpan.Start).Parent;
            if ((at is { Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AllowAnonymous", Parent: InvocationExpressionSyntax call } } ? Without(root, call)
                    : at?.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute ? Without(root, attribute)
                    : null) is { } mended)
                context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(mended)), equivalenceKey: Title), finding);
        }
    }

    /// <summary>The call goes; where nothing but a variable would stay, the statement.</summary>
    private static SyntaxNode? Without(SyntaxNode root, InvocationExpressionSyntax call)
    {
        var on = ((MemberAccessExpressionSyntax)call.Expression).Expression;
        if (call.Parent is not ExpressionStatementSyntax statement || on is InvocationExpressionSyntax)
            return root.ReplaceNode(call, on.WithTrailingTrivia(call.GetTrailingTrivia()));
        SyntaxNode whole = statement.Parent is GlobalStatementSyntax top ? top : statement;
        return root.RemoveNode(whole, SyntaxRemoveOptions.KeepUnbalancedDirectives);
    }

    private static SyntaxNode? Without(SyntaxNode root, AttributeSyntax attribute)
    {
        if (attribute.Parent is not AttributeListSyntax { Parent: { } owner } list)
            return null;
        if (list.Attributes.Count > 1)
            return root.RemoveNode(attribute, SyntaxRemoveOptions.KeepNoTrivia);
        // What stood before the first attribute, a comment above all, stays before what it is about.
        var lead = owner.GetLeadingTrivia();
        var isFirst = owner.GetFirstToken() == list.GetFirstToken();
        return isFirst && owner.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia) is { } bare
            ? root.ReplaceNode(owner, bare.WithLeadingTrivia(lead))
            : root.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia);
    }
}
