using System.Data;

namespace Cks.QueryBuilder;

/// <summary>PostgreSQL 15 and later, through a provider that takes <see cref="DateTime"/> in UTC for <c>timestamptz</c> and arrays, as Npgsql does.</summary>
public sealed class PostgresCompiler(int cachedShapes = SqlCompiler.DefaultCachedShapes) : SqlCompiler("postgresql", cachedShapes)
{
    /// <summary>The compiler that a process shares.</summary>
    public static PostgresCompiler Default { get; } = new();

    internal override string BeginRead => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    internal override IsolationLevel WriteIsolation => IsolationLevel.ReadCommitted;

    internal override bool HasOneWriter => false;

    internal override bool IsPositional => true;

    internal override void RefuseSettings()
    {
    }

    internal override object Bind(object value) => value switch
    {
        string or bool or int or long or double or Guid or DateOnly or byte[] => value, // whether something is an array of objects takes longest to tell
        DateTimeOffset instant => instant.UtcDateTime,
        JsonLeg leg => leg.Name ?? (object)leg.Index,
        object[] list => BindList(list),
        _ => throw Unbound(value),
    };

    // What a sub-query returns is known when the statement runs.
    internal override SqlWriter WriteOpaque(SqlWriter writer, int number) => writer.Text("(SELECT ").Parameter(number).Text(")");

    internal override void WriteInList(SqlWriter writer, Column column, int at) =>
        writer.Column(column, at).Text(" = ANY(").Parameter(at + column.Legs.Length).Text(")");

    // Under "C" only A to Z have two cases, which is what SQLite's LIKE does.
    internal override void WriteLike(SqlWriter writer, Column column, int at) =>
        writer.Column(column, at).Text(" COLLATE \"C\" ILIKE ").Parameter(at + column.Legs.Length).Text($" ESCAPE '{QueryValue.LikeEscape}'");

    // An anti-join; NOT IN would be a list that is looked through for each row once it outgrows the memory of a hash.
    // An aggregate would be one of the inner query there. A set whose size the planner cannot tell is asked anew for each row, or it might be read whole for a few rows.
    internal override void WriteNotIn(SqlWriter writer, Column column, Query query, int at, int values)
    {
        if (column.IsAggregate)
            writer.NotIn(column, query, at, values);
        else
            writer.Text("NOT EXISTS (SELECT 1 FROM ").Picked(query, values).Text(" WHERE \"#picked\".\"c1\" = ").Column(column, at).Text(query.HasOpaque ? " OFFSET 0)" : ")");
    }

    internal override void WriteJson(SqlWriter writer, JsonTerm json, int at)
    {
        var (type, before, after) = json.Kind switch
        {
            ColumnKind.Text => ("string", "", ""),
            ColumnKind.Double => ("number", "CAST(", " AS double precision)"),
            _ => ("boolean", "CAST(", " AS boolean)"),
        };
        Path(writer.Text("(CASE jsonb_typeof("), json, at, json.Steps.Length).Text($") WHEN '{type}' THEN {before}(");
        Path(writer, json, at, json.Steps.Length, isText: true).Text($"){after} END)");
    }

    // count and sum as 64 bits, whatever the column has; beyond them PostgreSQL reports an error, as SQLite does.
    internal override void WriteAggregate(SqlWriter writer, AggregateTerm aggregate)
    {
        var of = aggregate.Of;
        _ = aggregate.Function switch
        {
            AggregateFunction.Rows => writer.Text("count(*)"),
            AggregateFunction.Count => writer.Text("count(").Column(of!, 0).Text(")"),
            AggregateFunction.CountDistinct => writer.Text("count(DISTINCT ").Column(of!, 0).Text(")"),
            AggregateFunction.Sum => of!.Kind == ColumnKind.Double
                ? writer.Text("sum(").Column(of, 0).Text(")")
                : writer.Text("CAST(sum(").Column(of, 0).Text(") AS bigint)"),
            AggregateFunction.Average => writer.Text("CAST(avg(").Column(of!, 0).Text(") AS double precision)"),
            AggregateFunction.Min => writer.Text("min(").Ordered(of!, 0).Text(")"),
            _ => writer.Text("max(").Ordered(of!, 0).Text(")"),
        };
    }

    internal override SqlWriter WriteValue(SqlWriter writer, Column column, int number) =>
        column.Kind == ColumnKind.Json ? writer.Text("CAST(").Parameter(number).Text(" AS jsonb)") : writer.Parameter(number);

    internal override SqlWriter WriteSum(SqlWriter writer, Column column, int number) => writer.Column(column, 0).Text(" + ").Parameter(number);

    internal override string Collation(Column column) => column.Kind == ColumnKind.Text ? " COLLATE \"C\"" : "";

    internal override string AnyCollation(Column column) => column.Kind == ColumnKind.Text ? " COLLATE \"default\"" : "";

    internal override string LockMark(bool forUpdate, Table? of) => (forUpdate ? " FOR UPDATE" : " FOR SHARE") + (of is null ? "" : " OF " + of.Quoted);

    // Its planner knows from its statistics which is better.
    internal override string SortMark => "";

    // Unless it is said otherwise, PostgreSQL's own rule, and the one that its indexes follow.
    internal override void WriteNulls(SqlWriter writer, bool canBeNull, bool descending, Nulls nulls) =>
        writer.Text(nulls switch { Nulls.First => " NULLS FIRST", Nulls.Last => " NULLS LAST", _ => "" });

    private static object BindList(object[] list) => list[0] switch
    {
        string => Array.ConvertAll(list, v => (string)v),
        bool => Array.ConvertAll(list, v => (bool)v),
        int => Array.ConvertAll(list, v => (int)v),
        long => Array.ConvertAll(list, v => (long)v),
        double => Array.ConvertAll(list, v => (double)v),
        Guid => Array.ConvertAll(list, v => (Guid)v),
        DateOnly => Array.ConvertAll(list, v => (DateOnly)v),
        DateTimeOffset => Array.ConvertAll(list, v => ((DateTimeOffset)v).UtcDateTime),
        var other => throw Unbound(other),
    };

    // For -> a lone value is an array of itself, so that an item needs the strict form.
    private static SqlWriter Path(SqlWriter writer, JsonTerm json, int at, int steps, bool isText = false)
    {
        if (steps == 0)
            return writer.Column(json.Column, 0);
        var last = at + steps - 1;
        if (json.Steps[steps - 1] is JsonLeg { Name: not null })
            return Path(writer, json, at, steps - 1).Text(isText ? " ->> " : " -> ").Parameter(last);
        return Path(writer.Text("jsonb_path_query_first("), json, at, steps - 1)
            .Text(", 'strict $[$i]', jsonb_build_object('i', CAST(").Parameter(last).Text(" AS integer)), true)").Text(isText ? " #>> '{}'" : "");
    }
}
