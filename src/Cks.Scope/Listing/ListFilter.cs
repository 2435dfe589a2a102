using System.Globalization;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Puts what a request asks of rows on a query, after the scope and as narrow.</summary>
internal static class ListFilter
{
    private static readonly string[] Moments = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ss.FFFFFFK"];

    /// <summary>The rows that meet all filters; <see langword="null"/> when one is about what the viewer may not read, or is malformed.</summary>
    public static Query? Narrow(Query rows, ListedRows listed, IReadOnlyList<FieldFilter> filters)
    {
        if (filters.Count > ScopeListRequest.MostFilters)
            return null;
        foreach (var filter in filters)
            if (Narrow(rows, listed, filter) is { } narrower)
                rows = narrower;
            else
                return null;
        return rows;
    }

    private static Query? Narrow(Query rows, ListedRows listed, FieldFilter? filter)
    {
        if (filter is not { Field: { } name, Values: { } texts } || !listed.Fields.Filters(name) || listed.Entity.FindField(name) is not { } field)
            return null;
        if (filter.Kind == FieldFilterKind.Missing)
            return texts.Count == 0 ? rows.WhereNull(field.Column) : null;
        if (texts.Count is 0 or > Query.LongestList || PlanColumn.Of(field.Column) is not { } column)
            return null;
        var values = new List<AttributeValue>(texts.Count);
        foreach (var text in texts)
            if (text is not null && Read(field.Type, text) is { } value && PlanColumn.CanHold(value))
                values.Add(value);
            else
                return null;
        return (filter.Kind, values) switch
        {
            (FieldFilterKind.OneOf, [var only]) => rows.Where(all => column.Put(all, Op.Eq, only)),
            (FieldFilterKind.OneOf, _) => rows.Where(all => column.PutOneOf(all, values)),
            (FieldFilterKind.AtLeast, [var least]) => rows.Where(all => column.Put(all, Op.Ge, least)),
            (FieldFilterKind.Below, [var bound]) => rows.Where(all => column.Put(all, Op.Lt, bound)),
            _ => null,
        };
    }

    private static AttributeValue? Read(FieldType type, string text) => type switch
    {
        FieldType.Text => AttributeValue.Of(text),
        FieldType.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? AttributeValue.Of(number) : null,
        FieldType.Boolean => text is "true" or "false" ? AttributeValue.Of(text == "true") : null,
        FieldType.Timestamp => DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? AttributeValue.Of(time) : null,
        _ => null,
    };
}
