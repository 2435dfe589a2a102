using System.Data.Common;
using System.Globalization;
using System.Text;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Scope.Tests.Strategies;

/// <summary>Random policies over rows with and without values: what SQL selects, what the filter keeps and what each check permits are the same rows.</summary>
public sealed class PlanSqlTests
{
    private const int Policies = 400;

    private static readonly Table Table = SqlSchema.Create(s => s.Table("things", t => t
        .Column<string>("id").Column<string>("text").Column<long?>("number").Column<int?>("small").Column<DateTimeOffset?>("time").Column<bool?>("flag"))).Table("things");

    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly string?[] Texts = [null, "", "a", "b", "A", "\u00e4", "\U0001F600", "CON-1", "main"];
    private static readonly long?[] Numbers = [null, 0, 1, 2, 3, -3, -4, long.MaxValue, long.MinValue];
    private static readonly int?[] Smalls = [null, 0, 1, 2, -2, int.MaxValue, int.MinValue];
    private static readonly DateTimeOffset?[] Times = [null, Noon, Noon.AddMicroseconds(1), Noon.AddMicroseconds(-1), Noon.AddDays(1), DateTimeOffset.UnixEpoch];

    private static readonly string[] TextValues = ["\"a\"", "\"b\"", "\"A\"", "\"\u00e4\"", "\"\U0001F600\"", "\"none\"", "\"$code\"", "\"$tenant\"", "\"$id\""];
    private static readonly string[] NumberValues = ["0", "1", "2", "2.5", "-3", "-3.5", "9223372036854775807", "9223372036854775807.5", "9999999999999999999", "-9999999999999999999", "2147483647", "2147483648", "-2147483648.5"];
    private static readonly string[] TimeValues = ["\"2026-03-10T12:00:00Z\"", "\"2026-03-10T14:00:00.000001+02:00\"", "\"2026-03-10T11:59:59.999999Z\"", "\"1970-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00Z\""];

