using Npgsql;

namespace Cks.Storage.Tests;

public sealed class PostgresChangeBusTests(PostgresStorage storage) : IClassFixture<PostgresStorage>
{
    private const string Topic = "cks.test";
    private const string Kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE (query LIKE 'LISTEN cks%' OR query = 'SELECT 1') AND datname = current_database() AND pid <> pg_backend_pid()";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_that_is_killed_is_opened_again_and_everybody_reads_everything_again()
    {
        var database = await storage.EmptyAsync();
        await using var publisher = PostgresBusTests.Of(database);
        await using var bus = PostgresBusTests.Of(database);
        await using var one = await Listener.OnAsync(bus, Topic, Token);
        await using var other = await Listener.OnAsync(bus, "cks.other", Token);
        for (var round = 1; round <= 3; round++)
        {
            await KillAsync(database);
            // Whatever was published while nobody listened is made up for.
            await publisher.PublishAsync(new(Topic, "maybe lost"), Token);
            await Listener.UntilAsync(() => one.Heard.Count(n => n.IsResynchronize) == round && other.Heard.Count(n => n.IsResynchronize) == round, "Nobody is told to read everything again.");
            var key = $"after {round}";
            await publisher.PublishAsync(new(Topic, key), Token);
            await one.UntilAsync(n => n.Key == key);
        }
    }

    [Fact]
    public async Task Connections_that_do_not_last_are_opened_more_and_more_seldom()
    {
        var database = await storage.EmptyAsync();
        var clock = new RecordingClock();
        await using var bus = PostgresBusTests.Of(database, clock);
        await using var listener = await Listener.OnAsync(bus, Topic, Token);
        foreach (var lives in (TimeSpan[])[TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(10)])
        {
            clock.Now += lives;
            var heard = listener.Heard.Count;
            await KillAsync(database);
            await Listener.UntilAsync(() => listener.Heard.Count > heard, "Nobody is told to read everything again.");
        }

        Assert.Equal([100, 200, 400, 100], clock.Waits.Select(w => w.TotalMilliseconds));
    }

    [Fact]
    public async Task A_server_that_was_restarted_is_listened_to_again()
    {
        await using var postgres = await PostgresToCrash.StartAsync();
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString(10));
        await using var bus = PostgresBusTests.Of(StorageDatabase.Of(source));
        await using var listener = await Listener.OnAsync(bus, Topic, Token);

        await postgres.CrashAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await bus.PublishAsync(new(Topic, "into the void"), Token));
        // A subscription waits for the server, and gives up when it is told to.
        await Listener.UntilAsync(() => !IsListening(bus), "The bus does not see that the server is gone.");
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Listener.OnAsync(bus, Topic, giveUp.Token));
        await postgres.RestartAsync();

        await listener.UntilAsync(n => n.IsResynchronize);
        await bus.PublishAsync(new(Topic, "after"), Token);
        await listener.UntilAsync(n => n.Key == "after");

        static bool IsListening(PostgresChangeBus bus)
        {
            using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            try
            {
                _ = bus.SubscribeAsync("cks.probe", (_, _) => default, now.Token).AsTask().GetAwaiter().GetResult();
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("cks.test")]
    [InlineData("cks.test 99 key")]
    [InlineData("cks.test -1 key")]
    [InlineData("UPPER 0 key")]
    [InlineData("cks.test 0 \\x")]
    [InlineData("cks.test 0 \\u12")]
    public async Task S30_what_is_no_notice_makes_everybody_read_again_and_breaks_nothing(string payload)
    {
        var database = await storage.EmptyAsync();
        await using var bus = PostgresBusTests.Of(database);
        await using var listener = await Listener.OnAsync(bus, Topic, Token);
        await using (var command = ((NpgsqlDataSource)database.Source).CreateCommand("SELECT pg_notify('cks_changes', $1)"))
        {
            command.Parameters.AddWithValue(payload);
            await command.ExecuteNonQueryAsync(Token);
        }

        await listener.UntilAsync(n => n.IsResynchronize);
        await bus.PublishAsync(new(Topic, "after"), Token);
        await listener.UntilAsync(n => n.Key == "after");
    }

    [Fact]
    public async Task A_bus_that_has_ended_listens_no_more_and_refuses_subscribers()
    {
        var database = await storage.EmptyAsync();
        var bus = PostgresBusTests.Of(database);
        await using var listener = await Listener.OnAsync(bus, Topic, Token);
        await bus.DisposeAsync();
        await bus.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Listener.OnAsync(bus, Topic, Token));
        await using var command = ((NpgsqlDataSource)database.Source).CreateCommand("SELECT count(*) FROM pg_listening_channels()");
        for (var i = 0; i < 5; i++)
            Assert.Equal(0L, await command.ExecuteScalarAsync(Token));
    }

    // The connection that listens has said LISTEN, and asked something, last.
    private static async Task KillAsync(StorageDatabase database)
    {
        await using var command = ((NpgsqlDataSource)database.Source).CreateCommand(Kill);
        await Listener.UntilAsync(() => command.ExecuteScalar() is true, "Nobody listens.");
    }
}
