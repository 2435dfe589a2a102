using Cks.Auth;
using Cks.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Storage.Tests;

public abstract class RevocationStoreTests(StorageFixture storage)
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_come_back_in_their_order() => await RevocationStoreContract.EntriesComeBackInTheirOrderAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S27_a_webhook_adds_once() => await RevocationStoreContract.AWebhookAddsOnceAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S27_of_deliveries_at_the_same_time_one_adds() => await RevocationStoreContract.OfDeliveriesAtTheSameTimeOneAddsAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S02_a_webhook_is_of_its_issuer() => await RevocationStoreContract.AWebhookIsOfItsIssuerAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task An_older_record_is_stale() => await RevocationStoreContract.AnOlderRecordIsStaleAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task What_was_lifted_is_dropped() => await RevocationStoreContract.WhatWasLiftedIsDroppedAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S30_what_is_said_again_is_kept_once() => await RevocationStoreContract.WhatIsSaidAgainIsKeptOnceAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S02_ids_are_compared_ordinally() => await RevocationStoreContract.IdsAreComparedOrdinallyAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S27_a_reader_misses_nothing() => await RevocationStoreContract.AReaderMissesNothingAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S08_what_has_expired_is_dropped_a_day_later_and_nothing_before()
    {
        var time = new FakeTimeProvider(Noon);
        var store = new StoredRevocations(await storage.EmptyAsync(), time);
        Revocation Ending(string id, DateTimeOffset? until) => new(RevocationKind.SessionEnded, "https://login.example", id, Noon, until);
        WebhookDelivery Coming(string id) => new("https://login.example", id, Noon.AddHours(1)) { ObjectId = "user_1", ObjectAt = Noon.AddHours(5) };
        await store.AppendAsync([Ending("over", Noon.AddHours(1)), Ending("later", Noon.AddHours(3)), Ending("never", null)], Coming("m1"), Token);

        // A clock that is ahead by less than a day takes nothing away.
        time.Advance(TimeSpan.FromHours(24));
        Assert.True((await store.AppendAsync([Ending("a", null)], Coming("m1"), Token)).IsRepeated);
        await store.AppendAsync([Ending("b", null)], null, Token);
        Assert.Equal("over later never b", Ids(await store.ReadAsync(0, Token)));

        time.Advance(TimeSpan.FromHours(1));
        await store.AppendAsync([Ending("c", null)], null, Token);
        var page = await store.ReadAsync(0, Token);
        Assert.Equal("later never b c", Ids(page));
        Assert.Equal(page.Entries[^1].Sequence, page.LastSequence);
        Assert.Equal(default, await store.AppendAsync([], Coming("m1") with { ObjectAt = Noon }, Token));
    }

    [Fact]
    public async Task What_has_expired_is_deleted_in_portions_until_nothing_is_left()
    {
        var time = new FakeTimeProvider(Noon);
        var store = new StoredRevocations(await storage.EmptyAsync(), time);
        await store.AppendAsync([.. Enumerable.Range(1, 1_100).Select(i => new Revocation(RevocationKind.SessionEnded, "i", $"s{i}", Noon, Noon.AddSeconds(i)))], null, Token);
        time.Advance(TimeSpan.FromDays(2));
        await store.AppendAsync([new(RevocationKind.SessionEnded, "i", "after", Noon, null)], null, Token);

        Assert.Equal("after", Ids(await store.ReadAsync(0, Token)));
    }

    [Fact]
    public async Task S27_what_cannot_be_tidied_takes_nothing_from_an_append()
    {
        var database = await storage.EmptyAsync();
        var log = new LogEvents<StoredRevocations>();
        var (objects, away) = (new StorageNames(database.Dialect).Sql("webhook_objects"), database.Dialect == StorageDialect.Sqlite ? "cks_away" : "away");
        await ExecuteAsync(database, $"ALTER TABLE {objects} RENAME TO {away}");
        try
        {
            var store = new StoredRevocations(database, TimeProvider.System, log);
            await store.AppendAsync([new(RevocationKind.SessionEnded, "i", "kept", Noon, null)], null, Token);
            Assert.Equal("kept", Ids(await store.ReadAsync(0, Token)));
            Assert.Equal([9002], log.Ids);
        }
        finally
        {
            await ExecuteAsync(database, $"ALTER TABLE {(database.Dialect == StorageDialect.Sqlite ? "" : "cks.")}{away} RENAME TO {new StorageNames(database.Dialect).Of("webhook_objects")}");
        }
    }

    [Fact]
    public async Task S27_a_database_that_was_restored_gives_no_sequence_twice()
    {
        var time = new FakeTimeProvider(Noon);
        var database = await storage.EmptyAsync();
        var store = new StoredRevocations(database, time);
        Revocation Ending(string id) => new(RevocationKind.SessionEnded, "https://login.example", id, Noon, null);
        await store.AppendAsync([Ending("kept")], null, Token);
        var backup = (await store.ReadAsync(0, Token)).LastSequence;
        time.Advance(TimeSpan.FromSeconds(1));
        await store.AppendAsync([Ending("lost 1"), Ending("lost 2")], null, Token);
        var read = (await store.ReadAsync(0, Token)).LastSequence;

        await RestoreAsync(database, backup);
        time.Advance(TimeSpan.FromSeconds(1));
        await store.AppendAsync([Ending("after")], null, Token);

        // A host that had read the lost ones asks for what is after them.
        Assert.Equal("after", Ids(await store.ReadAsync(read, Token)));
    }

    [Fact]
    public async Task S27_while_the_clock_stands_or_goes_back_sequences_rise()
    {
        var time = new FakeTimeProvider(Noon);
        var database = await storage.EmptyAsync();
        var store = new StoredRevocations(database, time);
        var sequences = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            await store.AppendAsync([new(RevocationKind.SessionEnded, "https://login.example", $"s{i}", Noon, null)], null, Token);
            sequences.Add((await store.ReadAsync(0, Token)).LastSequence);
            store = new(database, new FakeTimeProvider(Noon.AddDays(-i)));
        }

        Assert.Equal(sequences.Distinct().Order(), sequences);
    }

    [Fact]
    public async Task S27_a_record_without_its_head_is_broken_and_not_empty()
    {
        var database = await storage.EmptyAsync();
        var store = new StoredRevocations(database, TimeProvider.System);
        await ExecuteAsync(database, $"DELETE FROM {new StorageNames(database.Dialect).Sql("revocation_head")}");
        try
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.ReadAsync(0, Token));
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.AppendAsync([new(RevocationKind.SessionEnded, "i", "s", Noon, null)], null, Token));
        }
        finally
        {
            await ExecuteAsync(database, $"INSERT INTO {new StorageNames(database.Dialect).Sql("revocation_head")} (head_id, last_sequence) VALUES (1, 0)");
        }
    }

    [Fact]
    public async Task S27_an_append_that_fails_half_way_leaves_neither_effect_nor_webhook()
    {
        var database = await storage.EmptyAsync();
        var store = new StoredRevocations(database, TimeProvider.System);
        var names = new StorageNames(database.Dialect);
        var delivery = new WebhookDelivery("https://login.example", "m1", Noon.AddYears(900)) { ObjectId = "user_1", ObjectAt = Noon };
        Revocation Of(int kind) => new((RevocationKind)kind, "https://login.example", "s", Noon, null);
        // The second of the entries is refused by the database.
        await ExecuteAsync(database, $"CREATE UNIQUE INDEX {(database.Dialect == StorageDialect.Sqlite ? "cks_" : "")}only_once ON {names.Sql("revocations")} (kind)");
        try
        {
            await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await store.AppendAsync([Of(1), Of(1)], delivery, Token));
        }
        finally
        {
            await ExecuteAsync(database, $"DROP INDEX {(database.Dialect == StorageDialect.Sqlite ? "cks_" : "cks.")}only_once");
        }

        var page = await store.ReadAsync(0, Token);
        Assert.Equal((0, 0L), (page.Entries.Count, page.LastSequence));
        Assert.Equal(default, await store.AppendAsync([], delivery with { ObjectAt = Noon.AddDays(-1) }, Token));
    }

    private async Task<IRevocationStore> EmptyAsync() => new StoredRevocations(await storage.EmptyAsync(), TimeProvider.System);

    private static string Ids(RevocationPage page) => string.Join(' ', page.Entries.Select(e => e.Revocation.Id));

    private static Task RestoreAsync(StorageDatabase database, long last)
    {
        var names = new StorageNames(database.Dialect);
        return ExecuteAsync(database, $"DELETE FROM {names.Sql("revocations")} WHERE sequence > {last}; UPDATE {names.Sql("revocation_head")} SET last_sequence = {last}");
    }

    internal static async Task ExecuteAsync(StorageDatabase database, string sql)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}

public sealed class SqliteRevocationStoreTests(SqliteStorage storage) : RevocationStoreTests(storage), IClassFixture<SqliteStorage>;

public sealed class PostgresRevocationStoreTests(PostgresStorage storage) : RevocationStoreTests(storage), IClassFixture<PostgresStorage>;
