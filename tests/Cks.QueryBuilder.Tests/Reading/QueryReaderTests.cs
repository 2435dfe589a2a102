using Npgsql;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

public sealed class QueryReaderTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private static readonly Table Ghost = SqlSchema.Create(s => s.Table("ghost", t => t.Column<int>("id"))).Table("ghost");

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Rows_come_with_the_index_of_their_query_and_in_order(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        var ids = Query.From(Crew).Select(CrewId).OrderBy(CrewId);
        var rows = new List<(int, object)>();

        await new QueryReader(source, compiler).ReadAsync(
            [ids.Where(Name, Op.Eq, "a"), ids.WhereFalse(), ids.Where(Name, Op.Eq, "nobody"), ids.Where(Name, Op.Eq, "b"), ids.Count(), ids.Limit(2).Count()],
            (index, row) => rows.Add((index, row.GetValue(0))));

        Assert.Equal([(0, "W1"), (0, "W2"), (3, "W3"), (4, 3L), (5, 2L)], rows);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Values_of_every_type_are_found_and_read_back(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        var (tag, at) = (Guid.Parse("0abcdef0-0000-4000-8000-0000000000ab"), new DateTimeOffset(2026, 3, 1, 1, 2, 3, 456, TimeSpan.FromHours(5)).AddMicroseconds(789));
        await PortalDatabase.InsertAsync(source, dialect, [new("TYPES", "n", "C1", true, -3, long.MaxValue, tag, at, at.AddDays(1))], []);
        var read = 0;

        var query = Query.From(Crew).Where(CrewId, Op.Eq, "TYPES").Where(IsTest, Op.Eq, true).Where(Age, Op.Eq, -3).Where(Points, Op.Eq, long.MaxValue).Where(Tag, Op.Eq, tag)
            .Where(CreatedAt, Op.Eq, at).Where(ArchivedAt, Op.Gt, at).WhereIn(IsTest, [true]).WhereIn(Age, [-3]).WhereIn(Points, [long.MaxValue]).WhereIn(Tag, [tag]).WhereIn(CreatedAt, [at]);
        await new QueryReader(source, compiler).ReadAsync(query, row =>
        {
            read++;
            Assert.Equal(query.Columns.Select(c => c.Name), Enumerable.Range(0, row.FieldCount).Select(row.GetName));
            Assert.True(row.GetBoolean(3));
            Assert.Equal(-3, row.GetInt32(4));
            Assert.Equal(long.MaxValue, row.GetInt64(5));
            Assert.Equal(tag, row.GetGuid(6));
            Assert.Equal(at, row.GetFieldValue<DateTimeOffset>(7));
            Assert.Equal(at.AddDays(1), row.GetFieldValue<DateTimeOffset>(8));
        });

        Assert.Equal(1, read);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Compiled_query_runs_in_any_command_with_its_named_parameters(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        var result = compiler.Compile(Query.From(Crew).Where(IsTest, Op.Eq, false).WhereIn(Name, ["a", "b"]).Where(CreatedAt, Op.Le, DateTimeOffset.UnixEpoch).Limit(2).Count());
        await using var connection = await source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = result.Sql;
        foreach (var (name, value) in result.NamedBindings)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        Assert.Equal(2L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Query_that_matches_nothing_is_not_sent_and_opens_no_connection()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=1");
        var reader = new QueryReader(nowhere, PostgresCompiler.Default);

        await reader.ReadAsync(Query.From(Ghost).WhereFalse().Count(), _ => Assert.Fail("a row"));
        await reader.ReadAsync([Query.From(Crew).WhereIn(Name, []), Query.From(Crew).Limit(0)], (_, _) => Assert.Fail("a row"));
        await reader.ReadAsync([], (_, _) => Assert.Fail("a row"));

        await Assert.ThrowsAsync<NpgsqlException>(() => reader.ReadAsync(Query.From(Crew), _ => { })); // what it would have done
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Statement_of_a_query_that_matches_nothing_is_left_out(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        var rows = new List<(int, string)>();

        await new QueryReader(source, compiler).ReadAsync(
            [Query.From(Ghost).WhereFalse(), Query.From(Crew).Where(CrewId, Op.Eq, "W1"), Query.From(Ghost).Limit(0)], (index, row) => rows.Add((index, row.GetString(0))));

        Assert.Equal([(1, "W1")], rows);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Exception_of_the_receiver_comes_out_and_the_next_read_works(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        var reader = new QueryReader(source, compiler);
        var all = Query.From(Crew).Select(CrewId);

        await Assert.ThrowsAsync<FormatException>(() => reader.ReadAsync([all, all], (_, _) => throw new FormatException()));

        Assert.Equal(3, (await PortalDatabase.ReadAsync<string>(source, compiler, all)).Count);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM centers"); // no transaction is left over that reads only or holds a lock
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Cancelled_before_it_begins_reads_nothing(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new QueryReader(source, compiler).ReadAsync(Query.From(Crew), _ => Assert.Fail("a row"), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Queries_of_one_read_see_one_instant_while_a_writer_commits(Dialect dialect)
    {
        var (source, compiler) = await FillAsync(dialect);
        if (dialect == Dialect.Sqlite)
            await PortalDatabase.ExecuteAsync(source, "PRAGMA journal_mode = WAL");
        await PortalDatabase.InsertAsync(source, dialect, [], [new("L", "left", 500), new("R", "right", 500)]);
        using var done = new CancellationTokenSource();
        var writes = 0;
        var writer = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await PortalDatabase.ExecuteAsync(
                    source, "UPDATE centers SET size = CASE center_id WHEN 'L' THEN size - 1 ELSE size + 1 END WHERE center_id IN ('L', 'R')");
                writes++;
            }
        });
        var (left, right) = (Query.From(Centers).Select(Size).Where(CenterId, Op.Eq, "L"), Query.From(Centers).Select(Size).Where(CenterId, Op.Eq, "R"));
        var reader = new QueryReader(source, compiler);

        for (var i = 0; (i < 300 || Volatile.Read(ref writes) < 20) && !writer.IsFaulted; i++)
        {
            var sum = 0;
            await reader.ReadAsync([left, .. Enumerable.Repeat(left, 3).Select(q => q.Limit(0)), Query.From(Crew).Count(), right], (index, row) => sum += index is 0 or 5 ? row.GetInt32(0) : 0);
            Assert.Equal(1_000, sum);
        }

        await done.CancelAsync();
        await writer;
    }

    private async Task<(System.Data.Common.DbDataSource Source, SqlCompiler Compiler)> FillAsync(Dialect dialect)
    {
        var opened = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(opened.Source, "DELETE FROM crew; DELETE FROM centers");
        await PortalDatabase.InsertAsync(
            opened.Source, dialect,
            [.. ((string[])["a", "a", "b"]).Select((name, i) => new CrewRow($"W{i + 1}", name, null, false, null, i, Guid.Empty, DateTimeOffset.UnixEpoch, null))], []);
        return opened;
    }
}
