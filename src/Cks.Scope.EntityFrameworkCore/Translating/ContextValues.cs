using System.Linq.Expressions;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Values that the context has at the moment in which a query runs; the query is compiled once for all who see by the same ways.</summary>
/// <param name="context">A context, which stands for the one that will run the query.</param>
/// <param name="entity">The place of the entity among all of the model.</param>
internal sealed class ContextValues(Expression context, int entity) : QueryValues
{
    public override Expression At(Type type, int index) => Call(nameof(ScopeState.Value), type, index);

    public override Expression ListAt(Type type, int index) => Call(nameof(ScopeState.List), type, index);

    private MethodCallExpression Call(string method, Type type, int index) =>
        Expression.Call(typeof(ScopeState), method, [type], context, Expression.Constant(entity), Expression.Constant(index));
}
