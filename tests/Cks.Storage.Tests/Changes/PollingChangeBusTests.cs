namespace Cks.Storage.Tests;

public sealed class PollingChangeBusTests(SqliteStorage storage) : IClassFixture<SqliteStorage>
{
    private const string Topic = "cks.test";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S30_the_table_stays_small_and_who_missed_notices_reads_everything_again()
    {
        var database = await storage.EmptyAsync();
        await using var bus = PollingBusTests.Of(database);
        await using var listener = await Listener.OnAsync(bus, Topic, Token);
        await bus.PublishAsync(new(Topic, "first"), Token);
        await listener.UntilAsync(n => n.Key == "first");

        // In one transaction, as if this process had slept meanwhile.
        await RevocationStoreTests.ExecuteAsync(
            database, $"BEGIN IMMEDIATE; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) INSERT INTO cks_changes (notice) SELECT 'cks.test 0 k' || i FROM n; DELETE FROM cks_changes WHERE sequence <= 400; COMMIT");

        await listener.UntilAsync(n => n.IsResynchronize);
        await bus.PublishAsync(new(Topic, "after"), Token);
        await listener.UntilAsync(n => n.Key == "after");
        Assert.Equal((long)PollingChangeBus.Kept, await database.Reads.ReadFirstAsync(QueryBuilder.Query.From(database.Tables.Changes!.Table).Count(), row => row.GetInt64(0), Token));
    }

    [Fact]
    public async Task A_table_that_went_back_is_found()
    {
        var database = await storage.EmptyAsync();
        await using var bus = PollingBusTests.Of(database);
        foreach (var key in (string[])["a", "b"])
            await bus.PublishAsync(new(Topic, key), Token);
        await using var listener = await Listener.OnAsync(bus, Topic, Token);
        await RevocationStoreTests.ExecuteAsync(database, "BEGIN IMMEDIATE; DELETE FROM cks_changes; DELETE FROM sqlite_sequence WHERE name = 'cks_changes'; COMMIT");

        await listener.UntilAsync(n => n.IsResynchronize);
        await bus.PublishAsync(new(Topic, "after"), Token);
        await listener.UntilAsync(n => n.Key == "after");
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_for_a_while_loses_nothing()
    {
        var database = await storage.EmptyAsync();
        await using var bus = PollingBusTests.Of(database);
        await using var listener = await Listener.OnAsync(bus, Topic, Token);
        await RevocationStoreTests.ExecuteAsync(database, "ALTER TABLE cks_changes RENAME TO cks_away");
        await Task.Delay(100, Token);
        await RevocationStoreTests.ExecuteAsync(database, "INSERT INTO cks_away (notice) VALUES ('cks.test 0 meanwhile'); ALTER TABLE cks_away RENAME TO cks_changes");

        await listener.UntilAsync(n => n.Key == "meanwhile");
        Assert.DoesNotContain(listener.Heard, n => n.IsResynchronize);
    }

    [Fact]
    public async Task A_table_that_is_away_is_spoken_of_once_and_looked_at_more_and_more_seldom()
    {
        var database = await storage.EmptyAsync();
        var (clock, log) = (new RecordingClock(), new LogEvents<PollingChangeBus>());
        await using var bus = PollingBusTests.Of(database, clock, log);
        await using var listener = await Listener.OnAsync(bus, Topic, Token);
        for (var outage = 1; outage <= 2; outage++)
        {
            await RevocationStoreTests.ExecuteAsync(database, "ALTER TABLE cks_changes RENAME TO cks_away");
            await Listener.UntilAsync(() => clock.Waits.Contains(TimeSpan.FromMilliseconds(80)), "The table is looked at as often as ever.");
            await RevocationStoreTests.ExecuteAsync(database, "ALTER TABLE cks_away RENAME TO cks_changes");
            await bus.PublishAsync(new(Topic, $"{outage}"), Token);
            await listener.UntilAsync(n => n.Key == $"{outage}");
            Assert.Equal(Enumerable.Repeat(9001, outage), log.Ids);
            clock.Waits.Clear();
        }
    }

    [Fact]
    public async Task A_bus_that_has_ended_refuses_subscribers()
    {
        var bus = PollingBusTests.Of(await storage.EmptyAsync());
        await using var listener = await Listener.OnAsync(bus, Topic, Token);
        await bus.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Listener.OnAsync(bus, Topic, Token));
    }
}
