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
        return node;
    }
}
