using System.Data;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cks.QueryBuilder;

/// <summary>
/// SQLite 3.39 and later. Booleans are 0 and 1, a <see cref="Guid"/> is its upper-case text, a date is text <c>yyyy-MM-dd</c>, JSON is text, and an instant is UTC text
/// <c>yyyy-MM-ddTHH:mm:ss.fffffffZ</c>, whose order is the order of time.
/// </summary>
public sealed class SqliteCompiler(int cachedShapes = SqlCompiler.DefaultCachedShapes) : SqlCompiler("sqlite", cachedShapes)
{
    private static readonly object Zero = 0L;
    private static readonly object One = 1L;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The compiler that a process shares.</summary>
    public static SqliteCompiler Default { get; } = new();

    internal override string BeginRead => "BEGIN DEFERRED";

    internal override IsolationLevel WriteIsolation => IsolationLevel.Serializable;

    internal override bool HasOneWriter => true;

    internal override bool IsPositional => false;

    internal override object Bind(object value) => value switch
    {
        string or int or long or double or byte[] => value,
        bool flag => flag ? One : Zero,
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Guid id => id.ToString("D").ToUpperInvariant(),
        object[] list => BindList(list),
        JsonLeg { Name: { } name } => $"$.\"{JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"",
        JsonLeg leg => string.Create(CultureInfo.InvariantCulture, $"$[{leg.Index}]"),
        _ => throw Unbound(value),
    };

    // In brackets, because a name in quotes that no column has would be a text there. Finding a column by its table as well takes a tenth of a short statement.
    internal override string Alone(Column column) => column.Bracketed;

    internal override void WriteInList(SqlWriter writer, Column column, int at) =>
        writer.Column(column, at).Text(" IN (SELECT \"value\" FROM json_each(").Parameter(at + column.Legs.Length).Text("))");

    internal override void WriteLike(SqlWriter writer, Column column, int at) =>
        writer.Column(column, at).Text(" LIKE ").Parameter(at + column.Legs.Length).Text($" ESCAPE '{QueryValue.LikeEscape}'");

    // A set that is made once; its correlated form would be looked through for each row.
    internal override void WriteNotIn(SqlWriter writer, Column column, Query query, int at, int values) => writer.NotIn(column, query, at, values);

    internal override void WriteJson(SqlWriter writer, JsonTerm json, int at)
    {
        Path(writer.Text("(CASE json_type("), json, at, " -> ");
        switch (json.Kind)
        {
            case ColumnKind.Text:
                Path(writer.Text(") WHEN 'text' THEN "), json, at, " ->> ").Text(" END)");
                break;
            case ColumnKind.Double:
                Path(writer.Text(") WHEN 'integer' THEN CAST("), json, at, " ->> ");
                Path(writer.Text(" AS REAL) WHEN 'real' THEN "), json, at, " ->> ").Text(" END)");
                break;
            default:
                writer.Text(") WHEN 'true' THEN 1 WHEN 'false' THEN 0 END)");
                break;
        }
    }

    internal override void WriteAggregate(SqlWriter writer, AggregateTerm aggregate)
    {
        var of = aggregate.Of;
        _ = aggregate.Function switch
        {
            AggregateFunction.Rows => writer.Text("count(*)"),
            AggregateFunction.Count => writer.Text("count(").Column(of!, 0).Text(")"),
            AggregateFunction.CountDistinct => writer.Text("count(DISTINCT ").Column(of!, 0).Text(")"),
            AggregateFunction.Sum => writer.Text("sum(").Column(of!, 0).Text(")"),
            AggregateFunction.Average => writer.Text("avg(").Column(of!, 0).Text(")"),
            AggregateFunction.Min => writer.Text("min(").Ordered(of!, 0).Text(")"),
            _ => writer.Text("max(").Ordered(of!, 0).Text(")"),
        };
    }

    internal override SqlWriter WriteValue(SqlWriter writer, Column column, int number) => writer.Parameter(number);

    // SQLite makes a real number, which has lost its last digits, of a sum that is too great; of the least number there is no absolute value, and that is an error.
    internal override SqlWriter WriteSum(SqlWriter writer, Column column, int number) =>
        writer.Text("CASE typeof(").Column(column, 0).Text(" + ").Parameter(number).Text(") WHEN 'real' THEN abs(-9223372036854775808) ELSE ")
            .Column(column, 0).Text(" + ").Parameter(number).Text(" END");

    internal override string Collation(Column column) => column.Kind == ColumnKind.Text ? " COLLATE BINARY" : "";

    internal override string AnyCollation(Column column) => "";

    // A transaction that may write is the only one there, and locks the whole database.
    internal override string LockMark(bool forUpdate, Table? of) => "";

    // Otherwise SQLite walks an index that has the order, past every row of the tenant, to save itself sorting a few.
    // And groups of a table that happens to be sorted stand in that order, whatever is asked for (seen in 3.53.3).
    internal override string SortMark => "+";

    // As PostgreSQL does unless it is said otherwise; that only where there can be a NULL.
    internal override void WriteNulls(SqlWriter writer, bool canBeNull, bool descending, Nulls nulls) => writer.Text(nulls switch
    {
        Nulls.First => " NULLS FIRST",
        Nulls.Last => " NULLS LAST",
        _ when !canBeNull => "",
        _ => descending ? " NULLS FIRST" : " NULLS LAST",
    });

    private static SqlWriter Path(SqlWriter writer, JsonTerm json, int at, string last)
    {
        writer.Column(json.Column, 0);
        for (var i = 0; i < json.Steps.Length; i++)
            writer.Text(i == json.Steps.Length - 1 ? last : " -> ").Parameter(at + i);
        return writer;
    }

    private string BindList(object[] list)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartArray();
            foreach (var value in list)
            {
                switch (Bind(value))
                {
                    case string text:
                        json.WriteStringValue(text);
                        break;
                    case int number:
                        json.WriteNumberValue(number);
                        break;
                    case long number:
                        json.WriteNumberValue(number);
                        break;
                    case double number: // never as a whole number, which SQLite would compare digit by digit
                        var digits = number.ToString("R", CultureInfo.InvariantCulture);
                        json.WriteRawValue(digits.AsSpan().ContainsAny('.', 'E') ? digits : digits + ".0");
                        break;
                    default:
                        throw Unbound(value);
                }
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
