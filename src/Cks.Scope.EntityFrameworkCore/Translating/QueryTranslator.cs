using System.Linq.Expressions;
using Cks.QueryBuilder;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>
/// Turns what a strategy and a plan ask of rows into expressions that Entity Framework makes SQL of: the query that is sent elsewhere, part by part, so that there is one meaning of scope. A part that is not known
/// here is refused. What NULL means is SQL's and not that of C#: nothing equals it, and nothing differs from it.
/// </summary>
/// <param name="model">Where tables are found.</param>
/// <param name="values">Where values are taken from.</param>
internal sealed class QueryTranslator(IReadOnlyModel model, QueryValues values)
{
    /// <summary>Whether a row is among those of a query.</summary>
    /// <param name="type">What is asked, mapped to the query's table.</param>
    /// <param name="query">Conditions of the table, and nothing else.</param>
    public LambdaExpression Predicate(IReadOnlyEntityType type, Query query)
    {
        var row = Expression.Parameter(type.ClrType, "row");
        return Expression.Lambda(Conditions(query, new(row, type), 0, isTrue: true), row);
    }

    /// <summary>Conditions with the alternatives that they are split into: that they are true, or that they are false. Where a value is missing they are neither.</summary>
    private Expression Conditions(Query query, Row row, int at, bool isTrue)
    {
        Expression? any = null, all = null;
        foreach (var part in query.Chain())
            if (part.Part == QueryPart.Or)
                (any, all) = (Join(any, all!, !isTrue), null);
            else if (part.Part != QueryPart.Select)
                all = Join(all, Condition(part, row, at + part.FirstValue, isTrue), isTrue);
        return all is null ? Expression.Constant(isTrue) : Join(any, all, !isTrue);
    }

    private Expression Condition(Query part, Row row, int at, bool isTrue) => part.Part switch
    {
        QueryPart.Compare => Compared(row.Property(part.Column), isTrue ? part.Op : Opposite(part.Op), p => values.At(p.Access.Type, at)),
        QueryPart.CompareColumn => Compared(row.Property(part.Column), isTrue ? part.Op : Opposite(part.Op), _ => row.Property(part.Other).Access, row.Property(part.Other)),
        QueryPart.Null => IsNull(row.Property(part.Column), isTrue),
        QueryPart.NotNull => IsNull(row.Property(part.Column), !isTrue),
        QueryPart.InList => Listed(row.Property(part.Column), at, isTrue),
        QueryPart.InQuery when isTrue => Among(row.Property(part.Column), Keys(part.Inner, at)),
        QueryPart.InUnion when isTrue => Among(row.Property(part.Column), Union(part.Arms, at)),
        QueryPart.NotInQuery when isTrue => Expression.Not(Contains(Keys(part.Inner, at), row.Property(part.Column))),
        QueryPart.Group => Conditions(part.Inner, row, at, isTrue),
        QueryPart.NotGroup => Conditions(part.Inner, row, at, !isTrue),
        QueryPart.False => Expression.Constant(!isTrue),
        _ => throw Unknown(part),
    };

    private static Expression Compared(RowProperty left, Op op, Func<RowProperty, Expression> other, RowProperty? right = null)
    {
        var compared = Compared(left, op, other(left));
        // C# says that missing is not equal and differs; SQL knows neither.
        if (op == Op.Ne || (op == Op.Eq && right is not null))
            compared = Join(left.IsPresent, compared, isAnd: true);
        return op is Op.Eq or Op.Ne && right?.IsPresent is { } present ? Expression.AndAlso(present, compared) : compared;
    }

    private static Expression Compared(RowProperty left, Op op, Expression right)
    {
        if (left.Access.Type == typeof(string) && op is not (Op.Eq or Op.Ne))
            throw new NotSupportedException($"{left.Name} holds text, whose order depends on the database; it is compared with Cks.QueryBuilder only.");
        if (right.Type != left.Access.Type)
            throw new NotSupportedException($"{left.Name} is compared with a column that is mapped to another type.");
        return op switch
        {
            Op.Eq => Expression.Equal(left.Access, right),
            Op.Ne => Expression.NotEqual(left.Access, right),
            Op.Lt => Expression.LessThan(left.Access, right),
            Op.Le => Expression.LessThanOrEqual(left.Access, right),
            Op.Gt => Expression.GreaterThan(left.Access, right),
            _ => Expression.GreaterThanOrEqual(left.Access, right),
        };
    }

