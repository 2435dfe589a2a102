using System.Globalization;
using System.Text.RegularExpressions;
using Cks.QueryBuilder;

namespace Cks.Scope;

/// <summary>
/// The text of a statement for people: a parameter that holds what belongs to the subject or the request has its name, the others keep their number and are listed with their value.
/// Only names and line breaks differ from what is sent.
/// </summary>
/// <param name="Sql">The text, in lines.</param>
/// <param name="Values">The parameters that have no name of their own, each with its value.</param>
internal sealed partial record NamedSql(string Sql, IReadOnlyList<KeyValuePair<string, string>> Values)
{
    /// <summary>The text with its values.</summary>
    /// <param name="statement">What is sent.</param>
    /// <param name="names">The names of values.</param>
    /// <param name="classes">Columns that hold the test class.</param>
    public static NamedSql Of(SqlResult statement, IReadOnlyDictionary<object, string> names, IReadOnlySet<string> classes)
    {
        var rest = new SortedDictionary<int, string>();
        var sql = Parameter().Replace(statement.Sql, match =>
        {
            var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
            var (value, column) = (statement.Bindings[number]!, match.Groups["column"]);
            if (column.Success && classes.Contains(column.Value) && value is bool or 0L or 1L)
                return $"{match.Groups["quoted"].Value} = @test";
            var name = names.GetValueOrDefault(value);
            if (name is null)
                rest[number] = Show(value);
            return $"{(column.Success ? $"{match.Groups["quoted"].Value} = " : "")}@{name ?? $"p{number}"}";
        });
        return new(SqlLines.Of(sql), [.. rest.Select(r => KeyValuePair.Create($"@p{r.Key}", r.Value))]);
    }

    [GeneratedRegex("(?:(?<quoted>[\"\\[](?<column>[^\"\\]]+)[\"\\]]) = )?@p(?<number>[0-9]+)")]
    private static partial Regex Parameter();

    private static string Show(object value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool flag => flag ? "true" : "false",
        DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        Array list => $"({string.Join(", ", list.Cast<object>().Select(Show))})",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
