using Cks.Auth;
using Cks.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Storage.Tests;

public abstract class SessionStoreTests(StorageFixture storage)
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_decided_comes_back() => await SessionStoreContract.WhatWasDecidedComesBackAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task Decisions_take_turns() => await SessionStoreContract.DecisionsTakeTurnsAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S02_names_are_compared_ordinally() => await SessionStoreContract.NamesAreComparedOrdinallyAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S08_every_one_of_a_person_ends() => await SessionStoreContract.EveryOneOfAPersonEndsAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S08_no_use_opens_what_has_ended() => await SessionStoreContract.NoUseOpensWhatHasEndedAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S12_S29_who_acted_is_kept() => await SessionStoreContract.WhoActedIsKeptAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S12_who_acted_is_found() => await SessionStoreContract.WhoActedIsFoundAsync(await EmptyAsync(), Token);

    [Fact]
    public async Task S08_what_has_expired_is_dropped_a_day_later_and_nothing_before()
    {
        var time = new FakeTimeProvider(Noon);
        var store = new StoredSessions(await storage.EmptyAsync(), time);
        await store.ChangeAsync(Session("over").Key, _ => Session("over"), Token);
        time.Advance(TimeSpan.FromHours(24));
        await store.ChangeAsync(Session("b").Key, _ => Session("b"), Token);
        Assert.NotNull(await store.ChangeAsync(Session("over").Key, s => s, Token));
        time.Advance(TimeSpan.FromHours(2));
        await store.ChangeAsync(Session("c").Key, _ => Session("c") with { ExpiresAt = Noon.AddDays(9) }, Token);
        Assert.Null(await store.ChangeAsync(Session("over").Key, s => s, Token));
        Assert.NotNull(await store.ChangeAsync(Session("c").Key, s => s, Token));
    }

    [Fact]
    public async Task S08_one_session_on_two_hosts_is_one_row_and_ends_on_both()
    {
        var database = await storage.EmptyAsync();
        var (one, other) = (new StoredSessions(database, TimeProvider.System), new StoredSessions(StorageDatabase.Of(database.Source), TimeProvider.System));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(async () =>
            await (n % 2 == 0 ? one : other).ChangeAsync(Session("s").Key, s => (s ?? Session("s")).Used(Noon.AddSeconds(n), new(TimeSpan.FromHours(1), TimeSpan.FromHours(2))), Token), Token)));
        Assert.Equal(Noon.AddSeconds(15), Assert.Single(await one.OfAsync("https://login.example", "ann", Token)).SeenAt);
        await other.ChangeAsync(Session("s").Key, s => s!.Ended(Noon, SessionEnd.SignedOut), Token);
        Assert.Equal(SessionEnd.SignedOut, (await one.ChangeAsync(Session("s").Key, s => s!.Used(Noon.AddSeconds(20), new(TimeSpan.FromHours(1), TimeSpan.FromHours(2))), Token))!.End);
    }

    [Fact]
    public async Task S29_what_was_dropped_and_begins_anew_is_in_the_audit_anew()
    {
        var time = new FakeTimeProvider(Noon);
        var store = new StoredSessions(await storage.EmptyAsync(), time);
        var acting = Session("s") with { Actor = "5:httpseve" };
        await store.ChangeAsync(acting.Key, _ => acting, Token);
        await store.ChangeAsync(acting.Key, s => s!.Ended(Noon, SessionEnd.SignedOut), Token);
        time.Advance(TimeSpan.FromHours(26));
        await store.ChangeAsync(Session("b").Key, _ => Session("b"), Token);
        await store.ChangeAsync(acting.Key, s => s is null ? acting with { SeenAt = time.GetUtcNow() } : throw new InvalidOperationException("It was not dropped."), Token);
        await store.ChangeAsync(acting.Key, s => s!.Ended(time.GetUtcNow(), SessionEnd.SignedOut), Token);
        var acts = await store.ImpersonationsAsync(ImpersonationQuery.Of("https://login.example", "ann"), Token);
        Assert.Equal([ImpersonationAct.Ended, ImpersonationAct.Started, ImpersonationAct.Ended, ImpersonationAct.Started], acts.Select(a => a.Act));
    }

    [Fact]
    public async Task S29_a_session_that_cannot_be_audited_does_not_begin()
    {
        var database = await storage.EmptyAsync();
        var store = new StoredSessions(database, TimeProvider.System);
        var acting = Session("s") with { Actor = "5:httpseve" };
        // What somebody else wrote in its place.
        await database.WriteAsync([database.Tables.Impersonations.Insert(ImpersonationRecord.Between(null, acting)[0])], Token);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await store.ChangeAsync(acting.Key, _ => acting, Token));
        Assert.Null(await store.ChangeAsync(acting.Key, s => s, Token));
    }

    private static StoredSession Session(string id) => new()
    {
        Key = new("https://login.example", id),
        Subject = "ann",
        StartedAt = Noon,
        SeenAt = Noon,
        Idle = TimeSpan.FromMinutes(30),
        EndsAt = Noon.AddHours(12),
        ExpiresAt = Noon.AddHours(1),
    };

    private async Task<ISessionStore> EmptyAsync() => new StoredSessions(await storage.EmptyAsync(), TimeProvider.System);
}

public sealed class SqliteSessionStoreTests(SqliteStorage storage) : SessionStoreTests(storage), IClassFixture<SqliteStorage>;

public sealed class PostgresSessionStoreTests(PostgresStorage storage) : SessionStoreTests(storage), IClassFixture<PostgresStorage>;
