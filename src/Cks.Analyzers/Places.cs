using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Cks.Analyzers;

/// <summary>Where in a chain of calls one of them stands.</summary>
internal static class Places
{
    /// <summary>The name of the method.</summary>
    public static Location Name(this IInvocationOperation call) => Written(call)?.Identifier.GetLocation() ?? call.Syntax.GetLocation();

    /// <summary>The name and what is passed, without what it is called on.</summary>
    public static Location Call(this IInvocationOperation call) => Written(call) is { } name
        ? Location.Create(call.Syntax.SyntaxTree, TextSpan.FromBounds(name.SpanStart, call.Syntax.Span.End))
        : call.Syntax.GetLocation();

    private static SimpleNameSyntax? Written(IInvocationOperation call) => (call.Syntax as InvocationExpressionSyntax)?.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name,
        MemberBindingExpressionSyntax member => member.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };
}
