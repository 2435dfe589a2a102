using System.Text;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>A column under the attribute whose values it holds. A comparison with it is what the attribute's is, and no row without a value is kept by any.</summary>
internal sealed class PlanColumn
{
    private readonly Column _column;
    private readonly (decimal Least, decimal Greatest) _range;
    private readonly Func<ConditionGroup, Op, AttributeValue, ConditionGroup> _compare;
    private readonly Func<ConditionGroup, IReadOnlyList<AttributeValue>, ConditionGroup> _oneOf;

    private PlanColumn(
        AttributeKind kind, Column column, (decimal Least, decimal Greatest) range, Func<ConditionGroup, Op, AttributeValue, ConditionGroup> compare, Func<ConditionGroup, IReadOnlyList<AttributeValue>, ConditionGroup> oneOf) =>
        (Kind, _column, _range, _compare, _oneOf) = (kind, column, range, compare, oneOf);

    public AttributeKind Kind { get; }

    /// <summary>The column, if attributes are kept in such: a text, a whole number, a moment or a flag. A floating number is not what a decimal one is.</summary>
    public static PlanColumn? Of(Column? column) => column switch
    {
        Column<string> text => Of(AttributeKind.Text, text, v => v.Text),
        Column<int> number => Of(AttributeKind.Number, number, v => (int)v.Number, (int.MinValue, int.MaxValue)),
        Column<int?> number => Of(AttributeKind.Number, number, v => (int)v.Number, (int.MinValue, int.MaxValue)),
        Column<long> number => Of(AttributeKind.Number, number, v => (long)v.Number, (long.MinValue, long.MaxValue)),
        Column<long?> number => Of(AttributeKind.Number, number, v => (long)v.Number, (long.MinValue, long.MaxValue)),
        Column<DateTimeOffset> time => Of(AttributeKind.Time, time, v => v.Time),
        Column<DateTimeOffset?> time => Of(AttributeKind.Time, time, v => v.Time),
        Column<bool> flag => Of(AttributeKind.Flag, flag, v => v.Flag),
        Column<bool?> flag => Of(AttributeKind.Flag, flag, v => v.Flag),
        _ => null,
    };

    /// <summary>Whether a database that keeps such columns could hold the value: PostgreSQL has no text with U+0000 or half a surrogate pair, and no moment finer than a microsecond.</summary>
    public static bool CanHold(AttributeValue value) => value.Kind switch
    {
        AttributeKind.Text => !value.Text.Contains('\0') && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value.Text)) == value.Text,
        AttributeKind.Time => value.Time.Ticks % TimeSpan.TicksPerMicrosecond == 0,
        _ => true,
    };

    /// <summary>Adds a comparison with one value of the column's kind that it can hold.</summary>
    public ConditionGroup Put(ConditionGroup all, Op op, AttributeValue value) => _compare(all, op, value);

    /// <summary>Adds that the value is one of several of the column's kind that it can hold.</summary>
    public ConditionGroup PutOneOf(ConditionGroup all, IReadOnlyList<AttributeValue> values) => _oneOf(all, values);

    /// <summary>Adds a comparison.</summary>
    public ConditionGroup Put(ConditionGroup all, PlanNode node) => node.Kind switch
    {
        PlanNodeKind.OneOf => Values(node) switch
        {
            [] => all.WhereFalse(),
            [var value] => _compare(all, Op.Eq, value),
            var values => _oneOf(all, values),
        },
        PlanNodeKind.NoneOf => Values(node) switch
        {
            [] => all.WhereNotNull(_column),
            [var value] => _compare(all, Op.Ne, value),
            // Of a NULL it is not known whether it is one of them, and what is not known keeps no row.
            var values => all.WhereNot(one => _oneOf(one, values)),
        },
        _ => Kind == AttributeKind.Number ? PutOrder(all, node.Kind, node.Values[0].Number) : _compare(all, OpOf(node.Kind), node.Values[0]),
    };

    private static PlanColumn Of<T>(AttributeKind kind, Column<T> column, Func<AttributeValue, T> value, (decimal, decimal) range = default) => new(
        kind, column, range, (all, op, v) => all.Where(column, op, value(v)), (all, values) => all.WhereIn(column, [.. values.Select(value)]));

    // No whole number is 2.5, and none of the column is beyond its range.
    private AttributeValue[] Values(PlanNode node) =>
        [.. node.Values.Where(v => Kind != AttributeKind.Number || (decimal.IsInteger(v.Number) && v.Number >= _range.Least && v.Number <= _range.Greatest))];

    private ConditionGroup PutOrder(ConditionGroup all, PlanNodeKind order, decimal bound)
    {
        var (isUpper, op) = (order is PlanNodeKind.Lt or PlanNodeKind.Le, OpOf(order));
        var whole = order is PlanNodeKind.Lt or PlanNodeKind.Ge ? decimal.Ceiling(bound) : decimal.Floor(bound);
        if (whole > _range.Greatest || whole < _range.Least)
            return isUpper == whole > _range.Greatest ? all.WhereNotNull(_column) : all.WhereFalse();
        return _compare(all, op, AttributeValue.Of(whole));
    }

    private static Op OpOf(PlanNodeKind order) => order switch
    {
        PlanNodeKind.Lt => Op.Lt,
        PlanNodeKind.Le => Op.Le,
        PlanNodeKind.Gt => Op.Gt,
        _ => Op.Ge,
    };
}
