using System.Data.Common;
using System.Globalization;
using System.Text;
using Cks.QueryBuilder;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.Benchmarks;

/// <summary>
/// What each dialect of Cks.QueryBuilder writes where there is a choice, against the other form by hand: 5,000 crew in 500 centers of 50 customers, prepared
/// statements on one connection each, the number of rows found.
/// </summary>
internal sealed class DialectArea : IRatioArea
{
    private const int Members = 5_000;
    private const int CentersInAll = 500;

    private static readonly SqlSchema Schema = SqlSchema.Create(s => s
        .Table("crew", t => t.Column<string>("crew_id").Column<string>("name").Column<string>("center_id").Column<long>("points"))
        .Table("centers", t => t.Column<string>("center_id").Column<string>("customer_id")));

    private static readonly Table Crew = Schema.Table("crew");
    private static readonly Table Centers = Schema.Table("centers");
    private static readonly Column<string> CrewId = Crew.Column<string>("crew_id");
    private static readonly Column<string> CrewName = Crew.Column<string>("name");
    private static readonly Column<string> CrewCenter = Crew.Column<string>("center_id");
    private static readonly Column<long> Points = Crew.Column<long>("points");
    private static readonly Column<string> CenterId = Centers.Column<string>("center_id");
    private static readonly Column<string> Customer = Centers.Column<string>("customer_id");

    private readonly List<IAsyncDisposable> _opened = [];

    public string Name => "dialect";

    public async ValueTask<IReadOnlyList<RatioCase>> PrepareAsync(CancellationToken cancellationToken)
    {
        var cases = new List<RatioCase>();
        var sqlite = new SqliteConnection("Data Source=:memory:");
        await FillAsync(sqlite, "", cancellationToken);
        foreach (var form in Forms(sqlite: true))
            cases.Add(RatioCase.Sync($"sqlite-{form.Name}", Numbers(), Count(sqlite, form, SqliteCompiler.Default), Count(sqlite, form.Other, form.Values)));
        if (await PostgresServer.FindAsync() is ({ } server, _))
        {
            var postgres = new NpgsqlConnection(server);
            await FillAsync(postgres, "TEMP", cancellationToken);
            foreach (var form in Forms(sqlite: false))
                cases.Add(RatioCase.Sync($"postgres-{form.Name}", Numbers(), Count(postgres, form, PostgresCompiler.Default), Count(postgres, form.Other, form.Values)));
        }
        else
        {
            await Console.Error.WriteLineAsync($"dialect/postgres: skipped. {(await PostgresServer.FindAsync()).Reason}");
        }

        return cases;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
            await opened.DisposeAsync();
    }

    private static IEnumerable<int> Numbers() => Enumerable.Range(0, RatioCase.FewestInputs);

    private static IEnumerable<Form> Forms(bool sqlite)
    {
        const string All = "SELECT count(*) FROM \"crew\" WHERE ";
        var like = sqlite ? "lower(\"name\") LIKE lower(@p0) ESCAPE '!'" : "lower(\"name\") COLLATE \"C\" LIKE lower(@p0) ESCAPE '!'";
        Query Of(int n) => Query.From(Centers).Where(Customer, Op.Eq, $"CUS-{n % 50:00}").Select(CenterId);
        yield return new("in", n => Query.From(Crew).WhereIn(CrewCenter, Of(n)).Count(),
            All + "EXISTS (SELECT 1 FROM \"centers\" WHERE \"centers\".\"center_id\" = \"crew\".\"center_id\" AND \"centers\".\"customer_id\" = @p0)");
        yield return new("not-in", n => Query.From(Crew).WhereNotIn(CrewCenter, Of(n)).Count(),
            All + (sqlite
                ? "\"center_id\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"centers\" WHERE \"centers\".\"center_id\" = \"crew\".\"center_id\" AND \"centers\".\"customer_id\" = @p0)"
                : "\"center_id\" IS NOT NULL AND \"center_id\" NOT IN (SELECT \"center_id\" FROM \"centers\" WHERE \"customer_id\" = @p0 AND \"center_id\" IS NOT NULL)"));
        yield return new("list", n => Query.From(Crew).WhereIn(CrewCenter, CodesFrom(n)).Count(),
            All + $"\"center_id\" IN ({string.Join(", ", Enumerable.Range(0, 20).Select(i => $"@p{i}"))})", n => [.. CodesFrom(n)]);
        yield return new("after", n => Query.From(Crew).Select(CrewId).OrderBy(Points).OrderBy(CrewId).After((long)(n % 5), $"CRW-{n:0000}").Limit(50),
            "SELECT \"crew_id\" FROM \"crew\" WHERE \"points\" > @p0 OR (\"points\" = @p0 AND \"crew_id\" > @p1) ORDER BY \"points\", \"crew_id\" LIMIT @p2");
        yield return new("like", n => Query.From(Crew).WhereContains(CrewName, $"E{n % 100:00}").Count(), All + like);
    }

