using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Query;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>
/// Rows in scope as they stand in a query: a set, what is asked of it, and the values. Only <see cref="ScopeGuard"/> makes conditions of it: where that does not look, such a query cannot be translated.
/// </summary>
internal static class ScopedRows
{
    private static readonly MethodInfo BeginMethod = typeof(ScopedRows).GetMethod(nameof(Begin), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo WithMethod = typeof(ScopedRows).GetMethod(nameof(With), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>What rows of a type begin with.</summary>
    public static MethodInfo BeginOf(Type rows) => BeginMethod.MakeGenericMethod(rows);

    /// <summary>What hands on a value of a type.</summary>
    public static MethodInfo WithOf(Type rows, Type value) => WithMethod.MakeGenericMethod(rows, value);

    /// <param name="set">The set.</param>
    /// <param name="shape">What is asked of it.</param>
    /// <param name="values">The values, or what stands for them.</param>
    /// <param name="viewer">Whose those are that stand for one; <see langword="null"/> where none does.</param>
    public static Expression Mark(Expression set, RowsShape shape, object[] values, Viewer? viewer)
    {
        var marked = Expression.Call(shape.Begin, set, Expression.Constant(shape));
        foreach (var (_, index, capture, with) in shape.Values)
            marked = Expression.Call(with, marked, capture(QueryValues.Of(values[index], viewer)));
        return marked;
    }

    public static bool IsMark(MethodCallExpression call) => call.Method.DeclaringType == typeof(ScopedRows);

    /// <summary>The rows of a mark, as conditions that Entity Framework knows.</summary>
    public static Expression Expand(MethodCallExpression mark)
    {
        var values = new Stack<Expression>();
        for (; mark.Method.GetGenericMethodDefinition() == WithMethod; mark = (MethodCallExpression)mark.Arguments[0])
            values.Push(mark.Arguments[1]);
        var shape = (RowsShape)((ConstantExpression)mark.Arguments[1]).Value!;
        var predicate = new Filled(shape.Values.Select(v => v.Parameter).Zip(values).ToDictionary(v => v.First, v => v.Second)).Visit(shape.Predicate);
        return Expression.Call(typeof(Queryable), nameof(Queryable.Where), mark.Method.GetGenericArguments(), mark.Arguments[0], Expression.Quote(predicate));
    }

    // The shape is part of what compiled queries are found by, and no value of one.
    private static IQueryable<T> Begin<T>(IQueryable<T> rows, [NotParameterized] RowsShape shape) => throw new InvalidOperationException("Rows in scope are asked of the database.");

    private static IQueryable<T> With<T, TValue>(IQueryable<T> rows, TValue value) => throw new InvalidOperationException("Rows in scope are asked of the database.");

    private sealed class Filled(Dictionary<ParameterExpression, Expression> values) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => values.GetValueOrDefault(node, node);

        protected override Expression VisitExtension(Expression node) => node;
    }
}
