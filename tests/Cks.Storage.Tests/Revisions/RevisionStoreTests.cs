using Cks.Core;
using Cks.Testing;

namespace Cks.Storage.Tests;

public abstract class RevisionStoreTests(StorageFixture storage)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read() => await RevisionStoreContract.WhatIsWrittenIsReadAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S16_what_needs_approval_waits() => await RevisionStoreContract.WhatNeedsApprovalWaitsAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S16_what_does_not_follow_is_refused() => await RevisionStoreContract.WhatDoesNotFollowIsRefusedAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S16_writers_take_turns() => await RevisionStoreContract.WritersTakeTurnsAsync(await EmptyAsync(), Token);

    [Theory]
    [InlineData("content")]
    [InlineData("content_hash")]
    public async Task Content_that_was_changed_by_hand_is_not_believed(string column)
    {
        var database = await storage.EmptyAsync();
        var store = new StoredRevisions(database, TimeProvider.System);
        await store.ChangeAsync("policy", _ => RevisionChange.Add(new("policy", 1, "{}"u8.ToArray(), new("", "ann"), DateTimeOffset.UnixEpoch) { Reason = "r" }), Token);
        await ForgeAsync(database, column, column == "content" ? "{ }"u8.ToArray() : "other");

        await Assert.ThrowsAsync<InvalidDataException>(async () => await store.HeadAsync("policy", Token));
    }

    [Fact]
    public async Task A_content_that_was_read_is_not_sent_again_and_its_hash_is_still_looked_at()
    {
        var database = await storage.EmptyAsync();
        var store = new StoredRevisions(database, TimeProvider.System);
        await store.ChangeAsync("policy", _ => RevisionChange.Add(new("policy", 1, "{}"u8.ToArray(), new("", "ann"), DateTimeOffset.UnixEpoch) { Reason = "r" }), Token);
        var first = await store.HeadAsync("policy", Token);
        // The same memory, not the same bytes read again.
        Assert.True(first.InForce!.Content.Equals((await store.HeadAsync("policy", Token)).InForce!.Content));
        await ForgeAsync(database, "content_hash", "other");
        await Assert.ThrowsAsync<InvalidDataException>(async () => await store.HeadAsync("policy", Token));
    }

    private static async Task ForgeAsync(StorageDatabase database, string column, object value)
    {
        await using var command = database.Source.CreateCommand($"UPDATE {new StorageNames(database.Dialect).Sql("revisions")} SET {column} = @value");
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@value", value);
        command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task<IRevisionStore> EmptyAsync() => new StoredRevisions(await storage.EmptyAsync(), TimeProvider.System);
}

public sealed class SqliteRevisionStoreTests(SqliteStorage storage) : RevisionStoreTests(storage), IClassFixture<SqliteStorage>;

public sealed class PostgresRevisionStoreTests(PostgresStorage storage) : RevisionStoreTests(storage), IClassFixture<PostgresStorage>;
