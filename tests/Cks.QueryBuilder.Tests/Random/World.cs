using System.Data.Common;
using System.Text.Json;
using CsCheck;

namespace Cks.QueryBuilder.Tests;

/// <summary>A column of a table of the world.</summary>
internal sealed record WorldColumn(string Name, Kind Kind, bool IsNullable, Func<int, object>? Key = null, object[]? Pool = null);

/// <summary>The rows of three small tables with columns of every kind, nullable and not.</summary>
internal sealed record World(object?[][][] Rows)
{
    public const int MostRows = 12;

    // Parents make a hierarchy with circles; people have no place that there is not, and places no owner; some names are keys.
    private static readonly object[] People = [.. Enumerable.Range(0, 8).Select(i => $"p{i}")];
    private static readonly object[] Places = [.. Enumerable.Range(0, 6).Select(i => $"c{i}")];

    public static readonly (string Name, WorldColumn[] Columns)[] Tables =
    [
        ("people",
        [
            new("id", Kind.Text, false, i => $"p{i}"), new("parent", Kind.Text, true, null, People), new("name", Kind.Text, true), new("place", Kind.Text, true, null, Places),
            new("rank", Kind.SmallInt, false), new("age", Kind.PerhapsInt, true), new("points", Kind.Long, false), new("active", Kind.Flag, false), new("retired", Kind.PerhapsFlag, true),
            new("tag", Kind.Id, false), new("born", Kind.PerhapsDay, true),
        ]),
        ("places",
        [
            new("id", Kind.Text, false, i => $"c{i}"), new("name", Kind.Text, false), new("size", Kind.Int, false), new("owner", Kind.PerhapsId, true), new("weight", Kind.PerhapsHalf, true),
            new("opened", Kind.Day, false), new("mark", Kind.Bytes, false), new("doc", Kind.PerhapsJson, true), new("ratio", Kind.PerhapsDouble, true),
        ]),
        ("visits",
        [
            new("number", Kind.Number, false, i => (long)i), new("person", Kind.Text, true, null, People), new("place", Kind.Text, true, null, Places), new("at", Kind.Instant, false),
            new("until", Kind.PerhapsInstant, true), new("cost", Kind.Half, false), new("owed", Kind.PerhapsNumber, true), new("note", Kind.Json, false), new("data", Kind.Bytes, true), new("share", Kind.Double, false),
        ]),
    ];

    public static readonly SqlSchema Schema = SqlSchema.Create(s =>
    {
        foreach (var (name, columns) in Tables)
            s.Table(name, t => Array.ForEach(columns, c => c.Kind.Declare(t, c.Name)));
    });

    public static readonly Gen<World> Gen = new Generated<World>(random => new(Array.ConvertAll(Tables, t => random.Rows(t.Columns))));

    /// <summary>A table as a source of rows.</summary>
    public static Source Source(int table, int alias)
    {
        var declared = Schema.Table(Tables[table].Name);
        var named = alias == 0 ? declared : declared.Alias(alias);
        return new(named, [.. named.Columns.Select((c, i) => new Output(c, Tables[table].Columns[i].Kind, Tables[table].Columns[i].Kind.Sums))], [0], w => w.Rows[table], MostRows);
    }

    public static string Ddl(Dialect dialect) => string.Concat(Tables.Select(t =>
        $"CREATE TABLE {t.Name} ({string.Join(", ", t.Columns.Select(c => $"{c.Name} {TypeOf(c.Kind, dialect)}{(c.IsNullable ? "" : " NOT NULL")}{(c.Key is null ? "" : " PRIMARY KEY")}"))});"));

    public async Task WriteAsync(DbConnection connection, Dialect dialect)
    {
        foreach (var (table, rows) in Tables.Zip(Rows))
        {
            await using var command = connection.CreateCommand();
            var values = rows.SelectMany(r => r).Select((value, i) =>
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@v{i}", value is null ? DBNull.Value : PortalDatabase.Form(value, dialect));
                command.Parameters.Add(parameter);
                return value is JsonElement && dialect == Dialect.Postgres ? $"CAST(@v{i} AS jsonb)" : $"@v{i}";
            }).ToArray();
            command.CommandText = $"DELETE FROM {table.Name};" + (rows.Length == 0 ? "" : $"INSERT INTO {table.Name} VALUES {string.Join(", ", values.Chunk(table.Columns.Length).Select(r => $"({string.Join(", ", r)})"))}");
            await command.ExecuteNonQueryAsync();
        }
    }

    private static string TypeOf(Kind kind, Dialect dialect) => (Type.GetTypeCode(kind.Base), kind.Base.Name, dialect) switch
    {
        // A collation that orders as people do, so that order by code point has to come from the query.
        (TypeCode.String, _, Dialect.Postgres) => "text COLLATE \"en-x-icu\"",
        (TypeCode.Boolean, _, Dialect.Postgres) => "boolean",
        (TypeCode.Int32, _, _) => "integer",
        (TypeCode.Int64, _, Dialect.Postgres) => "bigint",
        (TypeCode.Int64 or TypeCode.Boolean, _, _) => "integer",
        (TypeCode.Double, _, _) => dialect == Dialect.Postgres ? "double precision" : "real",
        (_, "Guid", Dialect.Postgres) => "uuid",
        (_, "DateTimeOffset", Dialect.Postgres) => "timestamptz",
        (_, "DateOnly", Dialect.Postgres) => "date",
        (_, "JsonElement", Dialect.Postgres) => "jsonb",
        (_, "Byte[]", _) => dialect == Dialect.Postgres ? "bytea" : "blob",
        _ => "text",
    };
}
