using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>Where a query of Entity Framework begins, followed back through calls and local variables of one body.</summary>
internal static class Origin
{
    /// <summary>A set in scope: <c>db.Crew.InScope(me)</c>.</summary>
    public const string InScope = "InScope";

    /// <summary>A context of one subject: <c>contexts.Create(me)</c> of <c>IScopedContexts</c>.</summary>
    public const string Subject = "Subject";

    // A variable that is assigned from itself has no beginning.
    private const int MostLocals = 8;

    /// <summary>One of the two, or <see langword="null"/> where it begins elsewhere or nobody sees where.</summary>
    public static string? Of(IInvocationOperation call) => Of(EndpointFlow.Receiver(call), 0);

    private static string? Of(IOperation? value, int locals) => EndpointFlow.Bare(value) switch
    {
        IInvocationOperation { TargetMethod: { Name: "InScope", ContainingType.Name: "ScopedDbSetExtensions" } } => InScope,
        IInvocationOperation { TargetMethod: { Name: "Create", ContainingType: { Name: "IScopedContexts", ContainingNamespace.Name: "EntityFrameworkCore" } } } => Subject,
        IInvocationOperation call => Of(EndpointFlow.Receiver(call), locals),
        IPropertyReferenceOperation property => Of(property.Instance, locals),
        ITranslatedQueryOperation query => Of(query.Operation, locals),
        ILocalReferenceOperation local when locals < MostLocals => Of(Assigned(local), locals + 1),
        _ => null,
    };

    /// <summary>What a local variable is made with; nothing when it is assigned anything else later.</summary>
    private static IOperation? Assigned(ILocalReferenceOperation reference)
    {
        IOperation root = reference;
        while (root.Parent is { } parent)
            root = parent;
        var made = default(IOperation);
        foreach (var operation in root.Descendants())
        {
            if (operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local))
                made = declarator.GetVariableInitializer()?.Value;
            else if (operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Local, reference.Local))
                return null;
        }

        return made;
    }
}
