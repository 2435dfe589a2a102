using Cks.Auth;
using Cks.Core;
using Cks.Testing;

namespace Cks.Storage.Tests;

public abstract class ApiKeyStoreTests(StorageFixture storage)
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ApiKeyOwner Robot = new(TenantId.Parse("main"), "urn:cks:service-accounts", "robot");
    private static readonly ApiKeyOwner Ann = new(TenantId.Parse("main"), "https://login.example", "ann");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read() => await ApiKeyStoreContract.WhatIsWrittenIsReadAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task A_change_replaces_and_removes() => await ApiKeyStoreContract.AChangeReplacesAndRemovesAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task Without_a_decision_nothing_is_written() => await ApiKeyStoreContract.WithoutADecisionNothingIsWrittenAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S29_each_act_has_its_audit_row() => await ApiKeyStoreContract.EachActHasItsAuditRowAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task The_last_use_is_kept() => await ApiKeyStoreContract.TheLastUseIsKeptAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task Changes_of_an_owner_take_turns() => await ApiKeyStoreContract.ChangesOfAnOwnerTakeTurnsAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task Two_hosts_take_turns()
    {
        var database = await storage.EmptyAsync();
        StoredApiKeys[] hosts = [new(database, TimeProvider.System), new(StorageDatabase.Of(database.Source), TimeProvider.System)];
        await Task.WhenAll(hosts.Select(host => Task.Run(async () =>
        {
            for (var i = 0; i < 15; i++)
                await host.ChangeAsync(Robot, held => new([Key($"k{held.Count:d2}", Robot)], [], Row(Robot)), Token);
        })));

        Assert.Equal(30, (await hosts[0].OfAsync(Robot, Token)).Count);
    }

    // Whoever notes uses and whoever changes the same keys want the same rows: in one order, or they would wait for each other.
    [Fact]
    public async Task Uses_are_noted_while_keys_are_changed()
    {
        var store = await EmptyAsync();
        StoredApiKey[] keys = [.. Enumerable.Range(0, 8).Select(i => Key($"k{i}", Robot))];
        await store.ChangeAsync(Robot, _ => new(keys, [], Row(Robot)), Token);
        async Task ChangeAsync()
        {
            for (var i = 0; i < 10; i++)
            {
                await store.ChangeAsync(Robot, held => new([.. held.Reverse().Skip(1)], [held[^1].Key.Id], Row(Robot)), Token);
                await store.ChangeAsync(Robot, _ => new(keys, [], Row(Robot)), Token);
            }
        }

        async Task TouchAsync(int host)
        {
            for (var i = 0; i < 20; i++)
                await store.TouchAsync([.. (host == 0 ? keys : keys.Reverse()).Select(k => new ApiKeyUse(k.Key.Id, Noon.AddMinutes(i)))], Token);
        }

        await Task.WhenAll(Task.Run(ChangeAsync), Task.Run(() => TouchAsync(0)), Task.Run(() => TouchAsync(1)));
        Assert.Equal(8, (await store.OfAsync(Robot, Token)).Count);
    }

    [Fact]
    public async Task S29_what_cannot_be_recorded_has_no_effect()
    {
        var store = await EmptyAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.ChangeAsync(Robot, _ => new([Key("a", Robot)], [], Row(Ann)), Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.ChangeAsync(Robot, _ => new([Key("a", Robot)], [], Row(Robot) with { Action = (ApiKeyAction)9 }), Token));

        Assert.Null(await store.FindAsync("a", Token));
    }

    [Fact]
    public async Task S02_a_change_is_of_the_owner_who_was_held()
    {
        var store = await EmptyAsync();
        await store.ChangeAsync(Ann, _ => new([Key("hers", Ann)], [], Row(Ann)), Token);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.ChangeAsync(Robot, _ => new([Key("his", Ann)], [], Row(Robot)), Token));
        // An id that is somebody else's is neither taken over nor taken away.
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.ChangeAsync(Robot, _ => new([Key("hers", Robot)], [], Row(Robot)), Token));
        await store.ChangeAsync(Robot, _ => new([], ["hers"], Row(Robot)), Token);

        Assert.Equal("hers", Assert.Single(await store.OfAsync(Ann, Token)).Key.Id);
        Assert.Empty(await store.OfAsync(Robot, Token));
    }

    [Fact]
    public async Task Any_text_is_a_name_and_times_are_kept_to_the_microsecond()
    {
        var store = await EmptyAsync();
        var odd = Robot with { Subject = "a\0b\ud800c\\" };
        var key = Key("a", odd);
        key = key with { Key = key.Key with { Name = "\0\udfff\"\\", Capabilities = ["a:\0", "b:\ud800"], CreatedAt = Noon.AddTicks(19), ExpiresAt = DateTimeOffset.MaxValue } };
        await store.ChangeAsync(odd, _ => new([key], [], Row(odd) with { Detail = "\0" }), Token);

        var read = (await store.FindAsync("a", Token))!.Key;
        Assert.Equal((odd, key.Key.Name, Noon.AddTicks(10)), (read.Owner, read.Name, read.CreatedAt));
        Assert.Equal(key.Key.Capabilities, read.Capabilities);
        Assert.True(read.ExpiresAt > DateTimeOffset.MaxValue.AddTicks(-10));
    }

    private async Task<IApiKeyStore> EmptyAsync() => new StoredApiKeys(await storage.EmptyAsync(), TimeProvider.System);

    private static StoredApiKey Key(string id, ApiKeyOwner owner) => new(
        new(id, owner) { Name = "nightly", Capabilities = ["orders:view"], CreatedAt = Noon, CreatedByIssuer = Ann.Issuer, CreatedBySubject = Ann.Subject, ExpiresAt = Noon.AddDays(30) }, new(1, new byte[32], Noon.AddDays(30)));

    private static ApiKeyRecord Row(ApiKeyOwner owner) => new(Noon, ApiKeyAction.Created, Ann.Issuer, Ann.Subject, owner, [], "first");
}

public sealed class SqliteApiKeyStoreTests(SqliteStorage storage) : ApiKeyStoreTests(storage), IClassFixture<SqliteStorage>;

public sealed class PostgresApiKeyStoreTests(PostgresStorage storage) : ApiKeyStoreTests(storage), IClassFixture<PostgresStorage>;
