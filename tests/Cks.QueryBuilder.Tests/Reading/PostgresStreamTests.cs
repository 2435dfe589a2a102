using System.Data.Common;
using Cks.Tests;
using Npgsql;

namespace Cks.QueryBuilder.Tests;

/// <summary>What a PostgreSQL server goes on with after its reader has gone: nothing.</summary>
public sealed class PostgresStreamTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    // A billion rows, and one row that takes a minute.
    private const string Views = """
        CREATE OR REPLACE VIEW endless AS SELECT generate_series(1, 1000000000)::bigint AS id;
        CREATE OR REPLACE VIEW slow AS SELECT CASE WHEN pg_sleep(60) IS NULL THEN 0 ELSE 1 END AS id;
        """;

    private static readonly SqlSchema Schema = SqlSchema.Create(s => s.Table("endless", t => t.Column<long>("id")).Table("slow", t => t.Column<int>("id")));
    private static readonly Query Endless = Query.From(Schema.Table("endless"));
    private static readonly Query Slow = Query.From(Schema.Table("slow"));

    [Fact]
    public async Task Cancelled_statement_ends_at_the_server()
    {
        await using var source = await OpenAsync();
        using var cancel = new CancellationTokenSource();
        var reader = new QueryReader(source, PostgresCompiler.Default);
        Func<Task>[] reads =
        [
            async () => await reader.StreamAsync(Slow, _ => 1, cancel.Token).ToListAsync(CancellationToken.None),
            async () => await reader.StreamAsync(Slow, _ => 1, CancellationToken.None).ToListAsync(cancel.Token),
            () => reader.ReadListAsync(Slow, _ => 1, cancel.Token),
            () => reader.ReadFirstAsync(Slow, _ => 1, cancel.Token),
        ];
        var running = reads.Select(read => Task.Run(read)).ToArray();
        while (await RunningAsync() < reads.Length && !Array.Exists(running, r => r.IsCompleted))
            await Task.Delay(10);

        await cancel.CancelAsync();

        foreach (var read in running)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await NoneRunsAsync();
    }

    [Fact]
    public async Task Stream_that_is_left_ends_at_the_server_and_its_connection_is_usable()
    {
        await using var source = await OpenAsync(connections: 1);
        var reader = new QueryReader(source, PostgresCompiler.Default);
        var sum = 0L;

        await foreach (var id in reader.StreamAsync(Endless, r => r.GetInt64(0)))
        {
            sum += id;
            if (id == 1_000)
                break;
        }

        Assert.Equal(500_500, sum);
        Assert.Equal(0, await RunningAsync());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1, await reader.ReadFirstAsync(Endless, r => r.GetInt64(0)));
            Assert.Equal(7, (await reader.ReadListAsync(Endless.Limit(7), r => r.GetInt64(0))).Count);
        }

        Assert.Equal(0, await RunningAsync());
    }

    [Fact]
    public async Task S30_rows_beyond_the_budget_are_neither_kept_nor_fetched()
    {
        await using var source = await OpenAsync(connections: 1);
        var reader = new QueryReader(source, PostgresCompiler.Default, new() { MaxRows = 10_000 });

        await Assert.ThrowsAsync<QueryRefusedException>(() => reader.ReadListAsync(Endless, r => r.GetInt64(0)));
        await Assert.ThrowsAsync<QueryRefusedException>(() => reader.ReadAsync([Endless.Limit(1), Endless], (_, _) => { }));
        await Assert.ThrowsAsync<InvalidCastException>(() => reader.ReadAsync([Endless, Endless], (_, row) => row.GetGuid(0)));

        Assert.Equal(0, await RunningAsync());
        Assert.Equal(7, (await reader.ReadListAsync(Endless.Limit(7), r => r.GetInt64(0))).Count);
    }

    [Fact]
    public async Task S30_statement_that_takes_too_long_is_stopped_at_the_server()
    {
        await using var source = await OpenAsync();
        var reader = new QueryReader(source, PostgresCompiler.Default, new() { StatementTimeout = TimeSpan.FromMilliseconds(100) });

        await Assert.ThrowsAnyAsync<DbException>(() => reader.ReadListAsync(Slow, _ => 1)); // after a second, which is what the provider counts in
        // The server stops it; one that is too busy for that is left by the provider a second later, and asked again.
        DbException? error = null;
        for (var i = 0; i < 5 && error is not PostgresException; i++)
            error = await Assert.ThrowsAnyAsync<DbException>(() => reader.ReadAsync([Endless.Limit(1), Slow], (_, _) => { }));
        Assert.Equal(PostgresErrorCodes.QueryCanceled, error!.SqlState);
        await NoneRunsAsync();
        Assert.Equal(7, (await new QueryReader(source, PostgresCompiler.Default).ReadListAsync(Endless.Limit(7), r => r.GetInt64(0))).Count);
        Assert.Equal("0", await SettingAsync(source)); // of the transaction, not of the connection
    }

    private static async Task<string?> SettingAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SHOW statement_timeout");
        return (string?)await command.ExecuteScalarAsync();
    }

    private async Task<long> RunningAsync()
    {
        await using var command = (await database.SourceAsync()).CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() AND query ~ '\"(endless|slow)\"'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // A server that is busy obeys a moment later.
    private async Task NoneRunsAsync()
    {
        for (var begun = TimeProvider.System.GetTimestamp(); await RunningAsync() > 0; await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(20), "It runs on.");
    }

    private async Task<NpgsqlDataSource> OpenAsync(int connections = 10)
    {
        var shared = await database.SourceAsync();
        await PortalDatabase.ExecuteAsync(shared, Views);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(shared.ConnectionString) { MaxPoolSize = connections });
    }
}