    private static string[] CodesFrom(int n) => [.. Enumerable.Range(n, 20).Select(i => $"CEN-{i % CentersInAll:000}")];

    private Func<int, int> Count(DbConnection connection, Form form, SqlCompiler compiler) =>
        Count(connection, compiler.Compile(form.Ours(0)).Sql, n => [.. compiler.Compile(form.Ours(n)).Bindings!]);

    // The same command, prepared once; rows are counted, or where it counts, the count is read.
    private Func<int, int> Count(DbConnection connection, string sql, Func<int, object[]> values)
    {
        var command = connection.CreateCommand();
        _opened.Add(command);
        var bound = Enumerable.Range(0, RatioCase.FewestInputs).Select(values).ToArray();
        command.CommandText = sql;
        for (var i = 0; i < bound[0].Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@p{i}", bound[0][i]);
            command.Parameters.Add(parameter);
        }

        command.Prepare();
        return n =>
        {
            for (var i = 0; i < bound[n].Length; i++)
                command.Parameters[i].Value = bound[n][i];
            using var reader = command.ExecuteReader();
            var (rows, first) = (0, 0);
            while (reader.Read())
                (rows, first) = (rows + 1, reader.GetFieldType(0) == typeof(long) ? (int)reader.GetInt64(0) : reader.GetString(0).Length);
            return rows == 1 ? first : rows;
        };
    }

    private async Task FillAsync(DbConnection connection, string temporary, CancellationToken cancellationToken)
    {
        _opened.Add(connection);
        await connection.OpenAsync(cancellationToken);
        var text = connection is SqliteConnection ? "TEXT" : "TEXT COLLATE \"C\"";
        var sql = new StringBuilder($"""
            CREATE {temporary} TABLE centers (center_id {text} PRIMARY KEY, customer_id {text});
            CREATE {temporary} TABLE crew (crew_id {text} PRIMARY KEY, name {text}, center_id {text}, points bigint NOT NULL);
            CREATE INDEX centers_customer ON centers (customer_id);
            CREATE INDEX crew_center ON crew (center_id);
            CREATE INDEX crew_points ON crew (points, crew_id);

            """);
        for (var i = 0; i < CentersInAll; i++)
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO centers VALUES ('CEN-{i:000}', 'CUS-{i % 50:00}');");
        for (var i = 0; i < Members; i++)
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO crew VALUES ('CRW-{i:0000}', 'name {i % 1_000:000}', 'CEN-{i % CentersInAll:000}', {i % 5});");
        sql.Append("ANALYZE;");
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql.ToString(), transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>A query, and the other form of it by hand; its values are those of the query unless they are given.</summary>
    private sealed record Form(string Name, Func<int, Query> Ours, string Other, Func<int, object[]>? Own = null)
    {
        public Func<int, object[]> Values => Own ?? (n => [.. SqliteCompiler.Default.Compile(Ours(n)).Bindings!]);
    }
}
