using Cks.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

public sealed class SessionStoreContractTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task What_was_decided_comes_back() => SessionStoreContract.WhatWasDecidedComesBackAsync(Empty(), Token);

    [Fact]
    public Task Decisions_take_turns() => SessionStoreContract.DecisionsTakeTurnsAsync(Empty(), Token);

    [Fact]
    public Task S02_names_are_compared_ordinally() => SessionStoreContract.NamesAreComparedOrdinallyAsync(Empty(), Token);

    [Fact]
    public Task S08_every_one_of_a_person_ends() => SessionStoreContract.EveryOneOfAPersonEndsAsync(Empty(), Token);

    [Fact]
    public Task S08_no_use_opens_what_has_ended() => SessionStoreContract.NoUseOpensWhatHasEndedAsync(Empty(), Token);

    [Fact]
    public Task S12_S29_who_acted_is_kept() => SessionStoreContract.WhoActedIsKeptAsync(Empty(), Token);

    [Fact]
    public Task S12_who_acted_is_found() => SessionStoreContract.WhoActedIsFoundAsync(Empty(), Token);

    [Fact]
    public async Task S08_a_session_is_forgotten_when_nothing_of_it_can_come_back_and_not_before()
    {
        var time = new FakeTimeProvider(new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
        var store = new InMemorySessionStore(time);
        var session = new StoredSession
        {
            Key = new("https://login.example", "s1"),
            Subject = "ann",
            StartedAt = time.GetUtcNow(),
            SeenAt = time.GetUtcNow(),
            Idle = TimeSpan.FromMinutes(1),
            EndsAt = time.GetUtcNow().AddHours(1),
            ExpiresAt = time.GetUtcNow().AddDays(7),
        };
        await store.ChangeAsync(session.Key, _ => session, Token);
        time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await store.ChangeAsync(session.Key, s => s, Token));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await store.ChangeAsync(session.Key, s => s, Token));
    }

    private static InMemorySessionStore Empty() => new(TimeProvider.System);
}
