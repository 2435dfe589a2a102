using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Looks for what has no filter, or leaves one out.</summary>
internal sealed class FilteredQueries(IModel model) : ExpressionVisitor
{
    /// <summary>Refuses to read from anything but a mapped type as it is mapped, a list of the caller's and, where ways go, a table of those.</summary>
    public static void CheckRoot(QueryRootExpression root)
    {
        if (root.GetType() == typeof(EntityQueryRootExpression) ? WayTables.IsOne(((EntityQueryRootExpression)root).EntityType) : root is not (InlineQueryRootExpression or ParameterQueryRootExpression))
            throw ScopeGuard.Refused("The query reads by SQL, or past a mapped type, where no filter reaches.");
        if (root is EntityQueryRootExpression { EntityType: var type } && type.GetDerivedTypesInclusive().Any(t => t.GetMappingFragments().Any()))
            throw ScopeGuard.Refused($"\"{type.DisplayName()}\" is split among tables, and only the rows of one are known to be the subject's.");
    }

    /// <summary>Refuses functions of the database that return tables.</summary>
    public static void CheckFunction(IModel model, MethodCallExpression call)
    {
        if (model.FindDbFunction(call.Method) is { IsScalar: false })
            throw ScopeGuard.Refused($"The function {call.Method.Name} returns rows, whose they may be.");
    }

    public static bool Is(MethodCallExpression call, string method) => call.Method.DeclaringType == typeof(EntityFrameworkQueryableExtensions) && call.Method.Name == method;

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (Is(node, nameof(EntityFrameworkQueryableExtensions.IgnoreQueryFilters)))
            throw ScopeGuard.Refused("A context in scope keeps its filters. What is not of its subject is read by a context without one, and says so.");
        CheckFunction(model, node);
        return base.VisitMethodCall(node);
    }

    protected override Expression VisitExtension(Expression node)
    {
        if (node is not QueryRootExpression root)
            return base.VisitExtension(node);
        CheckRoot(root);
        // What came to the model after the filters were put on it has none.
        if (root is EntityQueryRootExpression { EntityType: var type } && type.GetRootType().FindDeclaredQueryFilter(ScopeFilter.Name) is null && UnscopedEntityTypeBuilderExtensions.ReasonOf(type) is null)
            throw ScopeGuard.Refused($"\"{type.DisplayName()}\" came to the model after its filters, and has none.");
        return node;
    }
}
