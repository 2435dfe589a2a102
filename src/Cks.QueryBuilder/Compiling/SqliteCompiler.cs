using System.Data;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cks.QueryBuilder;

/// <summary>
/// SQLite 3.38 and later. Booleans are 0 and 1, a <see cref="Guid"/> is its upper-case text, and an instant is UTC text
/// <c>yyyy-MM-ddTHH:mm:ss.fffffffZ</c>, whose order is the order of time.
/// </summary>
public sealed class SqliteCompiler(int cachedShapes = SqlCompiler.DefaultCachedShapes) : SqlCompiler(cachedShapes)
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

    internal override object Bind(Column? column, object value) => value switch
    {
        string => value, // most are, and whether something is an array takes longer to tell
        bool flag => flag ? One : Zero,
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        Guid id => id.ToString("D").ToUpperInvariant(),
        object[] list => BindList(list),
        _ => value,
    };

    internal override void WriteInList(SqlWriter writer, Column column) => writer.Column(column).Text(" IN (SELECT \"value\" FROM json_each(").Parameter().Text("))");

    internal override void WriteLike(SqlWriter writer, Column column) => writer.Column(column).Text(" LIKE ").Parameter().Text($" ESCAPE '{QueryValue.LikeEscape}'");

    internal override string Collation(Column column) => column.Kind == ColumnKind.Text ? " COLLATE BINARY" : "";

    // A transaction that may write is the only one there, and locks the whole database.
    internal override string UpdateMark => "";

    internal override string ShareMark => "";

    // Otherwise SQLite walks an index that has the order, past every row of the tenant, to save itself sorting a few.
    internal override string SortMark => "+";

    // As PostgreSQL does; said only where there can be a NULL.
    internal override void WriteNulls(SqlWriter writer, Column column, bool descending) =>
        writer.Text(column.IsNullable ? descending ? " NULLS FIRST" : " NULLS LAST" : "");

    private string BindList(object[] list)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartArray();
            foreach (var value in list)
            {
                switch (Bind(null, value))
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
                    default:
                        throw new InvalidOperationException("A value of a list has a type that no column has.");
                }
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
