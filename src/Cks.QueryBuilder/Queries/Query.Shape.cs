using System.Runtime.CompilerServices;

namespace Cks.QueryBuilder;

/// <content>
/// Which queries have one text: those whose chains are equal without the values, part by part. The keys of the cache are such chains.
/// </content>
public sealed partial class Query
{
    internal static bool SameShape(Query a, Query b)
    {
        if (a._hash != b._hash)
            return false;
        while (!ReferenceEquals(a, b))
        {
            if (a._part != b._part || a._op != b._op || !SameColumn(a._column, b._column))
                return false;
            if (QueryParts.ValuesOf(a._part) == QueryParts.Whole && !SameInner(a, b))
                return false;
            if (a._parent is null || b._parent is null)
                return a._parent == b._parent;
            (a, b) = (a._parent, b._parent);
        }

        return true;
    }

    internal static bool SameShapes(Query[] a, Query[] b)
    {
        var same = a.Length == b.Length;
        for (var i = 0; same && i < a.Length; i++)
            same = SameShape(a[i], b[i]);
        return same;
    }

    /// <summary>The same query without its values, to be kept longer than they may be; good for nothing but a comparison.</summary>
    internal Query WithoutValues() => _parent is null
        ? _value is Table table ? new(table.WithoutValues(isNamed: false)) : new(_hash)
        : _part == QueryPart.Bound ? _parent.WithoutValues() : new(_parent.WithoutValues(), _part, _op, _column?.Shape, ShapeOf(_value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool SameColumn(Column? a, Column? b) => ReferenceEquals(a, b) || (a is not null && b is not null && a.Key == b.Key);

    // Of two parts of the same kind. Values are not looked at: both have one in the same place.
    private static bool SameInner(Query a, Query b) => a._part switch
    {
        QueryPart.InQuery or QueryPart.NotInQuery or QueryPart.Exists or QueryPart.NotExists or QueryPart.Group or QueryPart.NotGroup or QueryPart.Having => SameShape(a.Inner, b.Inner),
        QueryPart.InUnion => SameShapes(a.Arms, b.Arms),
        QueryPart.CompareColumn => a.Other.Key == b.Other.Key,
        QueryPart.Select or QueryPart.Returning or QueryPart.InsertOrUpdate => SameColumns(Unsafe.As<Column[]>(a._value!), Unsafe.As<Column[]>(b._value!)),
        // What a group is of is compared where the query around it begins, and once only: tables in tables would cost a power of that.
        QueryPart.From => a._value is not Table mine || b._value is not Table its || Table.SameShape(mine, its, areNamed: false),
        QueryPart.With => Table.SameShape((Table)a._value!, (Table)b._value!, areNamed: true),
        >= QueryPart.Join and <= QueryPart.CrossJoin => a._column is not null ? a.Other.Key == b.Other.Key : SameOn((JoinOn)a._value!, (JoinOn)b._value!),
        QueryPart.Limit => a.Rows == b.Rows,
        QueryPart.Tag => ReferenceEquals(a._value, b._value),
        _ => true,
    };

    private static bool SameColumns(Column[] a, Column[] b)
    {
        var same = a.Length == b.Length;
        for (var i = 0; same && i < a.Length; i++)
            same = a[i].Key == b[i].Key;
        return same;
    }

    private static bool SameOn(JoinOn a, JoinOn b) =>
        Table.SameShape(a.Table, b.Table, areNamed: false) && (a.Condition is { } mine && b.Condition is { } its ? SameShape(mine, its) : a.Condition == b.Condition);

    private static object? ShapeOf(object? value) => value switch
    {
        Query inner => inner.WithoutValues(),
        Query[] arms => Array.ConvertAll(arms, a => a.WithoutValues()),
        Column other => other.Shape,
        Column[] columns => Array.ConvertAll(columns, c => c.Shape),
        Table table => table.WithoutValues(isNamed: true),
        JoinOn on => new JoinOn(on.Table.WithoutValues(isNamed: false), on.Condition?.WithoutValues()),
        SqlTag or RowLimit => value,
        _ => null,
    };
}