    [Fact]
    public async Task S15_rows_by_SQL_are_the_rows_that_are_permitted_one_by_one_on_SQLite()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=plans-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await CompareAsync(source, SqliteCompiler.Default, "text");
    }

    [Fact]
    public async Task S15_rows_by_SQL_are_the_rows_that_are_permitted_one_by_one_on_PostgreSQL()
    {
        await using var database = new PostgresDatabase();
        await CompareAsync(await database.SourceAsync(), PostgresCompiler.Default, "timestamptz");
    }

    private static async Task CompareAsync(DbDataSource source, SqlCompiler compiler, string timestamp)
    {
        var random = new Random(7);
        Thing[] rows = [.. Enumerable.Range(0, 250).Select(i => new Thing($"T-{i:000}", Any(random, Texts), Any(random, Numbers), Any(random, Smalls), Any(random, Times), Any(random, (bool?[])[null, true, false])))];
        await WriteAsync(source, rows, timestamp);
        var reader = new QueryReader(source, compiler);
        Subject[] subjects = [new("u-1", TenantId.Parse("main"), ["one"]) { Code = "CON-1" }, new("", TenantId.Parse("main"), ["one"])];
        var partly = 0;
        for (var i = 0; i < Policies; i++)
        {
            var policy = PolicyOf(random);
            await using var services = Services(policy);
            var (planner, decisions, view) = (services.GetRequiredService<IPolicyPlanner>(), services.GetRequiredService<IPolicyDecisionPoint>(), CapabilityId.Of("things:view"));
            foreach (var me in subjects)
            {
                var checks = await decisions.CheckAllAsync(me, view, rows, TestContext.Current.CancellationToken);
                string[] permitted = [.. rows.Where((_, r) => checks[r].IsPermitted).Select(r => r.Id)];
                Assert.Equal(permitted, (await planner.FilterAsync(me, view, rows, TestContext.Current.CancellationToken)).Select(r => r.Id));
                var id = Table.Column<string>("id");
                var query = Query.From(Table).Where(planner.Plan(me, view), name => Table.TryColumn(name, out var column) ? column : null).Select(id).OrderBy(id);
                var selected = await reader.ReadListAsync(query, r => r.GetString(0), TestContext.Current.CancellationToken);
                Assert.True(permitted.SequenceEqual(selected), $"{policy}\nchecked: {string.Join(' ', permitted.Except(selected))}\nselected: {string.Join(' ', selected.Except(permitted))}");
                partly += permitted.Length > 0 && permitted.Length < rows.Length ? 1 : 0;
            }
        }

        Assert.True(partly > Policies / 2, "Most policies permit some rows and not others, or nothing is compared.");
    }

    private static ServiceProvider Services(string policy)
    {
        var services = new ServiceCollection();
        services.AddCksRbac().AddPolicy("random.rbac.json", Encoding.UTF8.GetBytes(policy)).MapResource<Thing>("things", m => m
            .Attribute("text", t => t.Text).Attribute("number", t => t.Number).Attribute("small", t => t.Small).Attribute("time", t => t.Time).Attribute("flag", t => t.Flag));
        return services.BuildServiceProvider();
    }

    private static string PolicyOf(Random random)
    {
        string Rules(int count) => string.Join(", ", Enumerable.Range(0, count).Select(_ => $$"""{ "actions": ["things:view"]{{(random.Next(8) == 0 ? "" : $", \"when\": {Condition(random, 3)}")}} }"""));
        string Conditional(int count) => string.Join(", ", Enumerable.Range(0, count).Select(_ => $$"""{ "actions": ["things:view"], "when": {{Condition(random, 3)}} }"""));
        return $$"""
            {
              "version": 1,
              "resources": { "things": { "actions": ["view"], "attributes": { "text": "text", "number": "number", "small": "number", "time": "time", "flag": "flag" } } },
              "roles": { "one": { "permit": [{{Rules(random.Next(1, 4))}}], "deny": [{{Conditional(random.Next(3))}}] } }
            }
            """;
    }

    private static string Condition(Random random, int depth)
    {
        var members = new Dictionary<string, string>();
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            switch (depth == 0 ? 9 : random.Next(10))
            {
                case 0:
                    members["not"] = Condition(random, depth - 1);
                    break;
                case 1 or 2:
                    members["any"] = $"[{Condition(random, depth - 1)}, {Condition(random, depth - 1)}]";
                    break;
                case 3:
                    members["all"] = $"[{Condition(random, depth - 1)}, {Condition(random, depth - 1)}]";
                    break;
                default:
                    var (name, values) = Any(random, ((string, string[])[])[("text", TextValues), ("number", NumberValues), ("small", NumberValues), ("time", TimeValues), ("flag", ["true", "false"])]);
                    members[name] = random.Next(3) switch
                    {
                        0 => Values(random, values),
                        1 => $$"""{ "not": {{Values(random, values)}} }""",
                        _ when name is "text" or "flag" => Values(random, values),
                        _ => $$"""{ "{{Any(random, (string[])["lt", "le", "gt", "ge"])}}": {{Any(random, values)}} }""",
                    };
                    break;
            }
        }

        return $"{{ {string.Join(", ", members.Select(m => $"\"{m.Key}\": {m.Value}"))} }}";
    }

    private static string Values(Random random, string[] values) => random.Next(2) == 0 ? Any(random, values) : $"[{string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Any(random, values)))}]";

    private static T Any<T>(Random random, T[] values) => values[random.Next(values.Length)];

    private static async Task WriteAsync(DbDataSource source, IEnumerable<Thing> rows, string timestamp)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        var sql = new StringBuilder($"CREATE TABLE things (id text, \"text\" text, number bigint, small integer, time {timestamp}, flag boolean);\n");
        foreach (var r in rows)
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO things VALUES ('{r.Id}', {Literal(r.Text)}, {Literal(r.Number)}, {Literal(r.Small)}, {Literal(r.Time)}, {Literal(r.Flag)});\n");
        command.CommandText = sql.ToString();
        await command.ExecuteNonQueryAsync();
    }

    private static string Literal(object? value) => value switch
    {
        null => "NULL",
        string text => $"'{text}'",
        DateTimeOffset time => $"'{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private sealed record Thing(string Id, string? Text, long? Number, int? Small, DateTimeOffset? Time, bool? Flag);
}
