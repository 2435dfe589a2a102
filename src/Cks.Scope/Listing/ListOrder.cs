using System.Text;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>How the rows of a list are ordered, and where the next page of them begins. Total: the key ends it.</summary>
internal sealed class ListOrder
{
    // Of texts in a cursor, whose own text has at most QueryCursors.LongestText characters.
    private const int MostBytes = 2_800;

    private readonly ScopeEntity _entity;
    private readonly ScopeField? _field;
    private readonly PlanColumn? _column;
    private readonly bool _descends;

    /// <summary>The order of the entity.</summary>
    public ListOrder(ScopeEntity entity) => _entity = entity;

    private ListOrder(ScopeEntity entity, ScopeField field, bool descends) =>
        (_entity, _field, _column, _descends) = (entity, field, field.Column == entity.Key ? null : PlanColumn.Of(field.Column)!, descends);

    /// <summary>Its text, which is empty for the order of the entity.</summary>
    public string Text => _field is null ? "" : _descends ? "-" + _field.Name : _field.Name;

    /// <summary>What a request asks for; <see langword="null"/> when that is no field that the viewer may read.</summary>
    public static ListOrder? Of(ListedRows listed, string? sort)
    {
        if (sort is null)
            return listed.Order;
        var descends = sort.StartsWith('-');
        var name = descends ? sort[1..] : sort;
        return listed.Fields.Sorts(name) && listed.Entity.FindField(name) is { } field ? new(listed.Entity, field, descends) : null;
    }

    /// <summary>The rows in order, those behind a key only.</summary>
    public Query Put(Query rows, object[]? after)
    {
        if (_field is null)
            return Behind(_entity.Ordered(rows), after);
        if (_column is null)
            return Behind(_descends ? rows.OrderByDesc(_entity.Key) : rows.OrderBy(_entity.Key), after);

        if (after is not null)
            rows = rows.Where(any => Behind(any, after));
        return (_descends ? rows.OrderByDesc(_field.Column, Nulls.Last) : rows.OrderBy(_field.Column, Nulls.Last)).OrderBy(_entity.Key);
    }

    /// <summary>Whether the key of a row has room in a cursor.</summary>
    public static bool HasRoom(object[] key) => key.OfType<string>().Sum(Encoding.UTF8.GetByteCount) <= MostBytes;

    /// <summary>The key of a row: what it is ordered by.</summary>
    public object[] KeyOf(Row row)
    {
        var key = row[_entity.OrderFields[^1].Name]!;
        if (_field is null)
            return _entity.NewestFirst is null ? [key] : [row[_entity.OrderFields[0].Name]!, key];
        return _column is null || row[_field.Name] is not { } value ? [key] : [value, key];
    }

    /// <summary>Whether a key that a cursor holds is one of this order.</summary>
    public bool Fits(object[] key) => _field is null
        ? _entity.NewestFirst is null ? key is [string] : key is [DateTimeOffset, string]
        : key is [string] || (_column is not null && key is [var value, string] && AttributeOf(value) is { } attribute && attribute.Kind == _column.Kind);

    private static Query Behind(Query rows, object[]? after) => after is null ? rows : rows.After(after);

    // Rows without a value stand last: behind every row that has one, and in the order of their keys.
    private ConditionGroup Behind(ConditionGroup any, object[] after)
    {
        var key = (string)after[^1];
        if (after.Length == 1)
            return any.WhereNull(_field!.Column).Where(_entity.Key, Op.Gt, key);
        var value = AttributeOf(after[0])!.Value;
        return any
            .OrWhere(one => _column!.Put(one, _descends ? Op.Lt : Op.Gt, value))
            .OrWhere(one => _column!.Put(one, Op.Eq, value).Where(_entity.Key, Op.Gt, key))
            .OrWhereNull(_field!.Column);
    }

    private static AttributeValue? AttributeOf(object value) => value switch
    {
        string text => AttributeValue.Of(text),
        long number => AttributeValue.Of(number),
        bool flag => AttributeValue.Of(flag),
        DateTimeOffset time => AttributeValue.Of(time),
        _ => null,
    };
}
