using System.Data.Common;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>The columns of an entity that may be read.</summary>
internal sealed class VisibleFields
{
    private readonly FieldType[] _types;
    private readonly Predicate<string> _filters;
    private readonly Predicate<string> _sorts;

    /// <param name="entity">The entity.</param>
    /// <param name="shows">Whether a field may be read.</param>
    /// <param name="filters">Whether a request may filter by it.</param>
    /// <param name="sorts">Whether a request may sort by it.</param>
    public VisibleFields(ScopeEntity entity, Predicate<string> shows, Predicate<string> filters, Predicate<string> sorts)
    {
        (_filters, _sorts) = (filters, sorts);
        ScopeField[] fields = [.. entity.Fields.Where(f => shows(f.Name))];
        (RowNames, Columns, _types) = (new([.. fields.Select(f => f.Name)]), [.. fields.Select(f => f.Column)], [.. fields.Select(f => f.Type)]);
    }

    public RowNames RowNames { get; }

    public string[] Names => RowNames.All;

    public Column[] Columns { get; }

    /// <summary>Queries of all who are shown these fields.</summary>
    public KeptQueries Kept { get; } = new();

    public bool Filters(string field) => Shows(field) && _filters(field);

    public bool Sorts(string field) => Shows(field) && _sorts(field);

    public bool Shows(string field) => Names.Contains(field, StringComparer.Ordinal);

    /// <summary>Whether all fields that filters look at may be read.</summary>
    public bool Show(IReadOnlyList<RowFilter> filters)
    {
        foreach (var filter in filters)
            if (!filter.Fields.All(Shows))
                return false;
        return true;
    }

    /// <summary>The row of a query that selects <see cref="Columns"/>.</summary>
    public Row Read(DbDataReader reader)
    {
        var types = _types;
        var values = new object?[types.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Read(reader, i, types[i]);
        return new(RowNames, values);
    }

    // A value as the provider has it is one call; asking first whether there is one makes it two, for each value of a page.
    private static object? Read(DbDataReader reader, int column, FieldType type)
    {
        if (type == FieldType.Timestamp)
            return reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column).ToUniversalTime();
        var value = reader.GetValue(column);
        return (value, type) switch
        {
            (DBNull, _) => null,
            (string, FieldType.Text) or (long, FieldType.Integer) or (bool, FieldType.Boolean) => value,
            (_, FieldType.Integer) => reader.GetInt64(column),
            (_, FieldType.Boolean) => reader.GetBoolean(column),
            _ => reader.GetString(column),
        };
    }
}
