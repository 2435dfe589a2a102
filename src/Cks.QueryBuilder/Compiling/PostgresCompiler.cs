using System.Data;

namespace Cks.QueryBuilder;

/// <summary>PostgreSQL 15 and later, through a provider that takes <see cref="DateTime"/> in UTC for <c>timestamptz</c> and arrays, as Npgsql does.</summary>
public sealed class PostgresCompiler(int cachedShapes = SqlCompiler.DefaultCachedShapes) : SqlCompiler(cachedShapes)
{
    /// <summary>The compiler that a process shares.</summary>
    public static PostgresCompiler Default { get; } = new();

    internal override string BeginRead => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    internal override IsolationLevel WriteIsolation => IsolationLevel.ReadCommitted;

    internal override bool HasOneWriter => false;

    internal override bool IsPositional => true;

    internal override object Bind(Column? column, object value) => value switch
    {
        string => value, // most are, and whether something is an array takes longer to tell
        DateTimeOffset instant => instant.UtcDateTime,
        object[] list => column!.Kind switch
        {
            ColumnKind.Text => Array.ConvertAll(list, v => (string)v),
            ColumnKind.Boolean => Array.ConvertAll(list, v => (bool)v),
            ColumnKind.Int32 => Array.ConvertAll(list, v => (int)v),
            ColumnKind.Int64 => Array.ConvertAll(list, v => (long)v),
            ColumnKind.Guid => Array.ConvertAll(list, v => (Guid)v),
            _ => Array.ConvertAll(list, v => ((DateTimeOffset)v).UtcDateTime),
        },
        _ => value,
    };

    internal override void WriteInList(SqlWriter writer, Column column) => writer.Column(column).Text(" = ANY(").Parameter().Text(")");

    // Under "C" only A to Z have two cases, which is what SQLite's LIKE does.
    internal override void WriteLike(SqlWriter writer, Column column) =>
        writer.Column(column).Text(" COLLATE \"C\" ILIKE ").Parameter().Text($" ESCAPE '{QueryValue.LikeEscape}'");

    internal override string Collation(Column column) => column.Kind == ColumnKind.Text ? " COLLATE \"C\"" : "";

    internal override string UpdateMark => " FOR UPDATE";

    internal override string ShareMark => " FOR SHARE";

    // Its planner knows from its statistics which is better.
    internal override string SortMark => "";

    // PostgreSQL's own rule, and the one that its indexes follow.
    internal override void WriteNulls(SqlWriter writer, Column column, bool descending)
    {
    }
}
