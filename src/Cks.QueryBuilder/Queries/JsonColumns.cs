using System.Text.Json;

namespace Cks.QueryBuilder;

/// <summary>
/// What stands at a path inside a JSON column, as a column of its own. A value of another JSON type, a missing one and JSON's null are all NULL, so nothing is
/// taken for what it is not. It can be selected, compared and ordered by; to group by it, select it in a query that is used as a table.
/// </summary>
public static class JsonColumns
{
    /// <summary>Most steps of a path: 8.</summary>
    public const int LongestPath = 8;

    /// <summary>The string at the path.</summary>
    /// <exception cref="ArgumentException">The path has no step, or more than <see cref="LongestPath"/>.</exception>
    public static Column<string> JsonText(this Column<JsonElement> column, params ReadOnlySpan<JsonStep> path) => Of<string>(column, ColumnKind.Text, path);

    /// <inheritdoc cref="JsonText(Column{JsonElement}, ReadOnlySpan{JsonStep})"/>
    public static Column<string> JsonText(this Column<JsonElement?> column, params ReadOnlySpan<JsonStep> path) => Of<string>(column, ColumnKind.Text, path);

    /// <summary>The number at the path. One beyond the range of a double is an error of the database.</summary>
    /// <inheritdoc cref="JsonText(Column{JsonElement}, ReadOnlySpan{JsonStep})"/>
    public static Column<double> JsonNumber(this Column<JsonElement> column, params ReadOnlySpan<JsonStep> path) => Of<double>(column, ColumnKind.Double, path);

    /// <inheritdoc cref="JsonNumber(Column{JsonElement}, ReadOnlySpan{JsonStep})"/>
    public static Column<double> JsonNumber(this Column<JsonElement?> column, params ReadOnlySpan<JsonStep> path) => Of<double>(column, ColumnKind.Double, path);

    /// <summary>The <see langword="true"/> or <see langword="false"/> at the path.</summary>
    /// <inheritdoc cref="JsonText(Column{JsonElement}, ReadOnlySpan{JsonStep})"/>
    public static Column<bool> JsonBoolean(this Column<JsonElement> column, params ReadOnlySpan<JsonStep> path) => Of<bool>(column, ColumnKind.Boolean, path);

    /// <inheritdoc cref="JsonBoolean(Column{JsonElement}, ReadOnlySpan{JsonStep})"/>
    public static Column<bool> JsonBoolean(this Column<JsonElement?> column, params ReadOnlySpan<JsonStep> path) => Of<bool>(column, ColumnKind.Boolean, path);

    private static Column<T> Of<T>(Column column, ColumnKind kind, ReadOnlySpan<JsonStep> path)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (path.Length is 0 or > LongestPath)
            throw new ArgumentException($"A JSON path has 1 to {LongestPath} steps.", nameof(path));
        var steps = new object[path.Length];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = path[i].Value;
        return new(new JsonTerm(column, kind, steps), column.Name);
    }
}
