using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Marks rows in scope within an expression. Only <see cref="ScopeGuard"/> takes the mark away: where it does not look, a query with a mark cannot be translated.</summary>
internal static class ScopedRows
{
    private static readonly MethodInfo Method = typeof(ScopedRows).GetMethod(nameof(Marked), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static Expression Mark(Type type, Expression rows) => Expression.Call(Method.MakeGenericMethod(type), rows);

    /// <summary>Whether an expression is a mark, and of what.</summary>
    public static bool IsMark(MethodCallExpression call, [NotNullWhen(true)] out Expression? rows)
    {
        rows = call.Method.IsGenericMethod && call.Method.GetGenericMethodDefinition() == Method ? call.Arguments[0] : null;
        return rows is not null;
    }

    private static IQueryable<T> Marked<T>(IQueryable<T> rows) => throw new InvalidOperationException("Rows in scope are asked of the database.");
}
