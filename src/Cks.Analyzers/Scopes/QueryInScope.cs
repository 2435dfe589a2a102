using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>One query of Entity Framework with a set in scope, and the sets in it that are read whole.</summary>
internal static class QueryInScope
{
    /// <summary>The sets that a query reads whole beside one in scope; told at the first set in scope of a query only, so that each is told once.</summary>
    public static IEnumerable<IOperation> Beside(IInvocationOperation inScope, CancellationToken cancellationToken)
    {
        var whole = Whole(inScope).DescendantsAndSelf().ToArray();
        return ReferenceEquals(whole.First(o => Narrows(o)), inScope)
            ? whole.Where(o => Set(o) is { } row && !IsNarrowed(o) && !MayBeUnscoped(o, row, cancellationToken))
            : [];
    }

    /// <summary>Whether a call puts a set in scope.</summary>
    public static bool Narrows(IOperation operation) => operation is IInvocationOperation { TargetMethod: { Name: "InScope" or "SelectVisible", ContainingType.Name: "ScopedDbSetExtensions" } };

    /// <summary>The largest query around, also out of a condition in which this one stands.</summary>
    private static IOperation Whole(IOperation query)
    {
        for (var at = query.Parent; at is not null; at = at.Parent)
        {
            if (at is IInvocationOperation call)
            {
                if (!IsOfQuery(call.TargetMethod))
                    return query;
                query = call;
            }
            else if (at is IAwaitOperation or IExpressionStatementOperation or IVariableInitializerOperation or IDelegateCreationOperation)
                return query;
        }

        return query;
    }

    private static bool IsOfQuery(IMethodSymbol method) =>
        method.ContainingType.Name is "Queryable" or "EntityFrameworkQueryableExtensions" or "ScopedDbSetExtensions";

    /// <summary>What the rows of a set are; <see langword="null"/> for anything but a set.</summary>
    private static ITypeSymbol? Set(IOperation operation) =>
        operation is IPropertyReferenceOperation or IInvocationOperation { TargetMethod.Name: "Set" } && operation.Type is INamedTypeSymbol { Name: "DbSet", ContainingNamespace.Name: "EntityFrameworkCore" } set ? set.TypeArguments[0] : null;

    private static bool IsNarrowed(IOperation set) => set.Parent is IArgumentOperation { Parent: { } call } && Narrows(call);

    /// <summary>Whether the context may declare that everybody reads the type: it says so, or it says in another place what it declares.</summary>
    private static bool MayBeUnscoped(IOperation set, ITypeSymbol row, CancellationToken cancellationToken)
    {
        var context = set switch
        {
            IPropertyReferenceOperation property => property.Property.ContainingType,
            _ => (set as IInvocationOperation)?.Instance?.Type,
        };
        for (; context is not null && context.Name != "DbContext"; context = context.BaseType)
        {
            if (context.DeclaringSyntaxReferences.IsEmpty)
                return true;
            foreach (var method in context.GetMembers("OnModelCreating").SelectMany(m => m.DeclaringSyntaxReferences).Select(r => r.GetSyntax(cancellationToken)).OfType<MethodDeclarationSyntax>())
            {
                if (Declares(method, row))
                    return true;
            }
        }

        return context is null;
    }

    private static bool Declares(MethodDeclarationSyntax method, ITypeSymbol row)
    {
        var builder = method.ParameterList.Parameters.FirstOrDefault()?.Identifier.ValueText;
        foreach (var name in method.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            // The builder is handed on, or declarations are taken from elsewhere.
            if (name.Identifier.ValueText.StartsWith("ApplyConfiguration", StringComparison.Ordinal)
                || (name.Identifier.ValueText == builder && name.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: not MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } } }))
                return true;
            if (name.Identifier.ValueText != "Unscoped")
                continue;
            var of = (name.Parent as MemberAccessExpressionSyntax)?.Expression.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault(g => g.Identifier.ValueText == "Entity");
            if (of is null || of.TypeArgumentList.Arguments.Any(a => a.ToString().Split('.').Last() == row.Name))
                return true;
        }

        return false;
    }
}
