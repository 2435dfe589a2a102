using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>A row in memory with the types of its columns. What the model names and the row lacks is the program's mistake, and never a missing value.</summary>
internal readonly record struct ScopeRow(ScopeEntity Entity, IReadOnlyDictionary<string, object?> Values)
{
    public string? Key => Text(Entity.Key);

    public bool IsArchived => Entity.Archived is { } archived && Moment(archived) is not null;

    public string? Text(Column column) => Value(column) switch { null => null, string text => text, var other => throw Not("a text", column, other) };

    public bool? Flag(Column column) => Value(column) switch { null => null, bool flag => flag, var other => throw Not("true or false", column, other) };

    public long? Number(Column column) => Value(column) switch { null => null, long number => number, int number => number, var other => throw Not("a whole number", column, other) };

    public DateTimeOffset? Moment(Column column) => Value(column) switch { null => null, DateTimeOffset moment => moment, var other => throw Not("a moment", column, other) };

    /// <summary>The value as an attribute of a policy; <see langword="null"/> where there is none.</summary>
    public AttributeValue? Attribute(Column column) => PlanColumn.Of(column)?.Kind switch
    {
        AttributeKind.Text => Text(column) is { } text ? AttributeValue.Of(text) : null,
        AttributeKind.Number => Number(column) is { } number ? AttributeValue.Of(number) : null,
        AttributeKind.Time => Moment(column) is { } moment ? AttributeValue.Of(moment) : null,
        AttributeKind.Flag => Flag(column) is { } flag ? AttributeValue.Of(flag) : null,
        _ => null,
    };

    public object? Value(Column column) => Values.TryGetValue(column.Name, out var value)
        ? value is DBNull ? null : value
        : throw new InvalidOperationException($"A row of \"{Entity.Name}\" has no column \"{column.Name}\", which the scope model names.");

    private InvalidOperationException Not(string kind, Column column, object value) => new($"A row of \"{Entity.Name}\" has a {value.GetType()} in the column \"{column.Name}\", which is {kind} in the scope model.");
}