    private Expression Listed(RowProperty property, int at, bool isTrue)
    {
        var list = values.ListAt(property.Access.Type, at);
        Expression listed = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [property.Access.Type], list, property.Access);
        return Join(property.IsPresent, isTrue ? listed : Expression.Not(listed), isAnd: true);
    }

    private static Expression IsNull(RowProperty property, bool isTrue)
    {
        // What the model takes for always there may be missing all the same.
        if (!property.CanBeNull)
            return isTrue || !property.MayBeMissing ? Expression.Constant(!isTrue) : throw new NotSupportedException($"{property.Name} is asked to have a value, and is mapped as if it always had.");
        var missing = Expression.Constant(null, property.Access.Type);
        return isTrue ? Expression.Equal(property.Access, missing) : Expression.NotEqual(property.Access, missing);
    }

    private static Expression Among(RowProperty property, Expression keys) => Join(property.IsPresent, Contains(keys, property), isAnd: true);

    private static MethodCallExpression Contains(Expression keys, RowProperty property)
    {
        var type = keys.Type.GetGenericArguments()[0];
        return Expression.Call(typeof(Queryable), nameof(Queryable.Contains), [type], keys, property.Access.Type == type ? property.Access : Expression.Convert(property.Access, type));
    }

    private Expression Union(Query[] arms, int at)
    {
        Expression? union = null;
        foreach (var arm in arms)
        {
            var keys = Keys(arm, at);
            union = union is null ? keys : Expression.Call(typeof(Queryable), nameof(Queryable.Union), [keys.Type.GetGenericArguments()[0]], union, keys);
            at += arm.ValueCount;
        }

        return union!;
    }

    /// <summary>The values of the one column that a query inside selects, the missing ones left out.</summary>
    private Expression Keys(Query query, int at)
    {
        var type = WayTables.Find(model, query.Table.Name) ?? throw new NotSupportedException($"The model of the context does not know the table {query.Table}: it was made elsewhere, or before the scope model changed.");
        var row = Expression.Parameter(type.ClrType, "way");
        var key = new Row(row, type).Property(query.Columns.Single());
        var kept = Join(Conditions(query, new(row, type), at, isTrue: true), key.IsPresent, isAnd: true);
        var rows = Expression.Call(typeof(Queryable), nameof(Queryable.Where), [type.ClrType], new EntityQueryRootExpression((IEntityType)type), Expression.Quote(Expression.Lambda(kept, row)));
        return Expression.Call(typeof(Queryable), nameof(Queryable.Select), [type.ClrType, key.Access.Type], rows, Expression.Quote(Expression.Lambda(key.Access, row)));
    }

    private static Expression Join(Expression? one, Expression? other, bool isAnd) =>
        one is null ? other! : other is null ? one : isAnd ? Expression.AndAlso(one, other) : Expression.OrElse(one, other);

    private static Op Opposite(Op op) => op switch
    {
        Op.Eq => Op.Ne,
        Op.Ne => Op.Eq,
        Op.Lt => Op.Ge,
        Op.Le => Op.Gt,
        Op.Gt => Op.Le,
        _ => Op.Lt,
    };

    private static NotSupportedException Unknown(Query part) => new($"A query with {part.Part} is not one that Entity Framework can be asked.");

    private readonly record struct Row(Expression Instance, IReadOnlyEntityType Type)
    {
        public RowProperty Property(Column column)
        {
            if (column.Term is not null)
                throw new NotSupportedException($"{column} is computed.");
            return new(ScopeMap.PropertyOf(Type, column), column, Instance);
        }
    }
}
