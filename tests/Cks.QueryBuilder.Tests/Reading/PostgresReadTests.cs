using System.Diagnostics;
using Cks.Tests;
using Npgsql;

namespace Cks.QueryBuilder.Tests;

public sealed class PostgresReadTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly SqlSchema Schema = SqlSchema.Create(s => s.Table("things", t => t.Column<int>("id")).Table("ghost", t => t.Column<int>("id")));
    private static readonly Query Things = Query.From(Schema.Table("things"));
    private static readonly Query Ghosts = Query.From(Schema.Table("ghost"));
    private static readonly Column<int> Id = Schema.Table("things").Column<int>("id");

    [Fact]
    public async Task Several_queries_are_one_round_trip()
    {
        await using var source = await OpenAsync();
        var reader = new QueryReader(source, PostgresCompiler.Default);
        Query[] queries = [Things.Where(Id, Op.Eq, 1), Things.Count(), Things.Where(Id, Op.Ne, 1)];
        await reader.ReadAsync(queries, (_, _) => { }); // opens the physical connection
        var trips = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                lock (trips)
                    trips.Add($"{a.TraceId} {a.DisplayName}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var mine = new Activity("read").Start();
        var rows = 0;

        await reader.ReadAsync(queries, (_, _) => rows++);
        await reader.ReadAsync(Things, _ => rows++);

        Assert.Equal(3 + 2, rows);
        Assert.Equal(2, trips.Count(t => t.StartsWith($"{mine.TraceId}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Reads_run_in_a_repeatable_transaction_that_cannot_write()
    {
        await using var source = await OpenAsync();
        await using (var command = source.CreateCommand("""
            CREATE OR REPLACE VIEW settings AS SELECT CASE WHEN current_setting('transaction_isolation') = 'repeatable read' AND current_setting('transaction_read_only') = 'on' THEN 1 ELSE 0 END AS id
            """))
            await command.ExecuteNonQueryAsync();
        var settings = Query.From(SqlSchema.Create(s => s.Table("settings", t => t.Column<int>("id"))).Table("settings"));
        var seen = new List<int>();

        await new QueryReader(source, PostgresCompiler.Default).ReadAsync([settings, settings], (_, row) => seen.Add(row.GetInt32(0)));

        Assert.Equal([1, 1], seen);
        await AssertUsableAsync(source);
    }

    [Fact]
    public async Task What_is_committed_between_two_statements_of_a_read_is_not_seen()
    {
        await using var source = await OpenAsync();
        await using var other = NpgsqlDataSource.Create(source.ConnectionString);
        await using var writer = await other.OpenConnectionAsync();
        await using (var prepare = new NpgsqlCommand(
            "CREATE OR REPLACE VIEW gate AS SELECT CASE WHEN pg_advisory_xact_lock_shared(42)::text IS NULL THEN 0 ELSE 1 END AS id; SELECT pg_advisory_lock(42)", writer))
            await prepare.ExecuteNonQueryAsync();
        var gate = Query.From(SqlSchema.Create(s => s.Table("gate", t => t.Column<int>("id"))).Table("gate"));
        var counts = new List<long>();
        var read = new QueryReader(source, PostgresCompiler.Default).ReadAsync(
            [Things.Count(), gate, Things.Count()], (index, row) => counts.Add(index == 1 ? 0 : row.GetInt64(0)));
        while (!read.IsCompleted && await WaitingAsync(writer) == 0) // the first statement has run, the second one waits
            await Task.Delay(10);

        await using (var write = new NpgsqlCommand("INSERT INTO things VALUES (3)", writer))
            await write.ExecuteNonQueryAsync();
        await using (var release = new NpgsqlCommand("SELECT pg_advisory_unlock(42)", writer))
            await release.ExecuteNonQueryAsync();
        await read;

        Assert.Equal([2, 0, 2], counts);
    }

    [Fact]
    public async Task Error_midway_leaves_the_pooled_connection_usable()
    {
        await using var source = await OpenAsync();
        var reader = new QueryReader(source, PostgresCompiler.Default);
        for (var i = 0; i < 3; i++)
        {
            var error = await Assert.ThrowsAsync<PostgresException>(() => reader.ReadAsync([Things, Ghosts, Things], (_, _) => { }));
            Assert.Equal(PostgresErrorCodes.UndefinedTable, error.SqlState);
            await AssertUsableAsync(source);
        }
    }

    [Fact]
    public async Task Cancelling_stops_the_statement_at_the_server_and_leaves_the_connection_usable()
    {
        await using var source = await OpenAsync();
        await using var other = NpgsqlDataSource.Create(source.ConnectionString);
        await using var blocker = await other.OpenConnectionAsync();
        await using (var transaction = await blocker.BeginTransactionAsync())
        {
            await using (var hold = new NpgsqlCommand("LOCK TABLE things IN ACCESS EXCLUSIVE MODE", blocker))
                await hold.ExecuteNonQueryAsync();
            using var cancel = new CancellationTokenSource();
            var read = new QueryReader(source, PostgresCompiler.Default).ReadAsync([Things, Things], (_, _) => { }, cancel.Token);
            while (!read.IsCompleted && await WaitingAsync(blocker) == 0)
                await Task.Delay(10);

            await cancel.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
            Assert.Equal(0, await WaitingAsync(blocker));
        }

        await AssertUsableAsync(source);
    }

    private static async Task<long> WaitingAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE NOT granted AND d.datname = current_database()", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // The pool has one connection, so this is the one that was used.
    private static async Task AssertUsableAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("INSERT INTO things VALUES (7); DELETE FROM things WHERE id = 7; SHOW transaction_isolation");
        Assert.Equal("read committed", await command.ExecuteScalarAsync());
        var rows = 0;
        await new QueryReader(source, PostgresCompiler.Default).ReadAsync([Things, Things], (_, _) => rows++);
        Assert.Equal(4, rows);
    }

    private async Task<NpgsqlDataSource> OpenAsync()
    {
        var shared = await database.SourceAsync();
        await using (var command = shared.CreateCommand("CREATE TABLE IF NOT EXISTS things (id integer); DELETE FROM things; INSERT INTO things VALUES (1), (2)"))
            await command.ExecuteNonQueryAsync();
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(shared.ConnectionString) { MaxPoolSize = 1 });
    }
}
