using System.Linq.Expressions;
using System.Reflection;
using Cks.QueryBuilder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Rows of which only the visible fields are asked for.</summary>
internal static class VisibleRows
{
    private static readonly MethodInfo Maker = ((Func<RowNames, object?[], Row>)Make).Method;

    /// <summary>What becomes of an instance.</summary>
    public static Expression<Func<T, Row>> Selector<T>(IReadOnlyEntityType type, VisibleFields? fields)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var values = (fields?.Columns ?? []).Select(c => Expression.Convert(new RowProperty(ScopeMap.PropertyOf(type, c), c, row).Access, typeof(object)));
        return Expression.Lambda<Func<T, Row>>(Expression.Call(Maker, Slot<RowNames>.Of(fields?.RowNames ?? new()), Expression.NewArrayInit(typeof(object), values)), row);
    }

    private static Row Make(RowNames names, object?[] values) => new(names, Array.ConvertAll(values, v => v switch
    {
        int number => (long)number,
        DateTime moment => new DateTimeOffset(moment.ToUniversalTime()),
        DateTimeOffset moment => moment.ToUniversalTime(),
        _ => v,
    }));
}

/// <summary>Refuses to look at what is hidden (S04), wherever in a query that is.</summary>
/// <param name="model">The types of the context.</param>
/// <param name="columnsOf">The columns that are shown of a type; <see langword="null"/> when nothing of it is.</param>
internal sealed class VisibleOnly(IReadOnlyModel model, Func<IReadOnlyEntityType, Column[]?> columnsOf) : ExpressionVisitor
{
    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (ScopedRows.IsMark(node))
            return node;
        if (node.Method.DeclaringType == typeof(EF) && node.Method.Name == nameof(EF.Property))
            Check(node.Arguments[0], (node.Arguments[1] as ConstantExpression)?.Value as string ?? "");
        if (node is { Method.Name: "get_Item", Object: { } bag, Arguments: [var named] } && named.Type == typeof(string))
            Check(bag, (named as ConstantExpression)?.Value as string ?? "");
        if (node.Method.DeclaringType == typeof(Queryable) && node.Method.Name is nameof(Queryable.OfType))
            throw ScopeGuard.Refused("Which type a row is of is told by a column of which nobody says that it is shown.");
        return base.VisitMethodCall(node);
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Expression is { } instance)
            Check(instance, node.Member.Name);
        return base.VisitMember(node);
    }

    protected override Expression VisitTypeBinary(TypeBinaryExpression node) =>
        throw ScopeGuard.Refused("Which type a row is of is told by a column of which nobody says that it is shown.");

    private void Check(Expression instance, string name)
    {
        foreach (var type in model.GetEntityTypes().Where(t => !WayTables.IsOne(t) && (instance.Type.IsAssignableFrom(t.ClrType) || t.ClrType.IsAssignableFrom(instance.Type))))
            if (columnsOf(type)?.Any(c => ScopeMap.PropertyOf(type, c).Name == name) != true)
                throw ScopeGuard.Refused($"{type.DisplayName()}.{name} is hidden from the subject, or no field of the scope model, so that rows are neither found nor ordered by it.");
    }
}
